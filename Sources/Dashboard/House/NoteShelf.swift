import Foundation
import GRDB
import HTTPTypes
import Synchronization
import Vocabulary

/// What people wrote about anomalies: who looked into it, and what came of it.
///
/// Beside the log and not in it: a note decides nothing, and a view that is made again keeps it.
final class NoteShelf: Sendable {
    struct Note: Sendable, Equatable {
        var id: Int64
        var at: Instant
        /// A token's name; empty for whoever sat at this machine.
        var author: String
        var text: String
    }

    /// Bytes of one note, and notes on one anomaly.
    static let mostBytes = 2_000
    static let most = 100

    private let path: String
    private let opened = Mutex<DatabaseQueue?>(nil)

    init(_ path: String) { self.path = path }

    static func path(in data: String) -> String { "\(data)/notes.sqlite" }

    /// The oldest first.
    func notes(on anomaly: String) throws -> [Note] {
        guard let queue = try queue(making: false) else { return [] }
        return try queue.read { db in
            try Row.fetchAll(
                db, sql: "SELECT * FROM notes WHERE anomaly = ? ORDER BY id", arguments: [anomaly]
            )
            .map { row in
                Note(
                    id: row["id"], at: Instant(nanoseconds: row["at"]), author: row["author"],
                    text: row["text"])
            }
        }
    }

    /// Gives the note's number, when it is on the disk.
    ///
    /// - Throws: ``Problem`` for one that is empty, too long or one too many.
    func add(_ text: String, to anomaly: String, by author: String, at time: Instant) throws -> Note {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.utf8.count <= Self.mostBytes, !text.contains("\0") else {
            throw Problem.parameter(
                "text", text.isEmpty ? "the note is empty" : "the note is too long, or holds what is no text",
                fix: "write 1 to \(Self.mostBytes) bytes of text")
        }
        let note = try queue(making: true)?.write { db -> Note? in
            let count = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM notes WHERE anomaly = ?", arguments: [anomaly])
            guard count ?? 0 < Self.most else { return nil }
            try db.execute(
                sql: "INSERT INTO notes (anomaly, at, author, text) VALUES (?, ?, ?, ?)",
                arguments: [anomaly, time.nanoseconds, author, text])
            return Note(id: db.lastInsertedRowID, at: time, author: author, text: text)
        }
        guard let note else {
            throw Problem(
                .conflict, "too-many-notes", "There are enough notes",
                detail: "the anomaly has \(Self.most) notes", fix: "write it where there is more room")
        }
        return note
    }

    /// Nil while nobody has written anything.
    private func queue(making: Bool) throws -> DatabaseQueue? {
        try opened.withLock { opened in
            if let opened { return opened }
            guard making || FileManager.default.fileExists(atPath: path) else { return nil }
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.label = "notes"
            configuration.prepareDatabase { db in
                try db.execute(sql: "PRAGMA journal_mode = WAL")
                try db.execute(sql: "PRAGMA synchronous = FULL")
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { db in
                try db.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS notes (
                            id INTEGER PRIMARY KEY, anomaly TEXT NOT NULL, at INTEGER NOT NULL,
                            author TEXT NOT NULL, text TEXT NOT NULL);
                        CREATE INDEX IF NOT EXISTS notes_by_anomaly ON notes (anomaly);
                        """)
            }
            opened = queue
            return queue
        }
    }
}
