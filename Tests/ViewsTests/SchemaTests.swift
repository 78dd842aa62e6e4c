import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Views

struct SchemaTests {
    @Test(arguments: DeliveryTests.projections.indices)
    func `the tables are those of Schemas`(_ index: Int) throws {
        let projection = DeliveryTests.projections[index]
        let made = try DatabaseQueue()
        try made.write { db in
            try db.execute(sql: Checkpoint.createTables)
            try projection.createTables(in: db)
            try projection.createKeys(in: db)
            try projection.createIndexes(in: db)
        }
        let written = try DatabaseQueue()
        try written.write { db in
            for file in ["housekeeping", projection.name] { try db.execute(sql: Self.schema(file)) }
        }
        #expect(try Self.shape(made) == Self.shape(written))
    }

    private static func schema(_ name: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "Schemas/views/\(name).sql"), encoding: .utf8)
    }

    /// Every table with its columns and every index with what it covers, without comments and spacing.
    private static func shape(_ queue: DatabaseQueue) throws -> [String] {
        try queue.read { db in
            let statements = try String.fetchAll(
                db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
            return statements.map { sql in
                let lines = sql.split(separator: "\n").map {
                    $0.prefix(upTo: $0.firstRange(of: "--")?.lowerBound ?? $0.endIndex)
                }
                return lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
                    .replacing("( ", with: "(").replacing(" )", with: ")")
            }.sorted()
        }
    }
}
