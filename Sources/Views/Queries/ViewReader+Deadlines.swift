import GRDB
public import Vocabulary

extension ViewReader {
    /// How many orders still wait for an accepted number whose upload deadline (R22) lies within each of some spans
    /// from now. View `compliance` only.
    ///
    /// - Parameter spans: ascending; an order counts for each span that its deadline lies in.
    public func openDeadlines(at now: Instant, within spans: [Interval]) throws -> [Int] {
        try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT count(*) FROM compliance
                    WHERE deadlineAt IS NOT NULL AND uploadedAt IS NULL AND deadlineAt BETWEEN ? AND ?
                        AND status IN ('awaiting-number', 'intercepted')
                    """)
            return try spans.map { span in
                try Int.fetchOne(
                    statement, arguments: [now.nanoseconds, (now + span).nanoseconds]) ?? 0
            }
        }
    }
}
