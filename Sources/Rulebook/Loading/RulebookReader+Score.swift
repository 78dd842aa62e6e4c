import Vocabulary

/// The logistics score.
extension RulebookReader {
    static func score(_ field: Field) -> ScoreRules? {
        let keys = field.section([
            "clause", "window", "settlingLag", "deliverySpan", "minimumParcels", "countAbnormalInScore",
            "points", "components",
        ])
        let clause = keys["clause"]?.text()
        let window = keys["window"]?.span()
        let lag = keys["settlingLag"]?.span(in: .milliseconds(0)...(.days(365)))
        let delivery = keys["deliverySpan"]?.span(in: .milliseconds(0)...(.days(365)))
        let minimum = keys["minimumParcels"]?.integer(in: 0...1_000_000)
        let abnormal = keys["countAbnormalInScore"]?.bool()
        let points = keys["points"].flatMap(points)
        let names = ScoreComponent.allCases.map(\.rawValue)
        let components = keys["components"]?.section(names)
        var weights: [ScoreComponent: Double] = [:]
        var scales: [ScoreComponent: ScoreScale] = [:]
        for component in ScoreComponent.allCases {
            guard let field = components?[component.rawValue] else { continue }
            let keys = field.section(
                ["weight", "worst", "perfect"], optional: ["traditional", "preShipment"])
            weights[component] = keys["weight"]?.decimal(in: 0...100)
            if let points { scales[component] = scale(field, keys, points) }
        }
        let complete = weights.count == names.count
        let sum = ScoreComponent.allCases.reduce(0) { $0 + (weights[$1] ?? 0) }
        if complete, abs(sum - 100) > 1e-9 {
            keys["components"]?.problem("the weights make \(sum)", right: "let them make 100")
            return nil
        }
        guard let clause, let window, let lag, let delivery, let minimum, let abnormal, complete,
            scales.count == names.count
        else { return nil }
        return ScoreRules(
            window: window, settlingLag: lag, deliverySpan: delivery, minimumParcels: minimum,
            countAbnormalInScore: abnormal,
            weights: weights, scales: scales, clause: clause)
    }

    private static let stations = ["worst", "traditional", "preShipment", "perfect"]

    /// Points of each station, rising.
    private static func points(_ field: Field) -> [String: Double]? {
        let keys = field.section(stations)
        var points: [String: Double] = [:]
        for station in stations { points[station] = keys[station]?.decimal(in: 0...100) }
        let row = stations.compactMap { points[$0] }
        guard row.count == stations.count else { return nil }
        guard zip(row, row.dropFirst()).allSatisfy({ $0 < $1 }) else {
            field.problem("the points do not rise", right: "worst < traditional < preShipment < perfect")
            return nil
        }
        return points
    }

    private static func scale(_ field: Field, _ keys: Section, _ points: [String: Double]) -> ScoreScale? {
        var values: [String: Double] = [:]
        var anchors: [ScoreScale.Anchor] = []
        for station in stations {
            guard let place = keys[station] else { continue }
            guard let value = place.decimal(in: 0...10_000), let worth = points[station] else { return nil }
            values[station] = value
            anchors.append(ScoreScale.Anchor(value: value, points: worth))
        }
        guard values["worst"] != nil, values["perfect"] != nil else { return nil }
        let steps = zip(anchors, anchors.dropFirst()).map { $1.value - $0.value }
        guard steps.allSatisfy({ $0 > 0 }) || steps.allSatisfy({ $0 < 0 }) else {
            field.problem(
                "its values do not run in one direction",
                right: "order them worst, traditional, preShipment, perfect")
            return nil
        }
        return ScoreScale(
            traditional: values["traditional"], preShipment: values["preShipment"], anchors: anchors)
    }
}
