import GRDB
import Rulebook
import Vocabulary

extension ViewReader {
    /// The measured figures of the network beside the source's: the view `network`, reckoned from `score`.
    ///
    /// Measured over the parcels that had to go through the network, late ones included, handed over in the window.
    public func network(_ query: NetworkQuery) throws -> ViewTable {
        let scores = query.scores
        let asOf = try scores.asOf ?? checkpoint().eventTime ?? Instant(nanoseconds: 0)
        let window = scores.window(asOf: asOf)
        let columns = query.grouping.columns
        var table = ViewTable(
            columns: columns + [
                "from", "to", "kpi", "unit", "value", "numerator", "denominator", "excluded", "low", "high",
                "benchmarkPreShipment", "benchmarkDirect", "benchmarkDifference", "benchmarkChange",
                "benchmarkParcels", "benchmarkClause",
            ])
        let groups = try tallies(columns, scores, asOf: asOf)
        for (key, tallies) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            let network = (tallies[.counted] ?? ScoreTally()) + (tallies[.abnormal] ?? ScoreTally())
            let country = columns.firstIndex(of: "country").flatMap { Country(key[$0]) } ?? scores.country
            for kpi in NetworkKPI.allCases {
                let figure = NetworkFigure(
                    kpi, network, outside: tallies[.outside] ?? ScoreTally(),
                    query.benchmarks.figure(kpi, country))
                table.rows.append(
                    key.map { .text($0) } + [.text(window.lowerBound.text), .text(window.upperBound.text)]
                        + figure.values(query.benchmarks.clause))
            }
        }
        return table
    }
}

extension NetworkFigure {
    fileprivate func values(_ clause: String) -> [ViewValue] {
        [
            .text(kpi.rawValue), .text(kpi.isMean ? "days" : "share"), .rounded(value), .rounded(numerator),
            .integer(denominator), .integer(excluded), .rounded(low), .rounded(high),
            .rounded(benchmark?.preShipment), .rounded(benchmark?.direct), .rounded(benchmark?.difference),
            .rounded(benchmark?.change), benchmark?.parcels.map { .integer(Int64($0)) } ?? .null,
            benchmark == nil ? .null : .text(clause),
        ]
    }
}
