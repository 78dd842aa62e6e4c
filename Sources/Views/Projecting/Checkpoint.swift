import GRDB
public import Vocabulary

/// How far a view has come. Lies in the view's own file and moves in the transaction that writes the rows.
public struct Checkpoint: Sendable, Equatable {
    /// The first position that is not applied yet.
    public var next = Position(0)
    /// The log's time of the last record applied; nil before the first.
    public var recordedAt: Instant?
    /// The latest event time seen: the view's present, against which a score is reckoned.
    public var eventTime: Instant?
    /// Records set aside with their order.
    public var parked: Int64 = 0
}

extension Checkpoint {
    static let createTables = """
        CREATE TABLE "projector" (
            "name" TEXT PRIMARY KEY,
            "version" INTEGER NOT NULL,
            "next" INTEGER NOT NULL,
            "recordedAt" INTEGER,
            "eventTime" INTEGER,
            "parked" INTEGER NOT NULL,
            "indexed" INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE TABLE "parked" (
            "position" INTEGER PRIMARY KEY,
            "orderId" TEXT,
            "error" TEXT NOT NULL
        );
        CREATE INDEX "parked_by_order" ON "parked" ("orderId");
        """ + KnownRulebooks.createTable

    static func read(_ db: Database) throws -> Checkpoint? {
        let row = try Row.fetchOne(db, sql: "SELECT next, recordedAt, eventTime, parked FROM projector")
        return row.map { row in
            let next: Int64 = row["next"]
            return Checkpoint(
                next: Position(UInt64(bitPattern: next)),
                recordedAt: (row["recordedAt"] as Int64?).map { Instant(nanoseconds: $0) },
                eventTime: (row["eventTime"] as Int64?).map { Instant(nanoseconds: $0) },
                parked: row["parked"])
        }
    }

    func write(_ db: Database) throws {
        try db.execute(
            sql: "UPDATE projector SET next = ?, recordedAt = ?, eventTime = ?, parked = ?",
            arguments: [
                Int64(bitPattern: next.rawValue), recordedAt?.nanoseconds, eventTime?.nanoseconds, parked,
            ])
    }
}
