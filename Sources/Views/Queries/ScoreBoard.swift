import Rulebook
public import Vocabulary

/// The scores of a window, best first.
public struct ScoreBoard: Sendable {
    /// One store, provider, country or lane.
    public struct Line: Sendable {
        /// Its names, in the order of ``ScoreBoard/keys``.
        public var key: [ViewValue]
        public var result: ScoreCalculation.Result
        /// Nil for those with too few parcels.
        public var rank: Int64?
    }

    /// The names of the key's columns.
    public var keys: [String]
    public var from: CalendarDay
    public var to: CalendarDay
    public var lines: [Line]

    /// As programs get it.
    public func table(limit: Int?) -> ViewTable {
        var table = ViewTable(
            columns: keys + [
                "from", "to", "parcels", "counted", "coverage", "lateRate", "score", "scoreLow", "scoreHigh",
                "rank", "components",
            ])
        for line in lines.prefix(limit ?? lines.count) {
            let result = line.result
            table.rows.append(
                line.key + [
                    .text(from.text), .text(to.text), .integer(result.parcels), .integer(result.counted),
                    .rounded(result.coverage), .rounded(result.lateRate), .rounded(result.score),
                    .rounded(result.low), .rounded(result.high), line.rank.map { .integer($0) } ?? .null,
                    .table(result.components),
                ])
        }
        return table
    }
}

extension ScoreCalculation.Result {
    /// The components, one row each.
    public var components: ViewTable {
        ViewTable(
            columns: [
                "component", "value", "numerator", "denominator", "excluded", "low", "high", "points",
                "weight", "pointsLost",
            ],
            rows: parts.map { part in
                [
                    .text(part.component.rawValue), .rounded(part.value), .rounded(part.numerator),
                    .integer(part.denominator), .integer(part.excluded), .rounded(part.low),
                    .rounded(part.high), .rounded(part.points), .rounded(part.weight),
                    .rounded(pointsLost(part)),
                ]
            })
    }
}

extension ViewValue {
    /// To four digits after the point: more would pretend to a precision no sample of parcels has.
    static func rounded(_ value: Double?) -> ViewValue {
        value.map { .real(($0 * 10_000).rounded() / 10_000) } ?? .null
    }
}
