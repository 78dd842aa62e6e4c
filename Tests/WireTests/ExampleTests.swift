import Foundation
import Testing
import Vocabulary

@testable import Wire

struct ExampleTests {
    @Test func `every type has a schema and an example`() {
        let names = EventType.allCases.map(\.rawValue).sorted()
        let schemas = files(in: eventSchemas, ending: ".schema.json").map {
            $0.lastPathComponent.replacing(".schema.json", with: "")
        }
        let examples = files(in: eventSchemas.appending(path: "examples"), ending: ".json").map {
            $0.deletingPathExtension().lastPathComponent
        }
        #expect(schemas == names)
        #expect(examples == names)
    }

    @Test func `every example validates against its schema and what we write of it does too`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "wire-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for file in files(in: eventSchemas.appending(path: "examples"), ending: ".json") {
            let text = try String(contentsOf: file, encoding: .utf8)
            let batch = decode(json: text, admitsDecisions: true)
            let event = try #require(batch.events.first, "\(batch.refusals)")
            let written = try cloudEvent(
                batch.record(event), position: Position(41), recordedAt: Instant(seconds: 1_714_960_800))
            try written.write(
                to: folder.appending(path: file.lastPathComponent), atomically: true, encoding: .utf8)
        }
        let python = Process()
        let output = Pipe()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = [
            "python3", here.appending(path: "validate.py").path, eventSchemas.path, folder.path,
        ]
        python.standardOutput = output
        python.standardError = output
        try python.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        python.waitUntilExit()
        #expect(python.terminationStatus == 0, "\(String(decoding: said, as: UTF8.self))")
    }

    @Test(arguments: files(in: eventSchemas.appending(path: "examples"), ending: ".json"))
    func `an example comes back as it was sent`(file: URL) throws {
        let text = try String(contentsOf: file, encoding: .utf8)
        let batch = decode(json: text, admitsDecisions: true)
        let event = try #require(batch.events.first, "\(batch.refusals)")
        let sent = NSMutableDictionary()
        sent.addEntries(from: try #require(try object(text) as? [AnyHashable: Any]))
        if sent["origin"] == nil { sent["origin"] = "fact" }
        let back = try object(cloudEvent(batch.record(event)))
        #expect(back == sent)
        #expect(event.event.payload.type.rawValue == file.deletingPathExtension().lastPathComponent)
    }

    @Test(arguments: EventType.allCases.filter { !$0.canBeFact })
    func `a decision cannot be published`(type: EventType) throws {
        let file = eventSchemas.appending(path: "examples/\(type.rawValue).json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let refused = decode(json: text)
        #expect(refused.events.isEmpty)
        #expect(refused.refusals.first?.code == .notAFact)
        let admitted = decode(json: text, admitsDecisions: true)
        let record = admitted.record(try #require(admitted.events.first))
        #expect(decode(batch(record), as: .protobuf).refusals.first?.code == .notAFact)
    }

    @Test func `the fast kernel runs`() {
        #expect(["icelake", "haswell", "westmere"].contains(JSONParser.kernel))
    }
}
