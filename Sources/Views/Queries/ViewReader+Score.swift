internal import GRDB
public import Rulebook
public import Vocabulary

extension ViewReader {
    /// The scores of a window, ranked, with their components and intervals. View `score` only.
    public func scores(_ query: ScoreQuery) throws -> ViewTable {
        let window = query.window(asOf: try query.asOf ?? checkpoint().eventTime ?? Instant(nanoseconds: 0))
        let groups = try groups(query, window)
        let names = query.grouping.columns
        var table = ViewTable(
            columns: names.map(\.shown) + [
                "from", "to", "parcels", "counted", "coverage", "lateRate", "score", "scoreLow", "scoreHigh",
                "rank", "components",
            ])
        for (group, rank) in groups.prefix(query.limit ?? groups.count) {
            let result = group.result
            table.rows.append(
                group.key + [
                    .text(window.lowerBound.text), .text(window.upperBound.text), .integer(result.parcels),
                    .integer(result.counted), real(result.coverage), real(result.lateRate),
                    real(result.score), real(result.low), real(result.high),
                    rank.map { .integer($0) } ?? .null, .json(json(result.parts)),
                ])
        }
        return table
    }

    /// The orders that cost a seller points in a component, newest handover first. View `score` only.
    public func orders(costing component: ScoreComponent, seller: SellerID, _ query: ScoreQuery) throws
        -> ViewTable
    {
        let window = query.window(asOf: try query.asOf ?? checkpoint().eventTime ?? Instant(nanoseconds: 0))
        let sql = """
            SELECT orderId, handedOverAt, uploadedAt, onNetworkAt, deliveredAt FROM orders
            WHERE sellerId = ? AND day BETWEEN ? AND ? AND standing <= ? AND \(component.cost)
            ORDER BY handedOverAt DESC LIMIT ?
            """
        let shape = ViewShape(
            table: "orders",
            columns: [
                ("orderId", .text), ("handedOverAt", .time), ("uploadedAt", .time), ("onNetworkAt", .time),
                ("deliveredAt", .time),
            ], filters: [])
        return try read { db in
            let rows = try Row.fetchAll(
                db, sql: sql,
                arguments: [
                    seller.text, window.lowerBound.number, window.upperBound.number,
                    query.rules.countAbnormalInScore ? 1 : 0, query.limit ?? -1,
                ])
            return ViewTable(columns: shape.names, rows: rows.map { shape.values($0) })
        }
    }

    private struct Group {
        var key: [ViewValue]
        var result: ScoreReckoning.Result
    }

    /// Best score first, with ranks; those without one follow, then the unranked by their number of parcels.
    private func groups(_ query: ScoreQuery, _ window: ClosedRange<CalendarDay>) throws -> [(Group, Int64?)] {
        let tallies = try tallies(query, window)
        let groups = tallies.map { key, tallies in
            let result = ScoreReckoning.result(
                counted: tallies[.counted] ?? ScoreTally(), abnormal: tallies[.abnormal] ?? ScoreTally(),
                outside: tallies[.outside] ?? ScoreTally(), under: query.rules)
            return Group(key: query.grouping.shown(key), result: result)
        }
        let ranked = groups.filter(\.result.isRanked).sorted {
            ($0.result.score ?? 0, $1.key.text) > ($1.result.score ?? 0, $0.key.text)
        }
        var places: [(Group, Int64?)] = []
        for (index, group) in ranked.enumerated() {
            let isTied = index > 0 && ranked[index - 1].result.score == group.result.score
            places.append((group, isTied ? places[index - 1].1 : Int64(index + 1)))
        }
        let others = groups.filter { !$0.result.isRanked }.sorted {
            ($0.result.parcels, $1.key.text) > ($1.result.parcels, $0.key.text)
        }
        return places + others.map { ($0, nil) }
    }

    private func tallies(
        _ query: ScoreQuery, _ window: ClosedRange<CalendarDay>
    ) throws -> [[String]: [Standing: ScoreTally]] {
        let keys = query.grouping.columns.map { "CAST(\"\($0.stored)\" AS TEXT)" }
        let sums = ScoreCell.shape.columns.dropFirst(6).map { "SUM(\"\($0.name)\")" }
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
            SELECT \((keys + ["standing"] + sums).joined(separator: ", ")) FROM days
            WHERE \(conditions.joined(separator: " AND "))
            GROUP BY \((keys + ["standing"]).joined(separator: ", ")) HAVING SUM("parcels") > 0
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

    private func json(_ parts: [ScoreReckoning.Part]) -> String {
        let objects = parts.map { part in
            let members: [(String, ViewValue)] = [
                ("component", .text(part.component.rawValue)), ("value", real(part.value)),
                ("numerator", real(part.numerator)), ("denominator", .integer(part.denominator)),
                ("excluded", .integer(part.excluded)), ("low", real(part.low)), ("high", real(part.high)),
                ("points", real(part.points)), ("weight", real(part.weight)),
            ]
            return "{\(members.map { "\"\($0)\":\($1.json)" }.joined(separator: ","))}"
        }
        return "[\(objects.joined(separator: ","))]"
    }
}

/// To four digits after the point: more would pretend to a precision no sample of parcels has.
private func real(_ value: Double?) -> ViewValue {
    value.map { .real(($0 * 10_000).rounded() / 10_000) } ?? .null
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

extension ScoreComponent {
    /// Which orders did badly in it, as a condition on `orders`.
    fileprivate var cost: String {
        func lacks(_ flag: Contribution.Flags) -> String { "flags & \(flag.rawValue) = 0" }
        func has(_ flag: Contribution.Flags) -> String { "flags & \(flag.rawValue) <> 0" }
        return switch self {
        case .uploadedInTime: lacks(.uploadedInTime)
        case .onNetworkDays, .onNetwork48h: lacks(.within48h)
        case .onNetwork72h: lacks(.within72h)
        case .trackCompleteness: "\(has(.delivered)) AND \(lacks(.complete))"
        case .delivered, .notLost: has(.lost)
        case .complaints: has(.complained)
        }
    }
}
