public import GRDB
import Rulebook
public import Vocabulary

/// The view `exemptions`: every request for exemption, what was answered and how long that took (R5, R6).
///
/// What a request came to for its order follows from the gate's verdicts: whatever makes an order exempt, or a request
/// too late, makes a verdict that comes after both facts.
public final class Exemptions: Projection {
    public static let name = "exemptions"
    public static let version = 1
    public static let events = EventTypes(.exemptionRequested, .exemptionDecided, .validated)

    private let rules: ViewRules
    private let requests: CachedTable<ExemptionRow>
    private let orders: CachedTable<RequestedOrder>
    /// Digests of the orders in `orders`: every order has verdicts and few have requests, so most are answered here.
    private var known: Set<UInt64>

    public static func createTables(in db: Database) throws {
        for shape in [ExemptionRow.shape, RequestedOrder.shape] { try db.execute(sql: shape.create) }
    }

    public static func createKeys(in db: Database) throws {
        for shape in [ExemptionRow.shape, RequestedOrder.shape] { try db.execute(sql: shape.createKeyIndex) }
    }

    public static func createIndexes(in db: Database) throws {
        try db.execute(
            sql: """
                CREATE INDEX "exemptions_by_seller" ON "exemptions" ("sellerId");
                CREATE INDEX "exemptions_by_order" ON "exemptions" ("orderId") WHERE "orderId" IS NOT NULL;
                """)
    }

    public init(rules: ViewRules, memory: ViewMemory, in db: Database) throws {
        self.rules = rules
        // Requests are rare beside orders.
        requests = try CachedTable(capacity: memory.rows(over: 16), memory, in: db)
        orders = try CachedTable(capacity: memory.rows(over: 16), memory, in: db)
        known = []
        let stored = try String.fetchCursor(db, sql: "SELECT orderId FROM orders")
        while let order = try stored.next() { if let token = Token(order) { known.insert(token.digest) } }
    }

    public var wantsFlush: Bool { requests.wantsFlush || orders.wantsFlush }

    public func order(of record: borrowing Recorded) -> OrderID? { record.event.payload.orderID }

    public func fold(_ record: borrowing Recorded, of order: OrderID?) throws(ViewError) {
        try record.checkSnapshot()
        switch record.event.payload {
        case .exemptionRequested(let it): try request(it, record)
        case .exemptionDecided(let it): try decide(it, record)
        case .validated(let it):
            guard record.origin == .decision, known.contains(it.orderID.digest) else { return }
            try stand(it)
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained, .feeBilled, .feeAssessed, .routed, .deadlineApproaching, .deadlineMissed,
            .deadlineWithdrawn,
            .providerCertified, .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated:
            break
        }
    }

    public func flush() throws {
        try requests.flush()
        try orders.flush()
    }

    private func request(_ it: ExemptionRequested, _ record: borrowing Recorded) throws(ViewError) {
        var effect = ExemptionEffect.none
        if let order = it.orderID {
            let slot = try orders.slot(of: order)
            orders.change(slot) { $0.add(it.requestID) }
            effect = orders[slot].effect
            known.insert(order.digest)
        }
        let (time, position) = (record.countedTime, record.position)
        let slot = try requests.slot(of: RequestKey(it.requestID))
        requests.change(slot) { row in
            row.file(it, at: time, position, rules.rulebook(at: time).exemption)
            row.effect = effect
            row.settle(rules)
        }
    }

    private func decide(_ it: ExemptionDecided, _ record: borrowing Recorded) throws(ViewError) {
        let (time, position) = (record.countedTime, record.position)
        let slot = try requests.slot(of: RequestKey(it.requestID))
        requests.change(slot) { row in
            row.answer(it.decision, at: time, position)
            row.settle(rules)
        }
    }

    private func stand(_ it: Validated) throws(ViewError) {
        guard let slot = try orders.existing(it.orderID) else { return }
        let effect = ExemptionEffect(it)
        guard orders[slot].effect != effect else { return }
        orders.change(slot) { $0.effect = effect }
        for request in orders[slot].requests {
            let slot = try requests.slot(of: RequestKey(request))
            requests.change(slot) { row in
                row.effect = effect
                row.settle(rules)
            }
        }
    }
}

extension Recorded {
    /// The time that counts: the publisher's where its clock is trusted, else the log's (R24).
    var countedTime: Instant { trustsClock ? event.time : recordedAt }
}
