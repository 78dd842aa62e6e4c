import GRDB
import Rulebook
import Vocabulary

/// The rulebooks a view has met in the log, kept in its file: it goes on from its checkpoint under the same rules.
struct KnownRulebooks {
    static let createTable = """
        CREATE TABLE "rulebooks" (
            "position" INTEGER PRIMARY KEY,
            "name" TEXT NOT NULL,
            "content" TEXT NOT NULL
        );
        """

    /// One met rulebook and where it lies in the log.
    struct Entry {
        let position: Position
        let rulebook: Rulebook
    }

    /// In the order of the log.
    static func read(_ db: Database) throws -> [Entry] {
        try texts(db).map {
            Entry(
                position: $0.position,
                rulebook: try RulebookFile.parse(content: $0.content, file: $0.name).rules)
        }
    }

    /// The same, unread.
    static func texts(_ db: Database) throws -> [(position: Position, name: String, content: String)] {
        try Row.fetchAll(db, sql: "SELECT position, name, content FROM rulebooks ORDER BY position").map {
            let position: Int64 = $0["position"]
            return (Position(UInt64(bitPattern: position)), $0["name"], $0["content"])
        }
    }

    static func write(_ activated: RulebookActivated, at position: Position, in db: Database) throws {
        try db.execute(
            sql: "INSERT OR REPLACE INTO rulebooks VALUES (?, ?, ?)",
            arguments: [Int64(bitPattern: position.rawValue), activated.name, activated.content])
    }
}
