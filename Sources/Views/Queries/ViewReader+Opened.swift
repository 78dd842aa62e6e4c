import GRDB
public import Vocabulary

/// An anomaly as it stands in its view, for whoever tells others that it was opened.
public struct OpenedAnomaly: Sendable, Equatable {
    /// Rows get them in the order in which they were opened. A rebuild by another version may give others.
    public var id: Int64
    public var kind: String
    public var severity: String
    public var orderID: String?
    public var sellerID: String?
    public var subject: String?
    public var openedAt: Instant
    public var resolvedAt: Instant?
    /// Positions in the log.
    public var evidence: [UInt64]
    public var clause: String
    public var message: String
    public var messageZh: String
    public var fix: String
    public var detail: String

    /// What it is whatever its id: when, what, of whom, and by which record.
    public var key: String {
        let first = evidence.first.map(String.init) ?? ""
        return [
            "\(openedAt.nanoseconds)", kind, orderID ?? "", sellerID ?? "", subject ?? "", first,
        ].joined(separator: "|")
    }

    /// By what ``ViewReader/place(ofAnomalyOnceAt:key:evenIfGone:)`` knows it, or where it was: its key, and a position of
    /// the log that it was not opened before. While a row has the evidence that it was opened with, that is the last.
    public var place: String {
        let isAsOpened = resolvedAt == nil && evidence.count <= 2
        return "\(key)|\((isAsOpened ? evidence.last : evidence.first).map(String.init) ?? "")"
    }

    fileprivate init(_ row: Row) {
        id = row["id"]
        (kind, severity) = (row["kind"], row["severity"])
        (orderID, sellerID, subject) = (row["orderId"], row["sellerId"], row["subject"])
        openedAt = Instant(nanoseconds: row["openedAt"])
        resolvedAt = (row["resolvedAt"] as Int64?).map { Instant(nanoseconds: $0) }
        let positions: String = row["evidence"]
        evidence = positions.split(whereSeparator: { "[],".contains($0) }).compactMap { UInt64($0) }
        (clause, message, messageZh) = (row["clause"], row["message"], row["messageZh"])
        (fix, detail) = (row["fix"], row["detail"])
    }
}

/// View `anomalies` only.
extension ViewReader {
    /// Those opened after a row, in the order in which they were.
    public func anomalies(openedAfter id: Int64, limit: Int) throws -> [OpenedAnomaly] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM anomalies WHERE id > ? ORDER BY id LIMIT ?", arguments: [id, limit]
            ).map { OpenedAnomaly($0) }
        }
    }

    /// The row opened last; nil where there is none.
    public func lastAnomaly() throws -> OpenedAnomaly? {
        try read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM anomalies ORDER BY id DESC LIMIT 1").map {
                OpenedAnomaly($0)
            }
        }
    }

    /// Where to go on behind a row that was at `id` once: a rebuild may have moved it.
    ///
    /// Where it is gone, everything stays behind that place that can have been opened after it, by its evidence: positions
    /// in the log, which come in the order in which rows are opened. Times do not. So what was opened about when it
    /// was may be met again, and nothing is jumped.
    ///
    /// - Parameter key: its ``OpenedAnomaly/place``; `wherever`: looks for the place when it is gone; else nil then.
    /// - Returns: the row to go on behind; the id is 0 where that is before the first one.
    public func place(
        ofAnomalyOnceAt id: Int64, key: String, evenIfGone wherever: Bool
    ) throws -> (id: Int64, key: String)? {
        try read { db in
            func row(_ condition: String, _ arguments: StatementArguments) throws -> OpenedAnomaly? {
                try Row.fetchOne(
                    db, sql: "SELECT * FROM anomalies WHERE \(condition) ORDER BY id DESC LIMIT 1",
                    arguments: arguments
                ).map { OpenedAnomaly($0) }
            }
            func isIt(_ row: OpenedAnomaly) -> Bool { key.hasPrefix("\(row.key)|") }
            if let there = try row("id = ?", [id]), isIt(there) { return (id, key) }
            let parts = key.split(separator: "|", omittingEmptySubsequences: false)
            let time = parts.first.flatMap { Int64($0) } ?? .min
            let same = try Row.fetchAll(
                db, sql: "SELECT * FROM anomalies WHERE openedAt = ? ORDER BY id", arguments: [time])
            if let found = same.map({ OpenedAnomaly($0) }).last(where: isIt) {
                return (found.id, key)
            }
            guard wherever else { return nil }
            let position = parts.last.flatMap { Int64($0) } ?? .max
            // A settled row's last evidence is what settled it, so that alone says nothing of when it was opened.
            let next = try Int64.fetchOne(
                db,
                sql: """
                    SELECT min(id) FROM anomalies WHERE json_extract(evidence, '$[0]') >= ?1
                    OR (json_extract(evidence, '$[#-1]') >= ?1 AND (resolvedAt IS NULL OR openedAt > ?2))
                    """, arguments: [position, time])
            let last = try row("id < ?", [next ?? .max])
            return (last?.id ?? 0, last?.place ?? "")
        }
    }
}
