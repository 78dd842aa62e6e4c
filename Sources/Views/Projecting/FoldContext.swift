import GRDB
import Rulebook
import Vocabulary
import Wire

/// What a fold is run with, besides its rows: which events it asked for, whose orders are parked, and the rulebooks that
/// come along.
public final class FoldContext {
    let events: EventTypes
    let rules: ViewRules
    let parking: Parking
    private let database: Database
    /// What the glances saw: kept, so that looking is not left out.
    fileprivate var seen: UInt64 = 0

    init(_ events: EventTypes, _ rules: ViewRules, in db: Database) throws {
        self.events = events
        self.rules = rules
        parking = try Parking(in: db)
        database = db
    }

    static let parkedBefore = "an earlier record of the order is parked"

    /// Whether records of the type at this place among all are to be folded; rulebooks always are.
    func wants(_ type: UInt8) -> Bool { events.has(type) || type == Self.rulebook }

    fileprivate static let rulebook = UInt8(EventType.rulebookActivated.index)

    /// Before a record is folded: the log's time goes on, and rulebooks come along.
    func prepare(_ record: borrowing Recorded) throws {
        rules.advance(to: record.recordedAt)
        try activate(record)
    }

    /// The gate read it before, so it can be read.
    fileprivate func activate(_ record: borrowing Recorded) throws {
        guard case .rulebookActivated(let it) = record.event.payload else { return }
        rules.activate(try RulebookFile.parse(content: it.content, file: it.name).rules)
        try KnownRulebooks.write(it, at: record.position, in: database)
    }
}

extension Fold {
    /// So many rows are looked at ahead.
    private static var glances: Int { 32 }

    /// Compiled once for each kind of fold, so that nothing is looked up for a record; and records are lent.
    public func fold(_ batch: RecordBatch, _ places: Range<Int>, with context: FoldContext) throws {
        let wanted = context.events.union(EventTypes(.rulebookActivated))
        let rulebook = FoldContext.rulebook
        guard !wanted.isDisjoint(with: batch.present) else { return }
        let (types, digests) = (batch.types, batch.digests)
        try unsafe batch.records.withUnsafeBufferPointer { records in
            guard let first = records.baseAddress else { return }
            var next = places.lowerBound
            while next < places.upperBound {
                let few = next..<min(next + Self.glances, places.upperBound)
                for place in few where wanted.has(types[place]) { context.seen &+= glance(digests[place]) }
                for place in few where wanted.has(types[place]) {
                    try unsafe fold(
                        (first + place).pointee, isRulebook: types[place] == rulebook, with: context)
                }
                next = few.upperBound
            }
        }
    }

    @inline(__always)
    private func fold(_ record: borrowing Recorded, isRulebook: Bool, with context: FoldContext) throws {
        context.rules.advance(to: record.recordedAt)
        if isRulebook {
            try context.activate(record)
            guard context.events.contains(.rulebookActivated) else { return }
        }
        let order = try order(of: record)
        if let order, context.parking.holds(order) {
            return try context.parking.park(
                record.position, order, FoldContext.parkedBefore)
        }
        do {
            try fold(record, of: order)
        } catch .unfit(let reason) {
            try context.parking.park(record.position, order, reason)
        }
    }
}
