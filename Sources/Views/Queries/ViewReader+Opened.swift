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

    /// Where a row is by now that was at `id` once: a rebuild may have moved it. Where it is gone, the last row
    /// opened by its time.
    public func anomaly(onceAt id: Int64, key: String) throws -> Int64 {
        try read { db in
            let there = try Row.fetchOne(db, sql: "SELECT * FROM anomalies WHERE id = ?", arguments: [id])
            if let there, OpenedAnomaly(there).key == key { return id }
            let time = key.split(separator: "|").first.flatMap { Int64($0) } ?? .max
            let same = try Row.fetchAll(
                db, sql: "SELECT * FROM anomalies WHERE openedAt = ? ORDER BY id", arguments: [time])
            if let found = same.map({ OpenedAnomaly($0) }).last(where: { $0.key == key }) { return found.id }
            return try Int64.fetchOne(
                db, sql: "SELECT max(id) FROM anomalies WHERE openedAt <= ?", arguments: [time]) ?? 0
        }
    }
}
