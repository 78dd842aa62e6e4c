import Foundation
import Rulebook
import Simulate
import Testing
import Views
import Vocabulary
import Wire

@testable import Intake

/// The anomalies that take the log's own time, on a simulated fortnight that is recorded as it happens: the daemon's tests
/// publish a month within minutes, and no day of theirs ever ends.
@Suite(.timeLimit(.minutes(10)))
struct SimulatedDaysTests {
    @Test func `a store's bad day rings its alarm, and what is told days later is BACKDATED`() throws {
        let seed: UInt64 = 20_240_506
        var options = SimulationOptions(orders: 4_000, seed: seed, days: 14, tellsAllOrders: true)
        // Warehouses report late where their clock isn't believed.
        options.rates[.deliveredBeforeHandover] = 0.004
        var rules = RulebookFile.shipped.rules
        rules.sources = TrustedSources(
            patterns: ["erp/*", "platform/*", "provider/*"], clause: rules.sources.clause)
        let (lines, truth) = try Self.simulated(options)
        let court = try Court(rules: rules, now: options.start)
        for line in lines { try court.take(json: line) }
        try court.wait(until: court.now + .days(1))

        let table = try court.view(Anomalies.self).rows()
        func rows(_ kind: AnomalyKind) -> [Int] {
            table.rows.indices.filter { table[$0, "kind"] == .text(kind.rawValue) }
        }
        let told = truth.filter { $0["scenario"] as? String == "delivered-before-handover" }
        let backdated = Set(rows(.backdated).compactMap { table[$0, "orderId"]?.text })
        #expect(told.count > 5, "seed \(seed)")
        #expect(backdated == Set(told.compactMap { $0["orderId"] as? String }), "seed \(seed)")

        let day = try #require(truth.first { $0["line"] as? String == "bad-day" })
        let end = try #require((day["until"] as? String).flatMap { Instant(rfc3339: $0) })
        let store = "store/\(day["sellerId"] ?? "")"
        let alarms = rows(.rateAlarm).filter { table[$0, "subject"] == .text(store) }
        let rung = alarms.compactMap { row -> Instant? in
            guard case .time(let opened)? = table[row, "openedAt"] else { return nil }
            return opened
        }
        // The day is Shanghai's in the chart and UTC's in the truth; its parcels are handed over until three days later.
        #expect(
            rung.contains { $0 > end - .days(1) && $0 < end + .days(3) },
            "seed \(seed): \(store) until \(end.text), rung at \(rung.map(\.text))")
        let early = rung.filter { $0 <= end - .days(1) }
        #expect(early.isEmpty, "seed \(seed): rung before the bad day, at \(early.map(\.text))")
    }

    private static func simulated(
        _ options: SimulationOptions
    ) throws -> (lines: [ArraySlice<UInt8>], truth: [[String: Any]]) {
        var simulator = try Simulator(options)
        var (events, truth): ([UInt8], [UInt8]) = ([], [])
        while simulator.write(events: &events, truth: &truth) {}
        let told = try truth.split(separator: 0x0A).map {
            try #require(try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any])
        }
        return (events.split(separator: 0x0A), told)
    }
}
