import GRDB
import Vocabulary

extension ViewReader {
    /// The scores of a window, ranked, with their components and intervals. View `score` only.
    public func scores(_ query: ScoreQuery) throws -> ViewTable {
        try scoreBoard(query).table(limit: query.limit)
    }

    /// Best score first, with ranks; those without one follow, by their number of parcels. View `score` only.
    public func scoreBoard(_ query: ScoreQuery) throws -> ScoreBoard {
        let asOf = try query.asOf ?? checkpoint().eventTime ?? Instant(nanoseconds: 0)
        let window = query.window(asOf: asOf)
        let columns = query.grouping.columns
        let groups = try tallies(columns.map(\.stored), query, asOf: asOf).map { key, tallies in
            ScoreBoard.Line(
                key: query.grouping.shown(key),
                result: ScoreCalculation.result(
                    counted: tallies[.counted] ?? ScoreTally(), abnormal: tallies[.abnormal] ?? ScoreTally(),
                    outside: tallies[.outside] ?? ScoreTally(), under: query.rules))
        }
        var ranked = groups.filter(\.result.isRanked).sorted {
            ($0.result.score ?? 0, $1.key.text) > ($1.result.score ?? 0, $0.key.text)
        }
        for index in ranked.indices {
            let isTied = index > 0 && ranked[index - 1].result.score == ranked[index].result.score
            ranked[index].rank = isTied ? ranked[index - 1].rank : Int64(index + 1)
        }
        let others = groups.filter { !$0.result.isRanked }.sorted {
            ($0.result.parcels, $1.key.text) > ($1.result.parcels, $0.key.text)
        }
        return ScoreBoard(
            keys: columns.map(\.shown), from: window.lowerBound, to: window.upperBound, lines: ranked + others
        )
    }

    /// The sums of the window, by the values of some columns of `days` and by how the parcels stand.
    func tallies(
        _ columns: [String], _ query: ScoreQuery, asOf: Instant
    ) throws -> [[String]: [Standing: ScoreTally]] {
        let window = query.window(asOf: asOf)
        let mature = query.lastMatureDay(asOf: asOf).number
        let keys = columns.map { "CAST(\"\($0)\" AS TEXT)" }
        let sums =
            ScoreCell.shape.columns.dropFirst(6).map { "SUM(\"\($0.name)\")" }
            + ScoreTally.matureColumns.map { "SUM(CASE WHEN day <= \(mature) THEN \"\($0)\" ELSE 0 END)" }
        let groups = (keys + ["standing"]).joined(separator: ", ")
        var conditions = ["day BETWEEN ? AND ?"]
        var arguments: StatementArguments = [window.lowerBound.number, window.upperBound.number]
        let filters = [
            ("sellerId", query.seller?.text), ("provider", query.provider?.text),
            ("country", query.country?.text),
        ]
        for case (let name, let value?) in filters {
            conditions.append("\"\(name)\" = ?")
            arguments += [value]
        }
        let sql = """
            SELECT \(groups), \(sums.joined(separator: ", ")) FROM days
            WHERE \(conditions.joined(separator: " AND "))
            GROUP BY \(groups) HAVING SUM("parcels") > 0
            """
        return try read { db in
            var tallies: [[String]: [Standing: ScoreTally]] = [:]
            for row in try Row.fetchAll(db, sql: sql, arguments: arguments) {
                let key = keys.indices.map { row[$0] as String? ?? "" }
                guard let standing = Standing(rawValue: row[keys.count]) else { continue }
                let values = sums.indices.map { row[keys.count + 1 + $0] as Int64? ?? 0 }
                tallies[key, default: [:]][standing] = ScoreTally(sums: values)
            }
            return tallies
        }
    }
}

extension [ViewValue] {
    fileprivate var text: String { map(\.text).joined(separator: " ") }
}

extension ScoreQuery.Grouping {
    /// How the columns are called in `days` and in the answer.
    fileprivate var columns: [(stored: String, shown: String)] {
        switch self {
        case .seller: [("sellerId", "sellerId")]
        case .day: [("sellerId", "sellerId"), ("day", "day")]
        case .provider: [("provider", "provider")]
        case .country: [("country", "country")]
        case .lane: [("country", "country"), ("line", "line")]
        }
    }

    fileprivate func shown(_ key: [String]) -> [ViewValue] {
        zip(columns, key).map { column, value in
            guard column.stored == "day" else { return .text(value) }
            return Int32(value).map { .text(CalendarDay(number: $0).text) } ?? .null
        }
    }
}
