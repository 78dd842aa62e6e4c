public import GRDB
public import Vocabulary

/// The view `compliance`: how every order stands under the pre-shipment rules.
public final class Compliance: Projection {
    public static let name = "compliance"
    /// A row tells the last position at which its order was spoken of.
    public static let events = EventTypes(where: ComplianceRow.concerns)
    public static let version = 3

    private let rules: ViewRules
    private let orders: CachedTable<ComplianceRow>
    private let numbers: NumberDirectory<ComplianceRow, WaitingTrack>
    private let trail: OrderTrail

    public static func createTables(in db: Database) throws {
        try db.execute(sql: ComplianceRow.shape.create)
        try NumberDirectory<ComplianceRow, WaitingTrack>.createTables(in: db)
        try db.execute(sql: OrderTrail.createTable)
    }

    public static func createKeys(in db: Database) throws {
        try db.execute(sql: ComplianceRow.shape.createKeyIndex)
        try NumberDirectory<ComplianceRow, WaitingTrack>.createKeys(in: db)
    }

    public static func createIndexes(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX "compliance_by_seller" ON "compliance" ("sellerId");
                CREATE INDEX "compliance_by_shown_number" ON "compliance" ("trackingNumber")
                    WHERE "trackingNumber" IS NOT NULL;
                CREATE INDEX "compliance_abnormal" ON "compliance" ("id") WHERE "abnormal" = 1;
                CREATE INDEX "compliance_abnormal_by_seller" ON "compliance" ("sellerId") WHERE "abnormal" = 1;
                CREATE INDEX "compliance_intercepted" ON "compliance" ("id") WHERE "status" = 'intercepted';
                CREATE INDEX "compliance_intercepted_by_seller" ON "compliance" ("sellerId")
                    WHERE "status" = 'intercepted';
                CREATE INDEX "compliance_by_open_deadline" ON "compliance" ("deadlineAt")
                    WHERE "deadlineAt" IS NOT NULL AND "uploadedAt" IS NULL;
                """)
    }

    public init(rules: ViewRules, memory: ViewMemory, in db: Database) throws {
        self.rules = rules
        orders = try CachedTable(capacity: memory.rows, memory, in: db)
        numbers = try NumberDirectory(orders, memory, in: db)
        trail = try OrderTrail(in: db)
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
        let (before, last) = (orders[slot].acceptedNumber, orders[slot].position)
        orders.change(slot) { $0.fold(record, rules) }
        try trail.add(record.position, after: last)
        guard let number = orders[slot].acceptedNumber, number != before,
            let provider = orders[slot].provider
        else { return }
        guard let waiting = try numbers.accept(NumberKey(provider, number), for: slot) else { return }
        orders.change(slot) { $0.track.merge(waiting.track) }
    }

    public func flush() throws {
        try orders.flush()
        try numbers.flush()
        try trail.flush()
    }
}
