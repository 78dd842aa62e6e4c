import GRDB
public import Vocabulary

extension ViewReader {
    /// Anomalies, the one that was opened last first, at most `limit` of them. View `anomalies` only.
    ///
    /// - Parameter place: that the answer before ended with; nil: from the beginning.
    public func anomalies(
        _ query: AnomalyQuery, after place: PagePlace? = nil, limit: Int
    ) throws -> (rows: [FoundAnomaly], next: PagePlace?) {
        var conditions = AnomalyConditions(query)
        if let place, case .integer(let opened)? = place.value {
            conditions.add(
                "a.openedAt <= ? AND (a.openedAt < ? OR a.id < ?)", opened, opened, place.key)
        }
        // By kind or by seller there is an index in this order; over all, it is nearly that of the ids.
        let hasIndex = query.kind != nil || query.seller != nil || query.order != nil
        let order = hasIndex ? "a.openedAt DESC, a.id DESC" : "a.id DESC"
        if let place, place.value == nil { conditions.add("a.id < ?", place.key) }
        let sql = """
            SELECT a.*, p.provider AS parcelProvider, p.country AS parcelCountry
            FROM anomalies a LEFT JOIN parcels p ON p.orderId = a.orderId
            \(conditions.clause) ORDER BY \(order) LIMIT \(limit + 1)
            """
        return try read { db in
            var rows = try Row.fetchAll(db, sql: sql, arguments: conditions.arguments).compactMap {
                FoundAnomaly($0)
            }
            guard rows.count > limit else { return (rows, nil) }
            rows.removeLast()
            let next = rows.last.map { last in
                PagePlace(value: hasIndex ? .integer(last.openedAt.nanoseconds) : nil, key: last.id)
            }
            return (rows, next)
        }
    }

    /// One of them; nil where there is none of that id, or it is not of these sellers. View `anomalies` only.
    public func anomaly(_ id: Int64, sellers: [SellerID]? = nil) throws -> FoundAnomaly? {
        let scope = SellerScope(sellers, column: "a.\"sellerId\"")
        let sql = """
            SELECT a.*, p.provider AS parcelProvider, p.country AS parcelCountry
            FROM anomalies a LEFT JOIN parcels p ON p.orderId = a.orderId WHERE a.id = ?\(scope.condition)
            """
        return try read { db in
            try Row.fetchOne(db, sql: sql, arguments: [id] + scope.arguments).flatMap { FoundAnomaly($0) }
        }
    }

    /// How many there are of each, most first. View `anomalies` only.
    public func anomalyGroups(
        by grouping: AnomalyQuery.Grouping, _ query: AnomalyQuery, limit: Int
    ) throws -> [AnomalyGroup] {
        let conditions = AnomalyConditions(query, isCounting: true)
        let column =
            switch grouping {
            case .kind: "a.kind"
            // Not by the index of sellers, which holds the resolved ones too.
            case .seller: "+a.sellerId"
            case .provider: "p.provider"
            case .country: "p.country"
            }
        let asksParcel =
            grouping == .provider || grouping == .country || query.provider != nil || query.country != nil
        let join = asksParcel ? "LEFT JOIN parcels p ON p.orderId = a.orderId" : ""
        let sql = """
            SELECT \(column), sum(a.severity = 'blocking'), sum(a.severity <> 'blocking')
            FROM anomalies a \(join) \(conditions.clause)
            GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT \(limit)
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: conditions.arguments).map { row in
                AnomalyGroup(name: row[0] ?? "", blocking: row[1], warnings: row[2])
            }
        }
    }
}

/// What a query asks of the rows, in SQL.
private struct AnomalyConditions {
    private var conditions: [String] = []
    private(set) var arguments = StatementArguments()

    /// - Parameter isCounting: all rows are wanted, so that an index over the open ones alone helps; a list is read in its
    ///   order and ends early, and that index would only mislead.
    init(_ query: AnomalyQuery, isCounting: Bool = false) {
        let resolved = isCounting ? "a.resolvedAt" : "+a.resolvedAt"
        if let isOpen = query.isOpen { add("\(resolved) IS \(isOpen ? "" : "NOT ")NULL") }
        if let kind = query.kind { add("a.kind = ?", kind.rawValue) }
        if let severity = query.severity { add("a.severity = ?", severity.rawValue) }
        if let seller = query.seller { add("a.sellerId = ?", seller.text) }
        if let order = query.order { add("a.orderId = ?", order.text) }
        if let provider = query.provider { add("p.provider = ?", provider.text) }
        if let country = query.country { add("p.country = ?", country.text) }
        guard let sellers = query.sellers else { return }
        let scope = SellerScope(sellers, column: "a.sellerId")
        conditions.append(String(scope.condition.dropFirst(" AND ".count)))
        arguments += scope.arguments
    }

    mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
        conditions.append(condition)
        for value in values { arguments += [value] }
    }

    var clause: String { conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))" }
}

extension FoundAnomaly {
    /// Nil for a kind that this version does not know.
    fileprivate init?(_ row: Row) {
        guard let kind = AnomalyKind(rawValue: row["kind"]),
            let severity = Severity(rawValue: row["severity"])
        else { return nil }
        func token(_ column: String) -> Token? { (row[column] as String?).flatMap { Token($0) } }
        self.init(
            id: row["id"], kind: kind, severity: severity, order: token("orderId").map { OrderID($0) },
            seller: token("sellerId").map { SellerID($0) }, provider: row["parcelProvider"],
            country: row["parcelCountry"], openedAt: Instant(nanoseconds: row["openedAt"]),
            resolvedAt: (row["resolvedAt"] as Int64?).map { Instant(nanoseconds: $0) },
            evidence: (row["evidence"] as String).split(whereSeparator: { "[], ".contains($0) })
                .compactMap { UInt64($0) }.map { Position($0) },
            clause: row["clause"], message: row["message"], messageZh: row["messageZh"], fix: row["fix"],
            detail: row["detail"], subject: row["subject"])
    }
}
