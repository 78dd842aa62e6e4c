import EventLog
import Foundation
import Rulebook
import Testing
import Vocabulary
import Wire

@testable import Intake

/// The shipped rulebook with one passage replaced.
private func edited(_ changes: [(String, String)]) throws -> RulebookFile {
    let text = changes.reduce(RulebookFile.shipped.content) { $0.replacingOccurrences(of: $1.0, with: $1.1) }
    return try RulebookFile.parse(content: text, file: "edited.yaml")
}

private func later(from day: String = "2024-05-07", name: String = "later") throws -> RulebookFile {
    try edited([
        ("name: firstmile-2023-11", "name: \(name)"),
        (
            "effectiveFrom: \"2023-11-01T00:00:00+08:00\"", "effectiveFrom: \"\(day)T00:00:00+08:00\""
        ),
        ("uploadWindow: 2 h", "uploadWindow: 90 min"),
    ])
}

private func activation(_ file: RulebookFile, hash: String? = nil) throws -> String {
    let data: [String: String] = [
        "name": file.rules.name, "hash": hash ?? "sha256:\(file.hash)", "content": file.content,
    ]
    let json = String(decoding: try JSONSerialization.data(withJSONObject: data), as: UTF8.self)
    return Said.event(
        "activated-\(file.hash)", "rulebook-activated", "00:00:00", String(json.dropFirst().dropLast()))
}

struct RulebookTests {
    @Test func `a new log begins with its rulebook, and a restart adds none`() throws {
        let desk = try Desk()
        #expect(try desk.activate(.shipped).count == 1)
        try desk.restart()
        #expect(desk.path.namesRulebook)
        #expect(try desk.activate(.shipped).isEmpty)
        let records = try desk.records()
        #expect(records.count == 1)
        guard case .rulebookActivated(let it)? = records.first?.event.payload else {
            return #expect(Bool(false), "\(records)")
        }
        #expect(it.content == RulebookFile.shipped.content)
        #expect(it.hash == "sha256:\(RulebookFile.shipped.hash)")
    }

    @Test func `what the log names judges after a restart, whatever the daemon is opened under`() throws {
        let desk = try Desk()
        let file = try edited([
            ("name: firstmile-2023-11", "name: brief"), ("uploadWindow: 2 h", "uploadWindow: 65 min"),
        ])
        try desk.activate(file)
        try desk.restart()
        for said in [Said.bound(), Said.declared("1"), Said.handedOver("1")] { _ = try desk.take(said) }
        let outcome = try desk.take(Said.uploaded("1", at: "03:06:00"))
        #expect(outcome.verdict?.rulebook?.text.hasPrefix("brief@") == true)
        try desk.wait(until: Instant(seconds: 1_715_010_000))
        #expect(
            try desk.records().contains { if case .deadlineMissed = $0.event.payload { true } else { false } }
        )
    }

    @Test func `a publisher puts a rulebook into force, and it says who gave each verdict`() throws {
        let desk = try Desk(now: Instant(seconds: 1_715_100_000))
        try desk.activate(.shipped)
        let put = try desk.take(try activation(later()))
        #expect(put.position != nil, "\(put)")
        _ = try desk.take(Said.bound())
        for (order, day) in [("1", "06"), ("2", "07")] {
            for said in [
                Said.declared(order), Said.uploaded(order, "LP0061234567890\(order)", at: "03:00:00"),
            ] {
                _ = try desk.take(said.replacingOccurrences(of: "2024-05-06T", with: "2024-05-\(day)T"))
            }
        }
        let names = try desk.records().compactMap { recorded -> String? in
            guard case .validated(let it) = recorded.event.payload else { return nil }
            return it.rulebook.map { String($0.text.prefix { $0 != "@" }) }
        }
        #expect(names == ["firstmile-2023-11", "later"])
        try desk.restart()
        #expect(desk.path.rulebooks.map(\.name) == ["firstmile-2023-11", "later"])
    }

    @Test func `a text that is no rulebook is refused with the place, and nothing is recorded`() throws {
        let desk = try Desk()
        let broken = Said.event(
            "b", "rulebook-activated", "00:00:00",
            #""name":"broken","hash":"sha256:00","content":"form: 1\nname: broken\n""#)
        let refusal = try desk.take(broken).refusal
        #expect(refusal?.field == "content")
        #expect(
            refusal?.reason.hasPrefix("broken:1:1: `effectiveFrom` is missing") == true, "\(refusal as Any)")
        let unfaithful = try desk.take(try activation(later(), hash: "sha256:00")).refusal
        #expect(unfaithful?.field == "hash")
        #expect(try desk.records().isEmpty)
    }

    @Test func `whose clocks are believed changes with the rulebook`() throws {
        let desk = try Desk(now: Instant(seconds: 1_715_100_000))
        let strict = try edited([
            ("name: firstmile-2023-11", "name: strict"), (#"sources: ["*"]"#, #"sources: ["wms/*"]"#),
        ])
        try desk.activate(strict)
        for said in [Said.bound(), Said.declared("1"), Said.handedOver("1")] {
            _ = try desk.take(said.replacingOccurrences(of: "erp/test", with: "wms/a"))
        }
        let outcome = try desk.take(Said.uploaded("1"))
        #expect(outcome.verdict?.firstAcceptedAt == desk.now, "\(outcome)")
    }
}
