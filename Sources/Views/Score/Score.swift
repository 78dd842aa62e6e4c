public import GRDB
public import Vocabulary

/// The view `score`: sums per seller, provider, country, line and day of handover, from which the logistics score
/// of any window is reckoned when it is asked for.
public final class Score: Projection {
    public static let name = "score"
    public static let version = 3

    public static let events = EventTypes(where: ScoreOrder.concerns)

    /// The sums of a cell that every order has left.
    public static let emptyRows = ["days": "parcels = 0"]

    private let rules: ViewRules
    private let orders: CachedTable<ScoreOrder>
    private let cells: CachedTable<ScoreCell>
    private let numbers: NumberDirectory<ScoreOrder, WaitingTrack>

    public static func createTables(in db: Database) throws {
        for shape in [ScoreOrder.shape, ScoreCell.shape] { try db.execute(sql: shape.create) }
        try NumberDirectory<ScoreOrder, WaitingTrack>.createTables(in: db)
    }

    public static func createKeys(in db: Database) throws {
        for shape in [ScoreOrder.shape, ScoreCell.shape] { try db.execute(sql: shape.createKeyIndex) }
        try NumberDirectory<ScoreOrder, WaitingTrack>.createKeys(in: db)
    }

    public static func createIndexes(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX "orders_by_seller" ON "orders" ("sellerId", "day") WHERE "day" IS NOT NULL
                """)
    }

    public init(rules: ViewRules, memory: ViewMemory, in db: Database) throws {
        self.rules = rules
        orders = try CachedTable(capacity: memory.rows, memory, in: db)
        cells = try CachedTable(capacity: memory.rows(over: 2), memory, in: db)
        numbers = try NumberDirectory(orders, memory, in: db)
    }

    public var wantsFlush: Bool { orders.wantsFlush || numbers.wantsFlush }

    public func glance(_ order: UInt64) -> UInt64 { orders.glance(order) }

    public func order(of record: borrowing Recorded) throws(ViewError) -> OrderID? {
        try numbers.order(of: record)
    }

    public func fold(_ record: borrowing Recorded, of order: OrderID?) throws(ViewError) {
        try record.checkSnapshot()
        guard let order else { return try numbers.wait(for: record, rules) }
        let slot = try orders.slot(of: order)
        let before = orders[slot].acceptedNumber
        orders.change(slot) { $0.fold(record, rules) }
        guard let number = orders[slot].acceptedNumber, number != before,
            let provider = orders[slot].provider
        else { return }
        guard let waiting = try numbers.accept(NumberKey(provider, number), for: slot) else { return }
        orders.change(slot) { $0.track.merge(waiting.track) }
    }

    /// Each changed order leaves the sums it was in and enters those it belongs to now.
    public func flush() throws {
        try orders.flush { order, before in
            order.counted = order.measures(under: rules)
            let now = order.settled.contribution
            guard now != before.contribution else { return }
            if let was = before.contribution { try add(was, -1) }
            if let now { try add(now, 1) }
        }
        try cells.flush()
        try numbers.flush()
    }

    private func add(_ contribution: Contribution, _ sign: Int64) throws {
        if cells.wantsFlush { try cells.flush() }
        let slot = try cells.slot(of: contribution.cell)
        cells.change(slot) { $0.add(contribution.measures, sign) }
    }
}
