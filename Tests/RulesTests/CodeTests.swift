import Foundation
import Rulebook
import Testing
import Views
import Vocabulary

/// Every finding and every anomaly there is: raised by what should raise it, not by what is nearly the same, and with
/// words for the people it hits. A code without its two stories does not compile.
@Suite(.timeLimit(.minutes(10)))
struct CodeTests {
    /// Everybody's clock is believed but that of `untrusted/…`.
    private static var rules: Rulebook {
        var rules = RulebookFile.shipped.rules
        rules.sources = TrustedSources(
            patterns: ["wms/*", "erp/*", "platform/*"], clause: rules.sources.clause)
        return rules
    }

    /// The log's time goes with the facts', and a day beyond them.
    private func court(after facts: [Fact]) throws -> Court {
        let court = try Court(rules: Self.rules, now: at("00:00:00"))
        for fact in facts {
            try court.wait(until: fact.time)
            try court.take(fact)
        }
        try court.wait(until: court.now + .days(1))
        return court
    }

    @Test(arguments: FindingCode.allCases)
    func `a finding is raised by its rule's breach and by nothing less`(code: FindingCode) throws {
        let scenario = Scenario.of(code)
        func found(_ facts: [Fact]) throws -> Set<FindingCode> {
            try court(after: facts).records().reduce(into: []) { found, recorded in
                guard recorded.origin == .decision, case .validated(let it) = recorded.event.payload else {
                    return
                }
                found.formUnion((it.findings + it.open).map(\.code))
            }
        }
        #expect(try found(scenario.raising).contains(code))
        #expect(try !found(scenario.sparing).contains(code))
    }

    @Test(arguments: AnomalyKind.allCases)
    func `an anomaly is opened by its cause and by nothing less`(kind: AnomalyKind) throws {
        let scenario = Scenario.of(kind)
        func opened(_ facts: [Fact]) throws -> Set<String> {
            let table = try court(after: facts).view(Anomalies.self).rows()
            return Set(table.rows.indices.compactMap { table[$0, "kind"]?.text })
        }
        let raised = try opened(scenario.raising)
        let spared = try opened(scenario.sparing)
        #expect(raised.contains(kind.rawValue), "only \(raised.sorted())")
        #expect(!spared.contains(kind.rawValue), "\(spared.sorted())")
    }

    @Test(arguments: MessageTable.codes)
    func `a code has its clause, its words and its fix in both languages`(code: String) throws {
        let rules = RulebookFile.shipped.rules
        let messages =
            FindingCode.allCases.filter { $0.rawValue == code }.map { rules.message($0) }
            + AnomalyKind.allCases.filter { $0.rawValue == code }.map { rules.message($0) }
        #expect(!messages.isEmpty)
        for message in messages {
            for text in [message.clause, message.text.zh, message.text.en, message.fix.zh, message.fix.en] {
                #expect(!text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty)
            }
            #expect(message.text.zh.contains { $0.unicodeScalars.contains { $0.properties.isIdeographic } })
            #expect(message.fix.zh.contains { $0.unicodeScalars.contains { $0.properties.isIdeographic } })
            #expect(message.text.en != message.text.zh && message.fix.en != message.fix.zh)
        }
    }
}
