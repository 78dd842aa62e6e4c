import Foundation
import Rulebook
import Testing
import Vocabulary

struct TextTests {
    @Test func `the whole text reads back to the same rulebook without any file`() throws {
        let again = try RulebookFile.parse(content: RulebookFile.shipped.content)
        #expect(again.content == RulebookFile.shipped.content)
        #expect(again.rules.identity == shipped.identity)
        #expect(again.rules.milestone("cainiao", code: "GTMS_SIGNED") == .delivered)
        #expect(again.rules.goodsNames.names(of: "961519") == ["hair comb"])
    }

    @Test func `line ends and a byte order mark change nothing`() throws {
        let other = "\u{FEFF}" + RulebookFile.shipped.content.replacing("\n", with: "\r\n") + "\n\n"
        #expect(try RulebookFile.parse(content: other).hash == RulebookFile.shipped.hash)
    }

    @Test func `any other change changes the hash, a table's too`() throws {
        let clock = try RulebookFile.parse(content: edited("uploadWindow: 2 h", "uploadWindow: 3 h"))
        let names = try RulebookFile.parse(content: edited("hair comb", "hair brush"))
        #expect(Set([clock.hash, names.hash, RulebookFile.shipped.hash]).count == 3)
        #expect(clock.rules.clock.uploadWindow == .hours(3))
        #expect(names.rules.goodsNames.names(of: "961519") == ["hair brush"])
    }

    @Test func `the hash is the SHA-256 that every other tool gives`() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sha256sum"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(RulebookFile.shipped.content.utf8))
        try input.fileHandleForWriting.close()
        let printed = try #require(try output.fileHandleForReading.readToEnd())
        #expect(String(decoding: printed, as: UTF8.self).hasPrefix(RulebookFile.shipped.hash))
    }

    @Test func `a file that is not there is told with its path`() {
        #expect {
            _ = try RulebookFile.load(path: "/nowhere/rules.yaml")
        } throws: { "\($0)".hasPrefix("cannot read the rulebook /nowhere/rules.yaml: ") }
    }

    @Test func `a text that refers to a file it does not bring is told`() throws {
        let main = try String(contentsOf: schemas.appending(path: "firstmile-2023-11.yaml"), encoding: .utf8)
        #expect {
            _ = try RulebookFile.parse(content: main)
        } throws: { "\($0)".contains("milestones/cainiao.csv: it is not part of the text that refers to it") }
    }

    @Test func `the shipped file validates against the schema, and the schema is one`() throws {
        let check = """
            import json, sys, yaml, jsonschema
            schema = json.load(open("rulebook.schema.json", encoding="utf-8"))
            jsonschema.Draft202012Validator.check_schema(schema)
            rules = yaml.safe_load(open("firstmile-2023-11.yaml", encoding="utf-8"))
            for error in jsonschema.Draft202012Validator(schema).iter_errors(rules):
                print(error.json_path, error.message)
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", check]
        process.currentDirectoryURL = schemas
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(String(decoding: said, as: UTF8.self) == "")
        #expect(process.terminationStatus == 0)
    }
}
