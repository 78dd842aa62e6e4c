import GRDB
public import Vocabulary

/// How many orders' clocks run, and how many orders are intercepted for what: what a person on shift sees first.
public struct ClockCounts: Sendable, Equatable {
    /// No number was accepted yet, and the deadline is so near; each includes the one before.
    public var withinTenMinutes = 0
    public var withinHour = 0
    public var ahead = 0
    /// No number was accepted yet, and it is past.
    public var past = 0
}

/// Orders that are intercepted for the same findings.
public struct Interception: Sendable, Equatable {
    /// What stands open, sorted.
    public var codes: [FindingCode]
    public var orders: Int
}

extension ViewReader {
    /// View `compliance` only.
    ///
    /// - Parameter sellers: only theirs; nil: all.
    public func clockCounts(_ now: Instant, sellers: [SellerID]? = nil) throws -> ClockCounts {
        func count(_ condition: String, _ values: [Int64]) -> (String, StatementArguments) {
            let scope = SellerScope(sellers)
            return (
                """
                SELECT count(*) FROM compliance WHERE "deadlineAt" IS NOT NULL AND "uploadedAt" IS NULL
                AND \(condition)\(scope.condition)
                """, StatementArguments(values) + scope.arguments
            )
        }
        return try read { db in
            func ask(_ condition: String, _ values: Int64...) throws -> Int {
                let (sql, arguments) = count(condition, values)
                return try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
            }
            let now = now.nanoseconds
            let span = "\"deadlineAt\" >= ? AND \"deadlineAt\" <= ?"
            return ClockCounts(
                withinTenMinutes: try ask(span, now, now + Interval.minutes(10).nanoseconds),
                withinHour: try ask(span, now, now + Interval.hours(1).nanoseconds),
                ahead: try ask("\"deadlineAt\" >= ?", now), past: try ask("\"deadlineAt\" < ?", now))
        }
    }

    /// Every combination of findings for which orders are intercepted now, most orders first. View `compliance` only.
    public func interceptions(sellers: [SellerID]? = nil) throws -> [Interception] {
        let scope = SellerScope(sellers)
        let sql = """
            SELECT findings, count(*) FROM compliance WHERE "status" = 'intercepted'\(scope.condition)
            GROUP BY findings ORDER BY count(*) DESC, findings
            """
        return try read { db in
            try Row.fetchAll(db, sql: sql, arguments: scope.arguments).map { row in
                Interception(codes: Self.codes(row[0]), orders: row[1])
            }
        }
    }

    /// From the column `findings`.
    public static func codes(_ json: String) -> [FindingCode] {
        json.split(whereSeparator: { "[],\" ".contains($0) }).compactMap { FindingCode(rawValue: String($0)) }
    }
}

/// Whose rows somebody may see, in SQL.
struct SellerScope {
    let condition: String
    let arguments: StatementArguments

    init(_ sellers: [SellerID]?, column: String = "\"sellerId\"") {
        guard let sellers else {
            (condition, arguments) = ("", [])
            return
        }
        condition = " AND \(column) IN (\(sellers.map { _ in "?" }.joined(separator: ",")))"
        arguments = StatementArguments(sellers.map(\.text))
    }
}
