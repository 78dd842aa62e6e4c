public import Rulebook

/// From sums to points. Pure: the same sums and rules give the same score on every machine.
public enum ScoreCalculation {
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

        /// The share of the score that a part makes, 0 to 1: parts without a value leave theirs to the others.
        public func share(_ part: Part) -> Double {
            let known = parts.reduce(0) { $0 + ($1.points == nil ? 0 : $1.weight) }
            return part.points == nil || known == 0 ? 0 : part.weight / known
        }

        /// What a part takes from a score of 100; nil where it has no value.
        public func pointsLost(_ part: Part) -> Double? {
            part.points.map { (100 - $0) * share(part) }
        }
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
        case .onNetworkDays:
            let mean = Mean(tally.delayMilliseconds, tally.squaredDelayMinutes, of: tally.onNetwork)
            return part(
                component, mean?.value, mean?.sum ?? 0, tally.onNetwork, all, mean?.interval, rules)
        case .onNetwork48h: return rate(component, tally.within48h, tally.parcels, all, rules)
        case .onNetwork72h: return rate(component, tally.within72h, tally.parcels, all, rules)
        // A track is judged when it has ended, a loss when it or the delivery is known: a parcel under way is neither good
        // nor bad yet. Whether parcels arrive at all is asked of a whole cohort that has had the time to.
        case .trackCompleteness: return rate(component, tally.complete, tally.delivered, all, rules)
        case .delivered: return rate(component, tally.matureDelivered, tally.mature, all, rules)
        case .notLost: return rate(component, finished - tally.lost, finished, all, rules)
        case .complaints: return rate(component, tally.complained, tally.parcels, all, rules)
        }
    }

    private static func rate(
        _ component: ScoreComponent, _ numerator: Int64, _ denominator: Int64, _ all: Int64,
        _ rules: ScoreRules
    ) -> Part {
        let interval = Wilson.interval(numerator, of: denominator)
        return part(
            component, share(numerator, of: denominator), Double(numerator), denominator, all, interval, rules
        )
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

    /// Parts that measure the same thing err together, so their errors add up as they are; different things err
    /// independently, so theirs add up in squares.
    private static func spread(_ parts: [Part], _ half: (Part) -> Double) -> Double {
        let known = parts.filter { $0.points != nil }
        let weights = known.reduce(0) { $0 + $1.weight }
        guard weights > 0 else { return 0 }
        var byAspect: [Aspect: Double] = [:]
        for part in known {
            byAspect[part.component.aspect, default: 0] += half(part) * part.weight / weights
        }
        return Aspect.allCases.reduce(0) { $0 + (byAspect[$1] ?? 0) * (byAspect[$1] ?? 0) }.squareRoot()
    }
}

/// What a component measures: components of one aspect rest on the same happenings.
private enum Aspect: CaseIterable {
    case punctuality, network, track, arrival, complaints
}

extension ScoreComponent {
    fileprivate var aspect: Aspect {
        switch self {
        case .uploadedInTime: .punctuality
        case .onNetworkDays, .onNetwork48h, .onNetwork72h: .network
        case .trackCompleteness: .track
        case .delivered, .notLost: .arrival
        case .complaints: .complaints
        }
    }
}
