public import GRDB
public import Vocabulary

/// The view `fees`: what each order costs by the rules, line by line, beside what was billed (R27–R34).
public final class Fees: Projection {
    public static let name = "fees"
    public static let version = 1
    public static let events = EventTypes(.feeAssessed, .feeBilled)

    private let orders: CachedTable<FeeRow>

    public static func createTables(in db: Database) throws {
        try db.execute(sql: FeeRow.shape.create)
    }

    public static func createKeys(in db: Database) throws {
        try db.execute(sql: FeeRow.shape.createKeyIndex)
    }

    public static func createIndexes(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX "fees_by_seller" ON "fees" ("sellerId");
                CREATE INDEX "fees_mismatched" ON "fees" ("id") WHERE "differenceFen" <> 0;
                """)
    }

    public init(rules: ViewRules, memory: ViewMemory, in db: Database) throws {
        orders = try CachedTable(capacity: memory.rows, memory, in: db)
    }

    public var wantsFlush: Bool { orders.wantsFlush }

    public func order(of record: borrowing Recorded) -> OrderID? { record.event.payload.orderID }

    public func fold(_ record: borrowing Recorded, of order: OrderID?) throws(ViewError) {
        try record.checkSnapshot()
        guard let order else { return }
        switch record.event.payload {
        case .feeAssessed(let it):
            orders.change(try orders.slot(of: order)) { $0.assess(it, record.position) }
        case .feeBilled(let it):
            let time = record.event.time
            orders.change(try orders.slot(of: order)) { $0.bill(it, at: time, record.position) }
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained, .validated, .routed, .deadlineApproaching, .deadlineMissed, .deadlineWithdrawn:
            break
        case .exemptionRequested, .exemptionDecided, .providerCertified, .providerDecertified,
            .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved, .providerBound,
            .providerUnbound, .rulebookActivated:
            break
        }
    }

    public func flush() throws { try orders.flush() }
}
