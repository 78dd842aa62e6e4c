import Foundation
import GRDB
import Vocabulary

/// Two files of a view, row by row. The old one is held as it stands at a position while the new one gets there.
final class ViewComparison {
    private let file: ViewFile
    private let queue: DatabaseQueue

    /// Nil while there is no old file.
    init?(of file: ViewFile) throws {
        guard let current = file.current else { return nil }
        self.file = file
        var configuration = Configuration()
        configuration.label = "compare-\(file.name)"
        configuration.busyMode = .timeout(30)
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(configuration: configuration)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH ? AS old", arguments: [current])
        }
    }

    /// How far the old file has come.
    func position() throws -> Position {
        try queue.writeWithoutTransaction { db in
            Position(UInt64(try Int64.fetchOne(db, sql: "SELECT next FROM old.projector") ?? 0))
        }
    }

    /// From now on the old file is seen as it stands here.
    func hold() throws -> Position {
        try queue.writeWithoutTransaction { db in
            // Of the two files only one is read now: the other is seen as it is when it is read first.
            try db.execute(sql: "ATTACH ? AS new", arguments: [file.building])
            try db.execute(sql: "BEGIN")
        }
        return try position()
    }

    /// Every table that both have, over the columns that both have.
    func compare(with path: String, told: Int, _ emptyRows: [String: String]) throws -> ViewDifference {
        defer { try? queue.writeWithoutTransaction { try $0.execute(sql: "COMMIT") } }
        return try queue.writeWithoutTransaction { db in
            var difference = ViewDifference(position: try Self.position(in: "new", db))
            let (old, new) = (try Self.tables("old", db), try Self.tables("new", db))
            difference.tablesOnlyInOld = old.subtracting(new).sorted()
            difference.tablesOnlyInNew = new.subtracting(old).sorted()
            for table in old.intersection(new).sorted() {
                let comparison = try TableComparison(table, without: emptyRows[table], db)
                let counts = try comparison.count(db)
                difference.tables.append(counts)
                let room = told - difference.told.count
                if room > 0, !counts.isEqual { difference.told += try comparison.tell(room, db) }
            }
            return difference
        }
    }

    private static func position(in schema: String, _ db: Database) throws -> Position {
        Position(UInt64(try Int64.fetchOne(db, sql: "SELECT next FROM \(schema).projector") ?? 0))
    }

    /// But the one that says who wrote the file.
    private static func tables(_ schema: String, _ db: Database) throws -> Set<String> {
        try String.fetchSet(
            db,
            sql: "SELECT name FROM \(schema).sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).subtracting(["projector"])
    }
}
