public import GRDB
import Rulebook
public import Vocabulary

/// The view `anomalies`: what is, or was, wrong, with its evidence and the way out.
public final class Anomalies: Projection {
    public static let name = "anomalies"
    /// All: publishers count every event, and time passes with each.
    public static let events = EventTypes.all
    public static let version = 5

    let rules: ViewRules
    let orders: CachedTable<AnomalyOrder>
    let book: AnomalyBook
    let balances: CachedTable<FeeBalance>
    let stalls: StallWatch
    let rates: RateWatch
    let clock: LogClock
    let filings: CachedTable<FilingRow>
    private let publishers: CachedTable<PublisherRow>

    public static func createTables(in db: Database) throws {
        try db.execute(sql: AnomalyRow.createTable)
        for shape in [AnomalyOrder.shape, FeeBalance.shape, PublisherRow.shape, FilingRow.shape] {
            try db.execute(sql: shape.create)
        }
        for shape in [PublisherRow.shape, FilingRow.shape] { try db.execute(sql: shape.createKeyIndex) }
        try StallWatch.createTables(in: db)
        try RateWatch.createTables(in: db)
        try db.execute(sql: LogClock.createTable)
    }

    public static func createKeys(in db: Database) throws {
        try db.execute(sql: AnomalyRow.createOpenIndex)
        for shape in [AnomalyOrder.shape, FeeBalance.shape] { try db.execute(sql: shape.createKeyIndex) }
        try StallWatch.createKeys(in: db)
    }

    public static func createIndexes(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX "anomalies_by_order" ON "anomalies" ("orderId") WHERE "orderId" IS NOT NULL;
                CREATE INDEX "anomalies_by_seller" ON "anomalies" ("sellerId", "openedAt");
                CREATE INDEX "anomalies_by_kind" ON "anomalies" ("kind", "openedAt");
                CREATE INDEX "anomalies_open_by_kind" ON "anomalies" ("kind", "severity", "sellerId", "orderId", "resolvedAt")
                    WHERE "resolvedAt" IS NULL;
                """)
    }

    public init(rules: ViewRules, memory: ViewMemory, in db: Database) throws {
        self.rules = rules
        orders = try CachedTable(capacity: memory.rows, memory, in: db)
        // Orders with a fee are those whose number was accepted.
        balances = try CachedTable(capacity: memory.rows(over: memory.hasKeys ? 4 : 1), memory, in: db)
        publishers = try CachedTable(capacity: 4096, in: db)
        book = try AnomalyBook(rules, memory, in: db)
        stalls = try StallWatch(rules: rules, memory, in: db)
        rates = try RateWatch(rules, in: db)
        clock = try LogClock(rules, in: db)
        filings = try CachedTable(capacity: 4096, in: db)
    }

    public var wantsFlush: Bool {
        orders.wantsFlush || balances.wantsFlush || publishers.wantsFlush || book.wantsFlush
            || stalls.wantsFlush || rates.wantsFlush || filings.wantsFlush
    }

    public func glance(_ order: UInt64) -> UInt64 { orders.glance(order) &+ stalls.parcels.glance(order) }

    public func order(of record: borrowing Recorded) throws(ViewError) -> OrderID? {
        try stalls.order(of: record)
    }

    public func fold(_ record: borrowing Recorded, of order: OrderID?) throws(ViewError) {
        try record.checkSnapshot()
        if order == nil { try stalls.wait(for: record) }
        if let turn = clock.turn(record.recordedAt) { try self.turn(turn, with: record) }
        if record.origin == .fact, let sequence = record.event.sequence { try count(sequence, record) }
        guard let order else {
            if case .qualificationFiled(let it) = record.event.payload { try file(it, record) }
            return
        }
        try fold(record, order)
        try follow(record, order)
        guard record.origin == .fact, isBackdated(record) else { return }
        try open(.backdated, order, record) { row in
            row.detail = "happened \((record.recordedAt - record.event.time).text) before it was recorded"
        }
    }

    public func flush() throws {
        try orders.flush()
        try balances.flush()
        try publishers.flush()
        try book.flush()
        try stalls.flush()
        try rates.flush()
        try clock.flush()
        try filings.flush()
    }

    private func isBackdated(_ record: borrowing Recorded) -> Bool {
        !record.trustsClock
            && rules.rulebook.clock.isBackdated(record.event.time, now: record.recordedAt)
    }

    /// Follows a publisher's own counter: a number that was skipped is a record that may be lost.
    private func count(_ sequence: UInt64, _ record: borrowing Recorded) throws(ViewError) {
        let slot = try publishers.slot(of: PublisherKey(publisher: record.event.publisher))
        let evidence = record.position.rawValue
        let time = record.event.time
        guard let last = publishers[slot].last else {
            return publishers.change(slot) { $0.last = sequence }
        }
        guard sequence > last else {
            guard !publishers[slot].gaps.isEmpty else { return }
            guard let filled = publishers.change(slot, { $0.fill(sequence) }) else { return }
            return try book.change(filled) { row in
                row.resolvedAt = time
                row.add([evidence])
            }
        }
        publishers.change(slot) { $0.last = sequence }
        guard sequence - last > 1 else { return }
        let anomaly = book.add(.publisherGap, at: time, evidence: [evidence]) { row in
            row.detail =
                "sequence \(last + 1) to \(sequence - 1) of publisher \(record.event.publisher) missing"
        }
        publishers.change(slot) { row in
            row.remember(PublisherRow.Gap(first: last + 1, last: sequence - 1, anomaly: anomaly))
        }
    }
}
