import Foundation
import GRDB
import Wire

/// The quarantine's SQLite file, for the one who writes refusals into it.
struct QuarantineFile {
    private let queue: DatabaseQueue
    private let locator = EventLocator()
    /// Of all entries, as ``RefusedEvent/cost`` counts them.
    private(set) var bytes = 0

    init(_ path: String, limits: QuarantineLimits) throws {
        var configuration = Configuration()
        configuration.label = "quarantine"
        configuration.journalMode = .wal
        // Somebody may be marking what was sent again.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = NORMAL") }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        bytes = try queue.write { db in
            if try !db.tableExists("refused") { try db.execute(sql: Self.tables) }
            for (name, value) in [("limitBytes", limits.bytes), ("limitDays", limits.days)] {
                try Self.set(name, to: Int64(value), in: db)
            }
            return try Int.fetchOne(
                db, sql: "SELECT coalesce(sum(length(event) + ?), 0) FROM refused",
                arguments: [RefusedEvent.overhead]) ?? 0
        }
    }

    /// Whether the file itself is at fault, and not the disk or a right.
    static func isDamage(_ error: any Error) -> Bool {
        guard let code = (error as? DatabaseError)?.resultCode else { return false }
        return code == .SQLITE_CORRUPT || code == .SQLITE_NOTADB
    }

    /// Writes a batch in one transaction.
    mutating func add(_ events: [RefusedEvent]) throws {
        bytes += try queue.write { db in
            var added = 0
            let again = try db.cachedStatement(
                sql: """
                    UPDATE refused SET times = times + 1, lastRefusedAt = ?, connection = ?, reason = ?, fix = ?
                    WHERE digest = ? AND resentAt IS NULL AND event = ?
                    """)
            let insert = try db.cachedStatement(
                sql: """
                    INSERT INTO refused (refusedAt, lastRefusedAt, times, connection, source, eventId, erpAccount,
                        code, field, reason, fix, contentType, event, digest)
                    VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            for event in events {
                let (data, digest) = (Data(event.bytes), Self.digest(of: event))
                try again.execute(arguments: [
                    event.refusedAt, event.connection, event.reason, event.fix, digest, data,
                ])
                guard db.changesCount == 0 else { continue }
                try insert.execute(arguments: [
                    event.refusedAt, event.refusedAt, event.connection, event.source, event.eventID,
                    event.erpAccount ?? account(of: event), event.code, event.field, event.reason, event.fix,
                    event.contentType, data,
                    digest,
                ])
                added += event.cost
            }
            try Self.set("bytes", to: Int64(bytes + added), in: db)
            return added
        }
    }

    /// Looked for here, so that whoever refuses an event need not.
    private func account(of event: RefusedEvent) -> String? {
        guard let type = ContentType(rawValue: event.contentType) else { return nil }
        return unsafe event.bytes.withUnsafeBytes { unsafe locator.erpAccount(of: $0, as: type) }
    }

    /// Drops the oldest until a tenth of `limit` is free; nil when there is room.
    mutating func drop(over limit: Int) throws -> (entries: Int, upTo: Int64)? {
        guard bytes > limit else { return nil }
        let excess = bytes - limit / 10 * 9
        return try drop(
            where: """
                id <= (SELECT id FROM (SELECT id, sum(length(event) + \(RefusedEvent.overhead)) OVER (ORDER BY id)
                    AS total FROM refused) WHERE total >= \(excess) ORDER BY id LIMIT 1)
                """)
    }

    /// Drops what was not refused again since `time`; nil when there is nothing.
    mutating func drop(before time: Int64) throws -> (entries: Int, upTo: Int64)? {
        try drop(where: "lastRefusedAt < \(time)")
    }

    private mutating func drop(where condition: String) throws -> (entries: Int, upTo: Int64)? {
        let before = bytes
        let (found, left): ((entries: Int, upTo: Int64)?, Int) = try queue.write { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), max(lastRefusedAt), sum(length(event) + \(RefusedEvent.overhead))
                    FROM refused WHERE \(condition)
                    """)
            guard let row, let entries: Int = row[0], entries > 0, let upTo: Int64 = row[1],
                let size: Int = row[2]
            else { return (nil, before) }
            try db.execute(sql: "DELETE FROM refused WHERE \(condition)")
            try Self.add(entries, to: "dropped", in: db)
            try Self.set("droppedUpTo", to: upTo, in: db)
            try Self.set("bytes", to: Int64(before - size), in: db)
            return ((entries, upTo), before - size)
        }
        bytes = left
        return found
    }

    /// Counts events that were refused and could not be kept.
    func count(notKept events: Int) throws {
        try queue.write { db in try Self.add(events, to: "notKept", in: db) }
    }

    private static func set(_ name: String, to value: Int64, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO figures VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            arguments: [name, value])
    }

    private static func add(_ value: Int, to name: String, in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO figures VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value",
            arguments: [name, value])
    }

    /// FNV-1a: it only finds candidates, whose bytes are compared.
    private static func digest(of event: RefusedEvent) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x0000_0100_0000_01B3
        }
        mix(event.contentType.utf8)
        mix(event.code.utf8)
        mix(event.field.utf8)
        mix(event.bytes)
        return Int64(bitPattern: hash)
    }

    /// As `Schemas/quarantine/quarantine.sql` says.
    static let tables = """
        CREATE TABLE "refused" (
            "id" INTEGER PRIMARY KEY AUTOINCREMENT,
            "refusedAt" INTEGER NOT NULL,
            "lastRefusedAt" INTEGER NOT NULL,
            "times" INTEGER NOT NULL,
            "connection" TEXT NOT NULL,
            "source" TEXT,
            "eventId" TEXT,
            "erpAccount" TEXT,
            "code" TEXT NOT NULL,
            "field" TEXT NOT NULL,
            "reason" TEXT NOT NULL,
            "fix" TEXT NOT NULL,
            "contentType" TEXT NOT NULL,
            "event" BLOB NOT NULL,
            "resentAt" INTEGER,
            "resentStatus" TEXT,
            "resentPosition" INTEGER,
            "digest" INTEGER NOT NULL
        );
        CREATE INDEX "refused_by_digest" ON "refused" ("digest");
        CREATE TABLE "figures" (
            "name" TEXT PRIMARY KEY,
            "value" INTEGER NOT NULL
        ) WITHOUT ROWID;
        """
}
