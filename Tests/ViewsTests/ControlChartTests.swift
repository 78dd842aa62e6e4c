import Rulebook
import Testing

@testable import Views

/// Failure rates leaving their control limits, by seeded binomial days.
struct ControlChartTests {
    private static let rules = RulebookFile.shipped.rules.rateAlarms

    private static func rules(_ methods: [RateAlarmRules.Method]) -> RateAlarmRules {
        var rules = rules
        rules.methods = methods
        return rules
    }

    private static func day(_ parcels: Int64, _ rate: Double, _ random: inout SplitMix) -> ControlChart.Day {
        // By inversion: one draw, and a walk up the binomial's shares.
        let drawn = Double.random(in: 0..<1, using: &random)
        var failures: Int64 = 0
        var share = (0..<parcels).reduce(1) { product, _ in product * (1 - rate) }
        var below = share
        while below < drawn, failures < parcels {
            share *= Double(parcels - failures) / Double(failures + 1) * rate / (1 - rate)
            failures += 1
            below += share
        }
        return ControlChart.Day(parcels: parcels, failures: failures)
    }

    /// Judges a stream as the view does: a day that was out is no part of what is usual afterwards.
    private static func outDays(
        _ rules: RateAlarmRules, days: Int, _ random: inout SplitMix, _ rate: (Int) -> (Int64, Double)
    ) -> [Int] {
        let chart = ControlChart(rules)
        var history: [ControlChart.Day] = []
        var out: [Int] = []
        for number in 0..<days {
            let (parcels, share) = rate(number)
            var today = day(parcels, share, &random)
            if let judged = chart.judge(today, after: history), !judged.exceeded.isEmpty {
                today.isOut = true
                out.append(number)
            }
            history.append(today)
            if history.count > rules.baselineDays { history.removeFirst() }
        }
        return out
    }

    @Test(arguments: [
        (RateAlarmRules.Method.pChart, 0.002), (.pChart, 0.02), (.pChart, 0.2), (.ewma, 0.002),
        (.ewma, 0.02), (.ewma, 0.2),
    ])
    func `a stable stream alarms no more often than the tail that three sigma leave`(
        method: RateAlarmRules.Method, rate: Double
    ) {
        var random = SplitMix(state: 20_240_506)
        var alarms = 0
        let (streams, days) = (100, 107)
        for _ in 0..<streams {
            // Small days and large ones; the smallest allowed among them.
            let sizes = (0..<days).map { _ in Int64.random(in: 30...400, using: &random) }
            alarms += Self.outDays(Self.rules([method]), days: days, &random) { (sizes[$0], rate) }.count
        }
        // Seven days make the first baseline. Expected are at most 13.5 alarms in 10 000 judged days; with the
        // spread of a count, 13.5 + 3 · √13.5 bounds them.
        #expect(alarms <= 25, "\(alarms) of 10 000 days")
        if rate == 0.2, method == .pChart { #expect(alarms >= 2, "the limits are not idle: \(alarms)") }
    }

    @Test(arguments: [RateAlarmRules.Method.pChart, .ewma])
    func `a rate that trebles is found within days, and its end too`(method: RateAlarmRules.Method) throws {
        var random = SplitMix(state: 11)
        let out = Self.outDays(Self.rules([method]), days: 90, &random) { day in
            (300, (40..<60).contains(day) ? 0.06 : 0.02)
        }
        let first = try #require(out.first { $0 >= 40 })
        #expect(first < 46, "\(out)")
        #expect(
            out.filter { (50..<60).contains($0) }.count >= 5, "the risen rate does not become usual: \(out)")
        #expect(!out.contains { $0 > 70 }, "\(out)")
    }

    @Test func `a small rise that lasts is found by the weighted mean sooner than by single days`() throws {
        var found: [RateAlarmRules.Method: Int] = [:]
        for method in RateAlarmRules.Method.allCases {
            var random = SplitMix(state: 5)
            for _ in 0..<40 {
                let out = Self.outDays(Self.rules([method]), days: 60, &random) { day in
                    (200, day < 40 ? 0.05 : 0.075)
                }
                if out.contains(where: { $0 >= 40 }) { found[method, default: 0] += 1 }
            }
        }
        let (byMean, byDay) = (found[.ewma] ?? 0, found[.pChart] ?? 0)
        #expect(byMean >= 30 && byMean > byDay, "mean \(byMean), single days \(byDay) of 40")
    }

    @Test(
        arguments: [
            (29, 29, 28, "too few parcels"), (30, 15, 6, "too few days"),
        ] as [(Int64, Int64, Int, String)])
    func `nothing is said of too little`(parcels: Int64, failures: Int64, days: Int, why: String) {
        let usual = ControlChart.Day(parcels: 100, failures: 1)
        let today = ControlChart.Day(parcels: parcels, failures: failures)
        let history = [ControlChart.Day](repeating: usual, count: days)
        #expect(ControlChart(Self.rules).judge(today, after: history) == nil, "\(why)")
    }

    @Test func `one failure in a small day is no alarm, though it lies beyond three sigma of a normal curve`()
        throws
    {
        let history = [ControlChart.Day](repeating: .init(parcels: 500, failures: 1), count: 28)
        let today = ControlChart.Day(parcels: 30, failures: 1)
        let judged = try #require(ControlChart(Self.rules([.pChart])).judge(today, after: history))
        #expect(today.rate > judged.centre + 3 * (judged.centre / 30).squareRoot())
        #expect(judged.exceeded.isEmpty)
        let two = try #require(
            ControlChart(Self.rules([.pChart])).judge(.init(parcels: 30, failures: 3), after: history))
        #expect(two.exceeded == [.pChart])
    }

    @Test func `with much to compare with, the limit is the binomial's`() throws {
        // 2 % of 300, known from 10 million: 13 failures and more in 0.8 %, 15 in 0.13 % of all days.
        let history = [ControlChart.Day](repeating: .init(parcels: 1_000_000, failures: 20_000), count: 10)
        let judged = try #require(
            ControlChart(Self.rules([.pChart])).judge(.init(parcels: 300, failures: 6), after: history))
        #expect(abs(judged.centre - 0.02) < 1e-6)
        #expect(judged.limit == Self.binomialLimit(300, 0.02, tail: 0.001_349_898) / 300)
    }

    /// The largest number that more than `tail` of all days exceed... counted the other way, from Pascal's recurrence.
    private static func binomialLimit(_ parcels: Int, _ rate: Double, tail: Double) -> Double {
        var probabilities = [1.0]
        for _ in 0..<parcels {
            var next = [Double](repeating: 0, count: probabilities.count + 1)
            for (failures, share) in probabilities.enumerated() {
                next[failures] += share * (1 - rate)
                next[failures + 1] += share * rate
            }
            probabilities = next
        }
        var above = 0.0
        for failures in stride(from: parcels, through: 0, by: -1) {
            above += probabilities[failures]
            if above > tail { return Double(failures) }
        }
        return 0
    }
}
