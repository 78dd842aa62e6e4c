public import GRDB
public import Vocabulary

/// The view `compliance`: how every order stands under the pre-shipment rules.
public final class Compliance: Projection {
    public static let name = "compliance"
    /// A row tells the last position at which its order was spoken of.
    public static let events = EventTypes(where: ComplianceRow.concerns)
    public static let version = 1

    private let rules: ViewRules
    private let orders: CachedTable<ComplianceRow>
    private let numbers: NumberDirectory<WaitingTrack>

    public static func createTables(in db: Database) throws {
        try db.execute(sql: ComplianceRow.shape.create)
        try db.execute(sql: ComplianceRow.shape.createKeyIndex)
        try NumberDirectory<WaitingTrack>.createTables(orders: ComplianceRow.shape.name, in: db)
    }

    public static func createIndexes(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX "compliance_by_seller" ON "compliance" ("sellerId");
                CREATE INDEX "compliance_by_shown_number" ON "compliance" ("trackingNumber")
                    WHERE "trackingNumber" IS NOT NULL;
                CREATE INDEX "compliance_abnormal" ON "compliance" ("id") WHERE "abnormal" = 1;
                CREATE INDEX "compliance_intercepted" ON "compliance" ("id") WHERE "status" = 'intercepted';
                CREATE INDEX "compliance_by_open_deadline" ON "compliance" ("deadlineAt")
                    WHERE "deadlineAt" IS NOT NULL AND "uploadedAt" IS NULL;
                """)
    }

    public init(rules: ViewRules, cacheRows: Int, in db: Database) throws {
        self.rules = rules
        orders = try CachedTable(capacity: cacheRows, in: db)
        numbers = try NumberDirectory(
            orders: ComplianceRow.shape.name, cacheRows: max(cacheRows / 4, 1024), in: db)
    }

    public var wantsFlush: Bool { orders.wantsFlush || numbers.wantsFlush }

    public func order(of record: borrowing Recorded) throws(ViewError) -> OrderID? {
        if let order = record.event.payload.orderID { return order }
        guard let key = record.event.payload.numberKey, let order = try numbers.candidate(key) else {
            return nil
        }
        let row = orders[try orders.slot(of: order)]
        return row.acceptedNumber?.normalised == key.number && row.provider == key.provider ? order : nil
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
        guard let waiting = try numbers.accept(NumberKey(provider, number), for: order) else { return }
        orders.change(slot) { $0.track.merge(waiting.track) }
    }

    public func flush() throws {
        try orders.flush()
        try numbers.flush()
    }
}
