import Foundation
import Rulebook
import Testing
import Views
import Vocabulary

/// Ten thousand orders, each with facts drawn from its seed, arriving in two different orders.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ArrivalOrderTests {
    private static let seeds: ClosedRange<UInt64> = 1...10_000

    /// Lines take as many parcels a day as come: what is full is first come, first served.
    private static var rules: Rulebook {
        var rules = RulebookFile.shipped.rules
        for index in rules.lines.indices { rules.lines[index].capacityPerDay = nil }
        return rules
    }

    /// How an order ends: what must not depend on the order in which its facts arrive.
    private static let promised = [
        "status", "abnormal", "onNetworkAt", "uploadedAt", "findings", "subsidyEligible",
    ]

    private func outcomes(_ histories: [[Fact]]) throws -> [String: String] {
        let court = try Court(rules: Self.rules, now: at("2024-05-06T16:00:00Z"))
        // All orders at once, so that what one order's facts do between another's is seen too.
        let longest = histories.map(\.count).max() ?? 0
        for index in 0..<longest {
            for facts in histories where index < facts.count { try court.take(facts[index]) }
        }
        try court.wait(until: at("2024-05-08T00:00:00Z"))
        let compliance = try court.view(Compliance.self).rows()
        var outcomes: [String: String] = [:]
        for row in compliance.rows.indices {
            let order = compliance[row, "orderId"]?.text ?? ""
            outcomes[order] = Self.promised.map { "\($0)=\(compliance[row, $0]?.text ?? "?")" }
                .joined(separator: " ")
        }
        let fees = try court.view(Fees.self).rows()
        for row in fees.rows.indices {
            let total = fees[row, "totalFen"]?.text ?? ""
            #expect(!total.hasPrefix("-"), "money is never negative: \(fees[row, "orderId"]?.text ?? "")")
            // A fee that was taken back is no fee.
            if !total.isEmpty { outcomes[fees[row, "orderId"]?.text ?? "", default: ""] += " fee=\(total)" }
        }
        return outcomes
    }

    @Test func `the order of arrival never changes an order's status, mark, time on the network or fee`()
        throws
    {
        let histories = Self.seeds.map(History.init)
        let expected = try outcomes(histories.map { $0.facts.sorted { $0.time < $1.time } })
        var dice = SplitMix(seed: 1)
        let shuffled = try outcomes(histories.map { $0.facts.shuffled(using: &dice) })
        #expect(expected.count == histories.count)
        for history in histories where expected[history.order.text] != shuffled[history.order.text] {
            Issue.record(
                """
                \(history.order): by time \(expected[history.order.text] ?? "nothing"), \
                shuffled \(shuffled[history.order.text] ?? "nothing")
                """)
        }
        // A test that draws only harmless histories would prove nothing.
        for status in ComplianceStatus.allCases {
            let share = expected.values.count { $0.hasPrefix("status=\(status.rawValue) ") }
            #expect(share > 100, "\(status.rawValue): \(share)")
        }
        #expect(expected.values.count { $0.contains("abnormal=true") } > 100)
        #expect(expected.values.count { $0.contains("fee=") } > 100)
    }

    @Test func `deciding twice adds nothing`() throws {
        let court = try Court(rules: Self.rules, now: at("2024-05-06T16:00:00Z"))
        let histories = (1...500).map { History(seed: $0) }
        for fact in histories.flatMap(\.facts) { try court.take(fact) }
        try court.wait(until: at("2024-05-08T00:00:00Z"))
        let settled = try court.records().count
        // A later handover moves nothing, but every order is judged again, on the same facts.
        let handedOver = histories.filter { $0.facts.contains { $0.payload.type == .handedOver } }
        for history in handedOver {
            let again = HandedOver(orderID: history.order, sellerID: history.seller, provider: "cainiao")
            try court.take(Fact(payload: .handedOver(again), time: at("2024-05-07T00:00:00Z")))
        }
        try court.wait(until: at("2024-05-20T00:00:00Z"))
        #expect(try court.records().count == settled + handedOver.count)
    }
}
