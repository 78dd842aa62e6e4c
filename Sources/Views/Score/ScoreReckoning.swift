public import Rulebook

/// From sums to points. Pure: the same sums and rules give the same score on every machine.
public enum ScoreReckoning {
    /// 95 % on both sides.
    private static let z = 1.959_963_984_540_054

    /// One component of a score, with what it rests on.
    public struct Part: Sendable, Equatable {
        public var component: ScoreComponent
        /// A rate, or days; nil where no parcel could be measured.
        public var value: Double?
        /// Parcels, or for a mean the sum of its days.
        public var numerator: Double
        public var denominator: Int64
        /// Parcels handed over in the window that this component does not look at.
        public var excluded: Int64
        /// The interval of `value`: Wilson's for rates, the normal one for means.
        public var low: Double?
        public var high: Double?
        public var points: Double?
        /// The points at the worse and the better end of the interval.
        public var pointsLow: Double?
        public var pointsHigh: Double?
        public var weight: Double
    }

    /// A store's score with everything that must be shown beside it (R25).
    public struct Result: Sendable, Equatable {
        /// Handed over in the window.
        public var parcels: Int64
        /// Counted in the score.
        public var counted: Int64
        /// Share of the parcels that count.
        public var coverage: Double?
        /// Share of the mandatory parcels whose upload deadline was missed: always shown, because leaving them out
        /// of the score would otherwise reward lateness (R25).
        public var lateRate: Double?
        /// 0 to 100, over the components that could be measured; nil when none could.
        public var score: Double?
        public var low: Double?
        public var high: Double?
        /// Whether there are enough parcels to be ranked.
        public var isRanked: Bool
        public var parts: [Part]
    }

    /// - Parameters:
    ///   - counted: mandatory parcels that are not abnormal.
    ///   - abnormal: mandatory parcels that missed their deadline.
    ///   - outside: parcels that are exempt or not mandatory.
    public static func result(
        counted: ScoreTally, abnormal: ScoreTally, outside: ScoreTally, under rules: ScoreRules
    ) -> Result {
        let measured = rules.countAbnormalInScore ? counted + abnormal : counted
        let mandatory = counted.parcels + abnormal.parcels
        let all = mandatory + outside.parcels
        let parts = ScoreComponent.allCases.map { part($0, measured, of: all, rules) }
        let score = weighted(parts, \.points)
        // The parts err independently of one another, so their errors add up in squares.
        let below = spread(parts) { ($0.points ?? 0) - ($0.pointsLow ?? 0) }
        let above = spread(parts) { ($0.pointsHigh ?? 0) - ($0.points ?? 0) }
        return Result(
            parcels: all, counted: measured.parcels, coverage: share(measured.parcels, of: all),
            lateRate: share(abnormal.parcels, of: mandatory), score: score,
            low: score.map { max(0, $0 - below) }, high: score.map { min(100, $0 + above) },
            isRanked: measured.parcels >= rules.minimumParcels && score != nil, parts: parts)
    }

    static func part(
        _ component: ScoreComponent, _ tally: ScoreTally, of all: Int64, _ rules: ScoreRules
    ) -> Part {
        let finished = tally.delivered + tally.lost
        switch component {
        case .uploadedInTime: return rate(component, tally.uploadedInTime, tally.parcels, all, rules)
        case .onNetworkDays: return days(component, tally, all, rules)
        case .onNetwork48h: return rate(component, tally.within48h, tally.parcels, all, rules)
        case .onNetwork72h: return rate(component, tally.within72h, tally.parcels, all, rules)
        // A track is judged when it has ended, delivery and loss when one of them is known: a parcel under way is
        // neither good nor bad yet.
        case .trackCompleteness: return rate(component, tally.complete, tally.delivered, all, rules)
        case .delivered: return rate(component, tally.delivered, finished, all, rules)
        case .notLost: return rate(component, finished - tally.lost, finished, all, rules)
        case .complaints: return rate(component, tally.complained, tally.parcels, all, rules)
        }
    }

    private static func rate(
        _ component: ScoreComponent, _ numerator: Int64, _ denominator: Int64, _ all: Int64,
        _ rules: ScoreRules
    ) -> Part {
        let interval = wilson(numerator, of: denominator)
        return part(
            component, share(numerator, of: denominator), Double(numerator), denominator, all, interval, rules
        )
    }

    private static func days(
        _ component: ScoreComponent, _ tally: ScoreTally, _ all: Int64, _ rules: ScoreRules
    ) -> Part {
        let count = Double(tally.onNetwork)
        let sum = Double(tally.delayMilliseconds) / 86_400_000
        guard tally.onNetwork > 0 else { return part(component, nil, 0, 0, all, nil, rules) }
        let mean = sum / count
        let squares = Double(tally.squaredDelayMinutes) / (1440 * 1440)
        let variance = max(0, squares / count - mean * mean)
        let half = z * (variance / count).squareRoot()
        return part(component, mean, sum, tally.onNetwork, all, (max(0, mean - half), mean + half), rules)
    }

    private static func part(
        _ component: ScoreComponent, _ value: Double?, _ numerator: Double, _ denominator: Int64,
        _ all: Int64, _ interval: (low: Double, high: Double)?, _ rules: ScoreRules
    ) -> Part {
        // Where less is better the low end of the value is the high end of the points.
        let ends = interval.map { [rules.points(component, $0.low), rules.points(component, $0.high)] }
        return Part(
            component: component, value: value, numerator: numerator, denominator: denominator,
            excluded: all - denominator, low: interval?.low, high: interval?.high,
            points: value.map { rules.points(component, $0) }, pointsLow: ends?.min(),
            pointsHigh: ends?.max(),
            weight: rules.weight(component))
    }

    /// Wilson's score interval: honest for small counts and for rates near 0 and 1. Nil without parcels.
    static func wilson(_ numerator: Int64, of denominator: Int64) -> (low: Double, high: Double)? {
        guard denominator > 0 else { return nil }
        let n = Double(denominator)
        let rate = Double(numerator) / n
        let square = z * z
        let centre = rate + square / (2 * n)
        let half = z * (rate * (1 - rate) / n + square / (4 * n * n)).squareRoot()
        let scale = 1 + square / n
        return (max(0, (centre - half) / scale), min(1, (centre + half) / scale))
    }

    private static func share(_ part: Int64, of whole: Int64) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
    }

    /// Components nothing could be measured for leave their weight to the others.
    private static func weighted(_ parts: [Part], _ points: KeyPath<Part, Double?>) -> Double? {
        let known = parts.filter { $0[keyPath: points] != nil }
        let weights = known.reduce(0) { $0 + $1.weight }
        guard weights > 0 else { return nil }
        return known.reduce(0) { $0 + ($1[keyPath: points] ?? 0) * $1.weight } / weights
    }

    private static func spread(_ parts: [Part], _ half: (Part) -> Double) -> Double {
        let known = parts.filter { $0.points != nil }
        let weights = known.reduce(0) { $0 + $1.weight }
        guard weights > 0 else { return 0 }
        return known.reduce(0) { sum, part in
            let share = half(part) * part.weight / weights
            return sum + share * share
        }.squareRoot()
    }
}
