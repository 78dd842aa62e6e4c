import Foundation
import GRDB
import ZeroMQ

/// Consumers' positions on disk: one SQLite file, one thread that writes it. Whoever asks is told when it is synced.
public final class ConsumerStore: Sendable {
    /// What became of one consumer; nil: it was forgotten.
    typealias Change = (consumer: String, record: ConsumerRecord?)

    private let queue: DatabaseQueue
    private let thread = DedicatedThread(name: "consumers")

    /// The file cannot be used.
    public struct Unusable: Error, CustomStringConvertible {
        let path: String
        let reason: String
        /// What happened, and what to do.
        public var description: String {
            "\(path), where the positions of consumers are kept, cannot be opened: \(reason). Give this user the right to "
                + "write there; or move it away, and every consumer begins anew"
        }
    }

    /// Opens or makes the file.
    ///
    /// - Throws: ``Unusable``.
    public convenience init(_ path: String) throws {
        do {
            try self.init(opening: path)
        } catch {
            throw Unusable(path: path, reason: "\(error)")
        }
    }

    private init(opening path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = WAL")
            // Synced with every transaction: what was acknowledged must not go back.
            try db.execute(sql: "PRAGMA synchronous = FULL")
        }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE IF NOT EXISTS consumers (
                        consumer TEXT PRIMARY KEY, slots BLOB NOT NULL, generation INTEGER NOT NULL,
                        committedAt INTEGER NOT NULL) WITHOUT ROWID
                    """)
        }
    }

    /// Lets go of the file; nothing is written after.
    func close() { try? queue.close() }

    /// Everything stored.
    func load() throws -> [String: ConsumerRecord] {
        try queue.read { db in
            var records: [String: ConsumerRecord] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT * FROM consumers") {
                let name: String = row["consumer"]
                var record = ConsumerRecord(position: 0)
                record.slots = Self.slots(row["slots"])
                record.generation = UInt64(bitPattern: row["generation"])
                record.committedAt = row["committedAt"]
                records[name] = record
            }
            return records
        }
    }

    /// Writes all changes in one transaction; `done` is told on the thread that wrote them, with the reason when they
    /// could not be.
    func write(_ changes: [Change], done: @escaping @Sendable (String?) -> Void) {
        thread.run { [queue] in
            do {
                try queue.write { db in
                    for change in changes { try Self.apply(change, in: db) }
                }
                done(nil)
            } catch {
                done("\(error)")
            }
        }
    }

    private static func apply(_ change: Change, in db: Database) throws {
        guard let record = change.record else {
            return try db.execute(
                sql: "DELETE FROM consumers WHERE consumer = ?", arguments: [change.consumer])
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO consumers VALUES (?, ?, ?, ?)",
            arguments: [
                change.consumer, bytes(record.slots), Int64(bitPattern: record.generation),
                record.committedAt,
            ])
    }

    /// Little-endian, eight bytes a slot.
    private static func bytes(_ slots: [UInt64]) -> Data {
        Data(slots.flatMap { slot in (0..<8).map { UInt8(truncatingIfNeeded: slot >> UInt64($0 * 8)) } })
    }

    private static func slots(_ bytes: Data) -> [UInt64] {
        (0..<Slots.count).map { slot in
            (0..<8).reduce(0) { value, byte in
                let index = slot * 8 + byte
                return value | UInt64(index < bytes.count ? bytes[index] : 0) << UInt64(byte * 8)
            }
        }
    }
}
