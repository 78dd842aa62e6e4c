import Foundation
import GRDB
import Vocabulary

/// What is in no log.
extension WebhookStore {
    /// For so long a row is known again, whoever has passed it.
    private static let kept = Interval.days(90)

    /// Writes down what is new; what was there before, by its id, stays as it is.
    public func add(_ news: [News]) throws {
        guard !news.isEmpty else { return }
        try write { db in try Self.add(news, in: db) }
    }

    private static func add(_ news: [News], in db: Database) throws {
        for one in news {
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO news (eventId, kind, sellerId, fall, time, body)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    one.id, one.kind.rawValue, one.seller, one.fall, one.time.nanoseconds, Data(one.body),
                ])
        }
    }

    func next(for webhook: Webhook, after cursor: Int64) throws -> Look {
        let rows = try read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM news WHERE id > ? ORDER BY id LIMIT 200", arguments: [cursor])
        }
        var look = Look(notice: nil, scanned: cursor)
        for row in rows {
            let id: Int64 = row["id"]
            let fall: Double? = row["fall"]
            if let kind = WebhookKind(rawValue: row["kind"]), webhook.kinds.contains(kind),
                webhook.wants(seller: row["sellerId"]), fall.map({ $0 >= webhook.scoreFall }) ?? true
            {
                let body: Data = row["body"]
                look.notice = Notice(id: row["eventId"], kind: kind, body: Array(body), next: id)
                return look
            }
            look.scanned = id
        }
        return look
    }

    // MARK: Scores

    /// The day on whose beginning scores were looked at last.
    func scoreDay() throws -> Int32? {
        try read { db in try Int32.fetchOne(db, sql: "SELECT day FROM score_day") }
    }

    /// Compares with what was kept the last time, keeps these instead, and writes down what fell: all or nothing.
    func keep(
        _ scores: [String: Double], on day: Int32, _ news: (_ seller: String, _ before: Double) -> News?
    ) throws {
        try write { db in
            var fallen: [News] = []
            for (seller, score) in scores.sorted(by: { $0.key < $1.key }) {
                let before = try Double.fetchOne(
                    db, sql: "SELECT score FROM scores WHERE sellerId = ?", arguments: [seller])
                if let before, score < before, let one = news(seller, before) { fallen.append(one) }
                try db.execute(
                    sql: "INSERT OR REPLACE INTO scores (sellerId, score) VALUES (?, ?)",
                    arguments: [seller, score])
            }
            try Self.add(fallen, in: db)
            try db.execute(sql: "INSERT OR REPLACE INTO score_day (one, day) VALUES (1, ?)", arguments: [day])
            let newest = try Int64.fetchOne(db, sql: "SELECT max(time) FROM news") ?? 0
            let passed =
                try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT min(next) FROM positions JOIN webhooks USING (name)
                        WHERE source = 'news' AND isConfigured
                        """) ?? 0
            try db.execute(
                sql: "DELETE FROM news WHERE id <= ? AND time < ?",
                arguments: [passed, newest - Self.kept.nanoseconds])
        }
    }
}
