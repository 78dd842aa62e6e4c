import Foundation
import Testing

/// `firstmile rulebook`, and rulebooks that take over from each other in a running daemon.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RulebookCommandTests {
    /// The shipped rulebook with passages replaced, in a folder of its own with the files it refers to.
    private func write(_ changes: [(String, String)], in folder: URL, as name: String = "mine.yaml") throws
        -> String
    {
        let shipped = Daemon.root.appending(path: "Schemas/rulebook")
        if !FileManager.default.fileExists(atPath: folder.path) {
            try FileManager.default.copyItem(at: shipped, to: folder)
        }
        var text = try String(contentsOf: shipped.appending(path: "firstmile-2023-11.yaml"), encoding: .utf8)
        for (passage, replacement) in changes {
            text = text.replacingCharacters(
                in: try #require(text.range(of: passage), "no \(passage)"), with: replacement)
        }
        let file = folder.appending(path: name)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }

    private let folder = FileManager.default.temporaryDirectory.appending(path: "rules-\(UUID().uuidString)")

    private static let ninety: [(String, String)] = [
        ("name: firstmile-2023-11", "name: ninety"),
        ("effectiveFrom: \"2023-11-01T00:00:00+08:00\"", "effectiveFrom: \"2024-05-06T00:00:00+08:00\""),
        ("uploadWindow: 2 h", "uploadWindow: 90 min"),
    ]

    @Test func `lint tells errors with their place and ends with 1, and a sound file ends with 0`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let broken = try write([("uploadWindow: 2 h", "uploadWindov: 2 h")], in: folder)
        let output = try Command.firstmile("rulebook", "lint", broken)
        #expect(output.status == 1, "\(output.errors)")
        #expect(
            output.text.contains("did you mean `uploadWindow`?") && output.text.contains("\(broken):"),
            "\(output.text)")
        let sound = try Command.firstmile("rulebook", "lint", "--strict", "shipped")
        #expect(sound.status == 0, "\(sound.text)\(sound.errors)")
        #expect(sound.errors.contains("0 errors, 0 warnings"), "\(sound.errors)")
    }

    @Test func `diff names the place, both values and the clause`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let mine = try write(Self.ninety, in: folder)
        let output = try Command.firstmile("rulebook", "diff", "shipped", mine, "--format", "ndjson")
        #expect(output.status == 0, "\(output.errors)")
        let window = try #require(output.objects.first { $0["path"] as? String == "clock.uploadWindow" })
        #expect(window["before"] as? String == "2 h" && window["after"] as? String == "90 min", "\(window)")
        #expect(window["clause"] as? String == "《速卖通卖家考核标准V2024.Q2》§5.2.3")
        #expect(output.objects.count == 3, "\(output.text)")
    }

    @Test func `a rulebook that is activated judges from its beginning on, also after a restart without it`()
        throws
    {
        defer { try? FileManager.default.removeItem(at: folder) }
        let daemon = try Daemon.started()
        let data = daemon.directory.path
        let mine = try write(Self.ninety + [("settle: 30 s", "settle: 1 s")], in: folder)
        let put = try Command.firstmile("rulebook", "activate", mine, "--to", try daemon.endpoint)
        #expect(
            put.status == 0 && put.objects.first?["status"] as? String == "recorded",
            "\(put.text)\(put.errors)")
        let again = try Command.firstmile("rulebook", "activate", mine, "--to", try daemon.endpoint)
        #expect(again.objects.first?["status"] as? String == "duplicate", "\(again.text)")
        #expect(daemon.stop() == 0)
        // The file is gone; the log has it.
        try FileManager.default.removeItem(at: folder)
        try daemon.start()
        let order = Sample.order.replacingOccurrences(of: "912345678", with: "+34912345678")
        #expect(try daemon.publish(order).status == 0)
        try daemon.settle()
        let row = try #require(
            try Command.firstmile("view", "compliance", "--format", "ndjson", "--data", data).objects.first)
        #expect((row["rulebook"] as? String)?.hasPrefix("ninety@") == true, "\(row)")
        let handedOver = try #require(Self.time(row["handedOverAt"])),
            deadline = try #require(Self.time(row["deadlineAt"]))
        #expect(deadline.timeIntervalSince(handedOver) == 90 * 60)

        let list = try Command.firstmile("rulebook", "show", "--list", "--format", "ndjson", "--data", data)
        #expect(
            list.objects.count == 2 && list.objects[1]["from"] as? String == "2024-05-05T16:00:00.000Z",
            "\(list.text)")
        #expect(list.objects.map { $0["state"] as? String } == ["ended", "in force"], "\(list.text)")
        let name = try #require(list.objects[1]["rulebook"] as? String)
        let shown = try Command.firstmile("rulebook", "show", name, "--data", data)
        #expect(shown.text.contains("uploadWindow: 90 min"), "\(shown.errors)")
        let before = try Command.firstmile(
            "rulebook", "show", "--at", "2024-01-01T00:00:00Z", "--data", data)
        #expect(before.text.contains("uploadWindow: 2 h"), "\(before.errors)")
        #expect(daemon.stop() == 0)
    }

    private static func time(_ value: Any?) -> Date? {
        try? Date(
            (value as? String) ?? "",
            strategy: .iso8601.time(includingFractionalSeconds: true).year().month().day())
    }
}
