import Foundation
import GRDB
import Vocabulary

/// From every record of an order back to the one before it: an order's records are found without reading the log for them.
///
/// A step is how many positions lie between the two, four bytes; those of 4,096 positions are one row, written once they
/// are full. So it costs the fold a store, and the file four bytes a record.
final class OrderTrail {
    static let createTable = """
        CREATE TABLE "trail" (
            "id" INTEGER PRIMARY KEY,
            "steps" BLOB NOT NULL
        )
        """
    /// Positions of one row.
    static let width: UInt64 = 4096

    private let insert: RawStatement
    /// The row that is being filled; nil before the first.
    private var row: UInt64?
    private var steps: [UInt32] = []
    private var isDirty = false

    init(in db: Database) throws {
        insert = try RawStatement("INSERT OR REPLACE INTO \"trail\" VALUES (?1, ?2)", in: db)
        steps.reserveCapacity(Int(Self.width))
        guard
            let last = try Row.fetchOne(db, sql: "SELECT id, steps FROM trail ORDER BY id DESC LIMIT 1")
        else { return }
        let (id, bytes): (Int64, Data) = (last[0], last[1])
        row = UInt64(bitPattern: id)
        steps = stride(from: 0, to: bytes.count - 3, by: 4).map { Self.step(in: bytes, at: $0) }
    }

    /// The record at a position follows the one at another. An order's first record follows position 0, whatever lies
    /// there: whoever goes back sees that it is no record of the order.
    func add(_ position: Position, after last: Position) throws(ViewError) {
        let (id, place) = position.rawValue.quotientAndRemainder(dividingBy: Self.width)
        if id != row {
            try flush()
            row = id
            steps.removeAll(keepingCapacity: true)
        }
        while steps.count < Int(place) { steps.append(0) }
        let step = position.rawValue - min(last.rawValue, position.rawValue)
        // A way too long for four bytes ends here; no log holds so many records of the days an order takes.
        let short = UInt32(exactly: step) ?? 0
        if steps.count == Int(place) { steps.append(short) } else { steps[Int(place)] = short }
        isDirty = true
    }

    func flush() throws(ViewError) {
        guard isDirty, let row else { return }
        insert.start()
        insert.put(Int64(bitPattern: row))
        let bytes = steps.flatMap { step in (0..<4).map { UInt8(truncatingIfNeeded: step >> UInt32($0 * 8)) }
        }
        unsafe bytes.withUnsafeBytes { unsafe insert.put(blob: $0) }
        try insert.run()
        isDirty = false
    }

    private static func step(in bytes: Data, at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[bytes.startIndex + offset + $1]) << UInt32($1 * 8) }
    }

    /// Where the order's record before this one lies; nil when this is the first.
    static func before(_ position: UInt64, _ db: Database) throws -> UInt64? {
        let (id, place) = position.quotientAndRemainder(dividingBy: width)
        let bytes = try Data.fetchOne(
            db, sql: "SELECT substr(steps, ?, 4) FROM trail WHERE id = ?",
            arguments: [Int64(place * 4 + 1), Int64(bitPattern: id)])
        guard let bytes, bytes.count == 4 else { return nil }
        let step = UInt64(Self.step(in: bytes, at: 0))
        return step == 0 || step > position ? nil : position - step
    }
}
