import Vocabulary

/// Tracks, rates under control, and the source's figures (R38, STALLED, RATE_ALARM, the view `network`).
extension RulebookReader {
    static func tracking(_ field: Field) -> TrackingRules? {
        let keys = field.section(["clause", "expected", "stall"])
        let clause = keys["clause"]?.text()
        let expected = keys["expected"].flatMap { names($0, Milestone.self) }
        let stall = keys["stall"].flatMap(stall)
        guard let clause, let expected, let stall else { return nil }
        return TrackingRules(expected: expected, stall: stall, clause: clause)
    }

    private static func stall(_ field: Field) -> StallRules? {
        let keys = field.section(["quantile", "factor", "minimumSample", "fallback", "news"])
        let quantile = keys["quantile"]?.decimal(in: 0.5...0.9999)
        let factor = keys["factor"]?.decimal(in: 0.1...100)
        let sample = keys["minimumSample"]?.integer(in: 1...1_000_000)
        let fallback = keys["fallback"]?.span(in: .hours(1)...(.days(365)))
        let news = keys["news"]?.span(in: .milliseconds(0)...(.days(365)))
        guard let quantile, let factor, let sample, let fallback, let news else { return nil }
        return StallRules(
            quantile: quantile, factor: factor, minimumSample: sample, fallback: fallback, news: news)
    }

    static func rateAlarms(_ field: Field) -> RateAlarmRules? {
        let keys = field.section([
            "clause", "dayOffset", "methods", "rates", "subjects", "sigmaLimit", "lambda", "baselineDays",
            "minimumDays", "minimumParcels",
        ])
        let clause = keys["clause"]?.text()
        let offset = keys["dayOffset"]?.span(in: .hours(-12)...(.hours(14)))
        let methods = keys["methods"].flatMap { names($0, RateAlarmRules.Method.self) }
        let rates = keys["rates"].flatMap { names($0, WatchedRate.self) }
        let subjects = keys["subjects"].flatMap { names($0, WatchedSubject.self) }
        let sigma = keys["sigmaLimit"]?.decimal(in: 1...6)
        let lambda = keys["lambda"]?.decimal(in: 0.01...1)
        let days = keys["baselineDays"]?.integer(in: 2...366)
        let least = keys["minimumDays"]?.integer(in: 1...366)
        let parcels = keys["minimumParcels"]?.integer(in: 1...1_000_000)
        if let days, let least, least > days {
            keys["minimumDays"]?.problem(
                "asks for \(least) days of a baseline of \(days)", right: "write at most `baselineDays`")
            return nil
        }
        guard let clause, let offset, let methods, let rates, let subjects, let sigma, let lambda, let days,
            let least, let parcels
        else { return nil }
        return RateAlarmRules(
            dayOffset: offset, methods: methods, rates: rates, subjects: subjects, sigmaLimit: sigma,
            lambda: lambda, baselineDays: days, minimumDays: least, minimumParcels: parcels, clause: clause)
    }

    static func benchmarks(_ field: Field) -> Benchmarks? {
        let keys = field.section(["clause", "figures"])
        let clause = keys["clause"]?.text()
        let figures = keys["figures"]?.list(benchmark)
        guard let clause, let figures else { return nil }
        return Benchmarks(figures: figures, clause: clause)
    }

    private static let figures = ["preShipment", "direct", "difference", "change"]

    private static func benchmark(_ field: Field) -> Benchmark? {
        let keys = field.section(["kpi"], optional: ["country", "parcels"] + figures)
        guard let kpi = keys["kpi"]?.choice(NetworkKPI.self) else { return nil }
        var it = Benchmark(kpi)
        let values = figures.map { keys[$0]?.decimal(in: -10_000...10_000) }
        guard values.contains(where: { $0 != nil }) else {
            field.problem(
                "gives no figure", right: "give one of \(figures.joined(separator: ", ")) as a number")
            return nil
        }
        (it.preShipment, it.direct, it.difference, it.change) = (values[0], values[1], values[2], values[3])
        if let field = keys["country"] {
            guard let country = field.country() else { return nil }
            it.country = country
        }
        if let field = keys["parcels"] {
            guard let parcels = field.integer(in: 1...1_000_000_000) else { return nil }
            it.parcels = parcels
        }
        return it
    }

    /// A list of an enum's names, each once.
    private static func names<Choice>(_ field: Field, _: Choice.Type) -> [Choice]?
    where Choice: RawRepresentable<String> & CaseIterable & Hashable {
        var seen: Set<Choice> = []
        return field.list(atLeast: 1) { element in
            guard let choice = element.choice(Choice.self) else { return nil }
            guard seen.insert(choice).inserted else {
                element.problem("`\(choice.rawValue)` is listed twice", right: "keep one of them")
                return nil
            }
            return choice
        }
    }
}
