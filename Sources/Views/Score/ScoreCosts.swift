import Rulebook

/// What single orders take from a score: how much higher it would be, had the order done in a component what it should.
///
/// The lines between the benchmarks bend, so the costs of all orders together only come near the points lost.
struct ScoreCosts {
    private let result: ScoreCalculation.Result
    private let rules: ScoreRules
    /// Of one order that failed, by component; the mean is reckoned order by order.
    private var costs: [ScoreComponent: Double] = [:]
    private var mean: (part: ScoreCalculation.Part, share: Double)?

    init(_ result: ScoreCalculation.Result, _ rules: ScoreRules) {
        self.result = result
        self.rules = rules
        for part in result.parts {
            guard let points = part.points, part.denominator > 0 else { continue }
            let share = result.share(part)
            switch part.component {
            case .onNetworkDays: mean = (part, share)
            case .uploadedInTime, .onNetwork48h, .onNetwork72h, .trackCompleteness, .delivered, .notLost:
                costs[part.component] =
                    share * (value(part, part.numerator + 1, of: part.denominator) - points)
            case .complaints:
                costs[part.component] =
                    share * (value(part, part.numerator - 1, of: part.denominator) - points)
            }
        }
    }

    /// The components in which an order cost points, dearest first.
    /// - Parameter isMature: whether it is old enough to be asked whether it was delivered.
    func costs(
        _ flags: Contribution.Flags, delayMilliseconds: Int64, isMature: Bool
    ) -> [(component: ScoreComponent, points: Double)] {
        var found: [(component: ScoreComponent, points: Double)] = []
        for component in ScoreComponent.allCases where fails(component, flags, isMature) {
            if let cost = costs[component], cost > 0 { found.append((component, cost)) }
        }
        if let mean, let points = mean.part.points, flags.contains(.onNetwork) {
            let days = Double(delayMilliseconds) / 86_400_000
            let best = rules.scales[.onNetworkDays]?.anchors.last?.value ?? 0
            let better = value(
                mean.part, mean.part.numerator - max(0, days - best), of: mean.part.denominator)
            if better > points { found.append((.onNetworkDays, mean.share * (better - points))) }
        }
        return found.sorted { $0.points > $1.points }
    }

    private func value(_ part: ScoreCalculation.Part, _ numerator: Double, of denominator: Int64) -> Double {
        rules.points(part.component, numerator / Double(denominator))
    }

    private func fails(_ component: ScoreComponent, _ flags: Contribution.Flags, _ isMature: Bool) -> Bool {
        switch component {
        case .uploadedInTime: !flags.contains(.uploadedInTime)
        case .onNetworkDays: false
        case .onNetwork48h: !flags.contains(.within48h)
        case .onNetwork72h: !flags.contains(.within72h)
        case .trackCompleteness: flags.contains(.delivered) && !flags.contains(.complete)
        case .delivered: isMature && !flags.contains(.delivered)
        case .notLost: flags.contains(.lost)
        case .complaints: flags.contains(.complained)
        }
    }
}
