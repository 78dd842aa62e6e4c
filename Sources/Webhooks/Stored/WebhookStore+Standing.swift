import GRDB
public import Vocabulary

/// How a webhook is doing, for `firstmile webhooks list`.
public struct WebhookStanding: Sendable, Equatable {
    public var name: String
    public var url: String
    public var kinds: String
    /// Whether the daemon's settings name it.
    public var isConfigured: Bool
    public var delivered: Int64
    public var deliveredAt: Instant?
    public var failingSince: Instant?
    /// In vain, of the event that is tried.
    public var attempts: Int64
    public var lastError: String?
    public var nextAttemptAt: Instant?
    /// The event that is tried in vain.
    public var trying: String?
    /// The log was looked through up to here; nil for one that is told nothing of it.
    public var position: Int64?
}

extension WebhookStore {
    public func standings() throws -> [WebhookStanding] {
        try read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT w.*, p.next AS position FROM webhooks w
                    LEFT JOIN positions p ON p.name = w.name AND p.source = 'log' ORDER BY w.name
                    """)
            return rows.map { row in
                func time(_ column: String) -> Instant? {
                    (row[column] as Int64?).map { Instant(nanoseconds: $0) }
                }
                return WebhookStanding(
                    name: row["name"], url: row["url"], kinds: row["kinds"],
                    isConfigured: row["isConfigured"],
                    delivered: row["delivered"], deliveredAt: time("deliveredAt"),
                    failingSince: time("failingSince"), attempts: row["attempts"],
                    lastError: row["lastError"], nextAttemptAt: time("nextAttemptAt"), trying: row["headId"],
                    position: row["position"])
            }
        }
    }

    /// Gives up the event that a webhook is tried with in vain; the daemon goes on with the next one.
    ///
    /// - Returns: the id of the event, or nil when none failed.
    public func skip(_ webhook: String) throws -> String? {
        try write { db in
            let row = try Row.fetchOne(
                db, sql: "SELECT headId, headSource, headNext, headKey FROM webhooks WHERE name = ?",
                arguments: [webhook])
            guard let row, let id: String = row["headId"] else { return nil }
            try db.execute(
                sql: "UPDATE positions SET next = ?, key = ? WHERE name = ? AND source = ? AND next <= ?",
                arguments: [
                    row["headNext"] as Int64?, row["headKey"] as String?, webhook,
                    row["headSource"] as String?,
                    row["headNext"] as Int64?,
                ])
            try Self.forgetHead(of: webhook, in: db)
            return id
        }
    }

    /// Gives up everything that waits: the webhook is told of what comes from now on.
    ///
    /// - Parameters:
    ///   - end: of the log.
    ///   - views: the directory of the views.
    public func skipAll(_ webhook: String, end: UInt64, views: String) throws {
        let anomalies = try AnomalyNotices(
            Webhook(name: webhook, url: "", secrets: [], kinds: []), views: views, end: { end }
        ).beginning(at: 0)
        try write { db in
            let news = try Int64.fetchOne(db, sql: "SELECT max(id) FROM news") ?? 0
            var ends: [(source: NoticeSource, place: Place)] = [
                (.log, Place(next: Int64(clamping: end), key: "")), (.news, Place(next: news, key: "")),
            ]
            if let anomalies {
                ends.append((.anomalies, Place(next: anomalies.scanned, key: anomalies.key)))
            }
            for (source, place) in ends {
                try db.execute(
                    sql: "UPDATE positions SET next = ?, key = ? WHERE name = ? AND source = ?",
                    arguments: [place.next, place.key, webhook, source.rawValue])
            }
            try Self.forgetHead(of: webhook, in: db)
        }
    }

    private static func forgetHead(of webhook: String, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE webhooks SET failingSince = NULL, attempts = 0, lastError = NULL, nextAttemptAt = NULL,
                    headId = NULL, headSource = NULL, headNext = NULL, headKey = NULL
                WHERE name = ?
                """, arguments: [webhook])
    }
}
