import Foundation
import GRDB

/// Reads the quarantine, beside a running daemon or without one, and marks what was sent again.
public final class QuarantineReader: Sendable {
    /// Which entries; nil asks for all.
    public struct Filter: Sendable {
        public var code: String?
        public var source: String?
        public var erpAccount: String?
        /// Refused then or later, nanoseconds since 1970.
        public var since: Int64?
        /// Only those not sent again.
        public var open = false
        /// At most so many, the newest; 0 is no limit.
        public var limit = 0

        public init() {}
    }

    /// What the quarantine holds and what it let go.
    public struct Figures: Sendable, Equatable {
        public var entries = 0
        /// Not sent again.
        public var open = 0
        public var bytes = 0
        public var limitBytes = 0
        public var limitDays = 0
        /// Entries dropped for their age or for want of room, and when the youngest of them was refused last.
        public var dropped = 0
        public var droppedUpTo: Int64?
        /// Refused, but never kept: they came too fast, or the disk did not take them.
        public var notKept = 0

        public init() {}
    }

    private let queue: DatabaseQueue

    /// Nil when nothing was ever refused there.
    public init?(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var configuration = Configuration()
        configuration.label = "quarantine-reader"
        configuration.busyMode = .timeout(10)
        queue = try DatabaseQueue(path: path, configuration: configuration)
        guard try queue.read({ try $0.tableExists("refused") }) else { return nil }
    }

    /// The newest first.
    public func entries(_ filter: Filter = Filter()) throws -> [QuarantineEntry] {
        var (conditions, arguments) = (["1"], StatementArguments())
        func add(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        add("code = ?", filter.code)
        add("source = ?", filter.source)
        add("erpAccount = ?", filter.erpAccount)
        add("lastRefusedAt >= ?", filter.since)
        if filter.open { conditions.append("resentAt IS NULL") }
        let limit = filter.limit > 0 ? " LIMIT \(filter.limit)" : ""
        let sql =
            "SELECT * FROM refused WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC\(limit)"
        return try queue.read { [arguments] db in
            try Row.fetchAll(db, sql: sql, arguments: arguments).map(Self.entry)
        }
    }

    public func entry(_ id: Int64) throws -> QuarantineEntry? {
        try queue.read { db in
            try Row.fetchOne(db, sql: "SELECT * FROM refused WHERE id = ?", arguments: [id]).map(Self.entry)
        }
    }

    public func figures() throws -> Figures {
        try queue.read { db in
            var figures = Figures()
            if let row = try Row.fetchOne(db, sql: "SELECT count(*), count(*) - count(resentAt) FROM refused")
            {
                (figures.entries, figures.open) = (row[0], row[1])
            }
            for row in try Row.fetchAll(db, sql: "SELECT name, value FROM figures") {
                let (name, value): (String, Int64) = (row[0], row[1])
                switch name {
                case "bytes": figures.bytes = Int(value)
                case "limitBytes": figures.limitBytes = Int(value)
                case "limitDays": figures.limitDays = Int(value)
                case "dropped": figures.dropped = Int(value)
                case "droppedUpTo": figures.droppedUpTo = value
                case "notKept": figures.notKept = Int(value)
                default: break
                }
            }
            return figures
        }
    }

    /// Marks an entry: what it holds is in the log.
    public func mark(_ id: Int64, _ resent: QuarantineEntry.Resent) throws {
        try queue.write { db in
            try db.execute(
                sql: "UPDATE refused SET resentAt = ?, resentStatus = ?, resentPosition = ? WHERE id = ?",
                arguments: [resent.at, resent.status, Int64(clamping: resent.position), id])
        }
    }

    private static func entry(_ row: Row) -> QuarantineEntry {
        var resent: QuarantineEntry.Resent?
        if let at: Int64 = row["resentAt"], let status: String = row["resentStatus"],
            let position: Int64 = row["resentPosition"]
        {
            resent = .init(at: at, status: status, position: UInt64(clamping: position))
        }
        let bytes: Data = row["event"]
        return QuarantineEntry(
            id: row["id"],
            event: RefusedEvent(
                refusedAt: row["refusedAt"], connection: row["connection"], contentType: row["contentType"],
                bytes: Array(bytes), code: row["code"], field: row["field"], reason: row["reason"],
                fix: row["fix"], source: row["source"], eventID: row["eventId"],
                erpAccount: row["erpAccount"]),
            lastRefusedAt: row["lastRefusedAt"], times: row["times"], resent: resent)
    }
}
