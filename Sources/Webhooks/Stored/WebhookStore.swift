import Foundation
import GRDB
import Vocabulary

/// Where every webhook is, in a SQLite file of the data directory: the daemon and `firstmile webhooks` share it.
///
/// It is no view: it cannot be made again from the log.
public final class WebhookStore: Sendable {
    private let queue: DatabaseQueue

    public init(_ path: String) throws {
        var configuration = Configuration()
        configuration.label = "webhooks"
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA synchronous = NORMAL") }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in try db.execute(sql: Self.tables) }
    }

    private static let tables = """
        CREATE TABLE IF NOT EXISTS webhooks (
            name TEXT PRIMARY KEY, url TEXT NOT NULL, kinds TEXT NOT NULL, begins INTEGER NOT NULL,
            isConfigured INTEGER NOT NULL, delivered INTEGER NOT NULL DEFAULT 0, deliveredAt INTEGER,
            failingSince INTEGER, attempts INTEGER NOT NULL DEFAULT 0, lastError TEXT, nextAttemptAt INTEGER,
            headId TEXT, headSource TEXT, headNext INTEGER, headKey TEXT
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS positions (
            name TEXT NOT NULL, source TEXT NOT NULL, next INTEGER NOT NULL, key TEXT NOT NULL,
            PRIMARY KEY (name, source)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS news (
            id INTEGER PRIMARY KEY AUTOINCREMENT, eventId TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
            sellerId TEXT, fall REAL, time INTEGER NOT NULL, body BLOB NOT NULL
        );
        CREATE TABLE IF NOT EXISTS scores (sellerId TEXT PRIMARY KEY, score REAL NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS score_day (one INTEGER PRIMARY KEY CHECK (one = 1), day INTEGER NOT NULL);
        """

    func write<Result>(_ body: (Database) throws -> Result) throws -> Result { try queue.write(body) }
    func read<Result>(_ body: (Database) throws -> Result) throws -> Result { try queue.read(body) }

    // MARK: Who there is

    /// Takes note of the webhooks of the settings. New ones begin at `end` of the log, and so do old ones in whatever they
    /// were not told of before; those that are gone keep their places.
    func configure(_ webhooks: [Webhook], end: UInt64) throws {
        try write { db in
            try db.execute(sql: "UPDATE webhooks SET isConfigured = 0")
            for webhook in webhooks {
                try db.execute(
                    sql: """
                        INSERT INTO webhooks (name, url, kinds, begins, isConfigured) VALUES (?, ?, ?, ?, 1)
                        ON CONFLICT (name) DO UPDATE SET url = excluded.url, kinds = excluded.kinds,
                            isConfigured = 1,
                            -- Of use until there is a place in the view.
                            begins = CASE WHEN instr(kinds, ?5) THEN begins ELSE excluded.begins END
                        """,
                    arguments: [
                        webhook.name, webhook.url,
                        webhook.kinds.map(\.rawValue).sorted().joined(separator: ", "),
                        Int64(clamping: end), WebhookKind.anomalyOpened.rawValue,
                    ])
                for source in webhook.sources {
                    let next: Int64
                    switch source {
                    case .log: next = Int64(clamping: end)
                    case .news: next = try Int64.fetchOne(db, sql: "SELECT max(id) FROM news") ?? 0
                    // What that is the view must say, which may be behind.
                    case .anomalies: continue
                    }
                    _ = try Self.move(webhook.name, source, from: nil, to: Place(next: next, key: ""), in: db)
                }
            }
        }
    }

    // MARK: Where they are

    struct Place: Equatable {
        var next: Int64
        var key: String
    }

    /// Nil for one that has none in this source yet.
    func place(of webhook: String, in source: NoticeSource) throws -> Place? {
        try read { db in
            try Row.fetchOne(
                db, sql: "SELECT next, key FROM positions WHERE name = ? AND source = ?",
                arguments: [webhook, source.rawValue]
            ).map { Place(next: $0["next"], key: $0["key"]) }
        }
    }

    /// Moves a webhook on, unless somebody has moved it meanwhile. False then.
    @discardableResult
    func move(_ webhook: String, in source: NoticeSource, from old: Place?, to new: Place) throws -> Bool {
        try write { db in try Self.move(webhook, source, from: old, to: new, in: db) }
    }

    private static func move(
        _ webhook: String, _ source: NoticeSource, from old: Place?, to new: Place, in db: Database
    ) throws -> Bool {
        guard let old else {
            try db.execute(
                sql: "INSERT OR IGNORE INTO positions (name, source, next, key) VALUES (?, ?, ?, ?)",
                arguments: [webhook, source.rawValue, new.next, new.key])
            return db.changesCount == 1
        }
        try db.execute(
            sql: "UPDATE positions SET next = ?, key = ? WHERE name = ? AND source = ? AND next = ?",
            arguments: [new.next, new.key, webhook, source.rawValue, old.next])
        return db.changesCount == 1
    }

    /// Where the log ended when the webhook was first to be told of anomalies.
    func beginning(of webhook: String) throws -> UInt64 {
        try read { db in
            UInt64(
                clamping: try Int64.fetchOne(
                    db, sql: "SELECT begins FROM webhooks WHERE name = ?", arguments: [webhook]) ?? 0)
        }
    }

    // MARK: What became of deliveries

    /// It has it: the place moves with that.
    func delivered(
        _ notice: Notice, of webhook: String, in source: NoticeSource, from old: Place, at time: Instant
    ) throws {
        try write { db in
            _ = try Self.move(
                webhook, source, from: old, to: Place(next: notice.next, key: notice.key), in: db)
            try db.execute(
                sql: """
                    UPDATE webhooks SET delivered = delivered + 1, deliveredAt = ?, failingSince = NULL,
                        attempts = 0, lastError = NULL, nextAttemptAt = NULL, headId = NULL, headSource = NULL,
                        headNext = NULL, headKey = NULL
                    WHERE name = ?
                    """, arguments: [time.nanoseconds, webhook])
        }
    }

    func failed(
        _ notice: Notice, of webhook: String, in source: NoticeSource, error: String, at time: Instant,
        again: Instant
    ) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE webhooks SET failingSince = coalesce(failingSince, ?), attempts = attempts + 1,
                        lastError = ?, nextAttemptAt = ?, headId = ?, headSource = ?, headNext = ?, headKey = ?
                    WHERE name = ?
                    """,
                arguments: [
                    time.nanoseconds, error, again.nanoseconds, notice.id, source.rawValue, notice.next,
                    notice.key, webhook,
                ])
        }
    }
}
