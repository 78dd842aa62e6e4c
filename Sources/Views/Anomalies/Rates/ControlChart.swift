import Foundation
import Rulebook

/// Whether a day's failure rate is within its control limits. Pure.
///
/// Failures are rare, so a normal curve around the mean would alarm far too often on small days. The limits here are
/// those of the beta-binomial distribution: what a day may show, given that the usual rate itself is only known
/// from the days before. They leave out the same tail as the wanted number of standard deviations would of a normal
/// curve (0.135 % for three).
struct ControlChart: Sendable {
    struct Day: Equatable, Sendable {
        var parcels: Int64
        var failures: Int64
        /// Whether it was outside its limits: then it is no part of what is usual.
        var isOut = false

        var rate: Double { Double(failures) / Double(parcels) }
    }

    /// What a day is judged by, and how it fared.
    struct Judgement: Equatable, Sendable {
        /// The usual rate.
        var centre: Double
        /// The highest rate a day of that size may show.
        var limit: Double
        /// The weighted mean up to the day, and the highest it may be; nil where it is not asked for.
        var mean: Double?
        var meanLimit: Double?
        var exceeded: [RateAlarmRules.Method]
        /// What the centre rests on.
        var baselineDays: Int
        var baselineParcels: Int64
    }

    let rules: RateAlarmRules
    private let tail: Double

    init(_ rules: RateAlarmRules) {
        self.rules = rules
        tail = 0.5 * erfc(rules.sigmaLimit / 2.0.squareRoot())
    }

    /// Nil where there is too little to say anything: too few parcels, or too few days to compare with.
    ///
    /// - Parameter history: the days before, oldest first.
    func judge(_ today: Day, after history: [Day]) -> Judgement? {
        let usual = history.filter { !$0.isOut && $0.parcels > 0 }
        guard today.parcels >= Int64(rules.minimumParcels), usual.count >= rules.minimumDays else {
            return nil
        }
        let baseline = Baseline(usual)
        var judgement = Judgement(
            centre: baseline.rate, limit: 1, exceeded: [], baselineDays: usual.count,
            baselineParcels: usual.reduce(0) { $0 + $1.parcels })
        judgement.limit = baseline.limit(of: today.parcels, leaving: tail)
        if rules.methods.contains(.pChart), today.rate > judgement.limit {
            judgement.exceeded.append(.pChart)
        }
        if rules.methods.contains(.ewma) {
            let before = settled(usual) ?? baseline
            let (mean, size) = weightedMean(history.filter { $0.parcels > 0 } + [today], around: before)
            let limit = before.limit(of: size, leaving: tail)
            (judgement.mean, judgement.meanLimit) = (mean, limit)
            if mean > limit { judgement.exceeded.append(.ewma) }
        }
        return judgement
    }

    /// What is usual without the days that weigh most in the mean: a rise that lasts must not become usual before it
    /// is seen. Nil where too few are left.
    private func settled(_ usual: [Day]) -> Baseline? {
        let earlier = usual.dropLast(Int((1 / rules.lambda).rounded(.up)))
        return earlier.count >= rules.minimumDays ? Baseline(Array(earlier)) : nil
    }

    /// The weighted mean of the days, and how many parcels of a single day would tell as much.
    ///
    /// No day weighs with more than its own limit would allow: one wild day is the p-chart's business, and must not keep
    /// the mean outside for a week.
    private func weightedMean(_ days: [Day], around baseline: Baseline) -> (mean: Double, size: Int64) {
        var mean = baseline.rate
        var variance = 0.0
        let one = baseline.rate * (1 - baseline.rate)
        for day in days {
            let spread = one / Double(day.parcels)
            let most = baseline.rate + rules.sigmaLimit * spread.squareRoot()
            mean = rules.lambda * min(day.rate, most) + (1 - rules.lambda) * mean
            variance =
                rules.lambda * rules.lambda * spread + (1 - rules.lambda) * (1 - rules.lambda) * variance
        }
        return (mean, max(1, Int64((one / variance).rounded(.down))))
    }
}

/// The usual rate, as far as it is known.
private struct Baseline {
    /// Jeffreys' prior and what was counted: no failure yet does not mean that none is possible.
    let alpha: Double
    let beta: Double

    init(_ days: [ControlChart.Day]) {
        let parcels = days.reduce(0) { $0 + $1.parcels }
        let failures = days.reduce(0) { $0 + $1.failures }
        alpha = Double(failures) + 0.5
        beta = Double(parcels - failures) + 0.5
    }

    var rate: Double { alpha / (alpha + beta) }

    /// The highest share of failures among so many parcels that more than `tail` of all such days would exceed.
    func limit(of parcels: Int64, leaving tail: Double) -> Double {
        let all = Double(parcels)
        // The logarithm of the share of days without a failure; each further failure is a factor.
        var logarithm =
            Self.logGamma(beta + all) - Self.logGamma(beta) + Self.logGamma(alpha + beta)
            - Self.logGamma(alpha + beta + all)
        var below = exp(logarithm)
        var failures = 0.0
        while 1 - below > tail, failures < all {
            logarithm += log((all - failures) / (failures + 1))
            logarithm += log((alpha + failures) / (beta + all - failures - 1))
            failures += 1
            below += exp(logarithm)
        }
        return failures / all
    }

    /// Stirling's series, from ten on; smaller arguments are led there. For positive ones.
    private static func logGamma(_ argument: Double) -> Double {
        var (x, passed) = (argument, 1.0)
        while x < 10 {
            passed *= x
            x += 1
        }
        let square = 1 / (x * x)
        let series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / x
        return (x - 0.5) * log(x) - x + 0.5 * log(2 * Double.pi) + series - log(passed)
    }
}
