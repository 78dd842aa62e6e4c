import Foundation
import Logging
import Synchronization
import Testing

@testable import Monitoring

struct LogTests {
    @Test func `a message is one line of JSON with its numbers as numbers`() throws {
        let lines = Lines()
        var logger = Logger(label: "firstmile.views") { JSONLogHandler(label: $0, write: lines.add) }
        logger[metadataKey: "view"] = "score"
        logger.warning(
            "a \"record\"\nwas parked\u{1}",
            metadata: [
                "position": .stringConvertible(7 as UInt64), "orderId": "819", "level": "mine",
                "list": .array(["a", .stringConvertible(2)]), "map": .dictionary(["k": "v"]),
            ])
        let text = try #require(lines.all.first)
        #expect(lines.all.count == 1 && text.hasSuffix("}\n") && !text.dropLast().contains("\n"))
        let read = try JSONSerialization.jsonObject(with: Data(text.utf8))
        let object = try #require(read as? [String: Any])
        #expect(object["level"] as? String == "warning" && object["module"] as? String == "views")
        #expect(object["message"] as? String == "a \"record\"\nwas parked\u{1}")
        #expect(object["position"] as? Int == 7 && object["orderId"] as? String == "819")
        #expect(object["level_"] as? String == "mine" && object["view"] as? String == "score")
        let time = try #require(object["time"] as? String)
        #expect(
            try Regex(#"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$"#).wholeMatch(in: time) != nil, "\(time)")
    }

    @Test func `a module has its own level, the others the general one`() throws {
        let levels = try LogLevels("warning, feed=debug")
        #expect(levels["feed"] == .debug && levels["views"] == .warning)
        #expect(levels.logger("feed").logLevel == .debug)
        #expect(try LogLevels("views=error")["feed"] == .info, "the general one may be left out")
    }

    @Test(arguments: [
        ("loud", "is loud, must be one of trace, debug"),
        ("info,door=debug", "names door, and there are service, log"),
        ("info,debug", "must be like info or info,feed=debug"), ("feed=loud", "is loud"),
        ("", "must be one of"),
    ])
    func `levels that cannot be read are told with what would be right`(text: String, told: String) {
        #expect { try LogLevels(text) } throws: { "\($0)".contains(told) }
    }
}

/// Lines as they were written.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ bytes: [UInt8]) { lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) } }
    var all: [String] { lines.withLock { $0 } }
}
