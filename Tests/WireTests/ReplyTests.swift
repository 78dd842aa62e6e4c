import Foundation
import SwiftProtobuf
import Testing
import Vocabulary
import WireMessages

@testable import Wire

struct ReplyTests {
    static let replies: [Reply] = [
        Reply(.recorded, position: Position(0), id: "i\"1", source: "erp/店"),
        Reply(
            .recorded, position: Position(41), verdict: .intercepted,
            findings: [
                FindingText(
                    code: "PHONE_FORMAT", severity: .blocking, clause: "物流服务协议V5.2 §3.4.1",
                    message: "not E.164",
                    messageZh: "电话格式错误", fix: "+34912345678", evidence: "912345678"),
                FindingText(code: "VAGUE_NAME", severity: .warning),
            ], id: "2", source: "a"),
        Reply(.duplicate, position: Position(.max >> 1), verdict: .pass, id: "3", source: "a"),
        .refused(
            Refusal(
                .conflict, field: "id", reason: "line\none\u{1}", fix: "use a \\new\\ id", id: "4",
                source: "a")),
        .refused(Refusal(.malformed, field: "", reason: "cut off", fix: "send it whole")),
    ]

    static func written(as type: ReplyType) -> [UInt8] {
        let writer = ReplyWriter()
        writer.begin(type)
        for reply in replies { writer.add(reply) }
        var bytes: [UInt8] = []
        writer.finish(into: &bytes)
        return bytes
    }

    private func read(_ bytes: [UInt8], as type: ReplyType) throws -> Acknowledgement {
        try unsafe bytes.withUnsafeBytes { try unsafe ReplyReader.read($0, as: type) }
    }

    @Test func `JSON replies are read as they were written`() throws {
        #expect(try read(Self.written(as: .json), as: .json) == Acknowledgement(replies: Self.replies))
    }

    @Test func `protobuf replies leave out who is known by the order`() throws {
        let expected = Self.replies.map { reply in
            var reply = reply
            reply.source = nil
            reply.refusal?.source = nil
            if reply.refusal == nil { reply.id = nil }
            return reply
        }
        #expect(try read(Self.written(as: .protobuf), as: .protobuf).replies == expected)
    }

    @Test func `protobuf replies are what swift-protobuf would write`() throws {
        let bytes = Self.written(as: .protobuf)
        let message = try Firstmile_V1_Acknowledgement(serializedBytes: bytes)
        #expect(try message.serializedBytes() == bytes)
        #expect(message.replies[1].findings[0].messageZh == "电话格式错误")
        #expect(message.replies[0].hasPosition)
        #expect(message.replies[3].code == "conflict")
    }

    @Test func `JSON replies have the documented members`() throws {
        let text = String(decoding: Self.written(as: .json), as: UTF8.self)
        let whole = try #require(try object(text))
        #expect(whole["durability"] as? String == "fdatasync")
        let replies = try #require(whole["replies"] as? [[String: Any]])
        #expect(Set(replies[0].keys) == ["id", "source", "status", "position"])
        #expect(Set(replies[1].keys) == ["id", "source", "status", "position", "verdict", "findings"])
        #expect(Set(replies[3].keys) == ["id", "source", "status", "code", "field", "reason", "fix"])
        let findings = try #require(replies[1]["findings"] as? [[String: Any]])
        #expect(
            Set(findings[0].keys) == [
                "code", "severity", "clause", "message", "messageZh", "fix", "evidence",
            ])
    }

    @Test(arguments: ReplyType.allCases)
    func `the fast way writes the same`(type: ReplyType) {
        let reply = Self.replies[1]
        let (slow, fast) = (ReplyWriter(), ReplyWriter())
        var (one, two): ([UInt8], [UInt8]) = ([], [])
        slow.begin(type)
        slow.add(reply)
        slow.finish(into: &one)
        fast.begin(type)
        let (id, source) = (Array("2".utf8), Array("a".utf8))
        unsafe id.withUnsafeBytes { id in
            unsafe source.withUnsafeBytes { source in
                unsafe fast.add(
                    .recorded, position: Position(41), verdict: .intercepted, findings: reply.findings,
                    id: id,
                    source: source)
            }
        }
        fast.finish(into: &two)
        #expect(one == two)
    }

    @Test func `what is no acknowledgement is refused`() {
        #expect(throws: Refusal.self) { try read(Array("{}".utf8), as: .json) }
        #expect(throws: Refusal.self) { try read(Array("[".utf8), as: .json) }
        #expect(throws: Refusal.self) { try read([0x12, 5], as: .protobuf) }
    }
}
