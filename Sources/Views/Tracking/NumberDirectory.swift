import GRDB
import Vocabulary

/// Which order a number belongs to, for scans that name no order; and the scans whose number nobody accepted yet.
///
/// The table of orders holds the accepted numbers; what changed since its last flush is here.
final class NumberDirectory<Waiting: WaitingScans> {
    private var recent: [NumberKey: OrderID] = [:]
    private let lookup: RawStatement
    private let waiting: CachedTable<Waiting>

    /// `orders`: a table with the columns `orderId`, `provider` and `acceptedKey`.
    init(orders: String, cacheRows: Int, in db: Database) throws {
        lookup = try RawStatement(
            "SELECT \"orderId\", \"provider\" FROM \"\(orders)\" WHERE \"acceptedKey\" = ?1", in: db)
        waiting = try CachedTable(capacity: cacheRows, in: db)
    }

    static func createTables(orders: String, in db: Database) throws {
        try db.execute(sql: Waiting.shape.create)
        try db.execute(sql: Waiting.shape.createKeyIndex)
        try db.execute(
            sql: """
                CREATE INDEX "\(orders)_by_number" ON "\(orders)" ("acceptedKey") WHERE "acceptedKey" IS NOT NULL
                """)
    }

    /// The order that may have the number: the caller checks that it still has it.
    func candidate(_ key: NumberKey) throws(ViewError) -> OrderID? {
        if let order = recent[key] { return order }
        lookup.start()
        lookup.put(key.number.token)
        defer { lookup.finish() }
        while try lookup.next() {
            let order: OrderID? = lookup.identifier()
            if let provider: ProviderID = lookup.identifier(), provider == key.provider { return order }
        }
        return nil
    }

    /// The number was accepted for the order. Gives the scans that were waiting for it.
    func accept(_ key: NumberKey, for order: OrderID) throws(ViewError) -> Waiting? {
        recent[key] = order
        guard let slot = try waiting.existing(key), !waiting[slot].isEmpty else { return nil }
        return waiting.change(slot) { row in
            defer { row = Waiting(key: key) }
            return row
        }
    }

    /// Keeps a scan whose number no order has. Other records without an order concern no order.
    func wait(for record: borrowing Recorded, _ rules: ViewRules) throws(ViewError) {
        guard case .scanned(let scan) = record.event.payload else { return }
        guard let key = record.event.payload.numberKey else {
            throw .unfit("a scan that names neither an order nor a provider's number")
        }
        guard let milestone = rules.milestone(scan.provider, scan.code) else { return }
        let slot = try waiting.slot(of: key)
        waiting.change(slot) { $0.add(milestone, of: record) }
    }

    var wantsFlush: Bool { waiting.wantsFlush || recent.count >= 8192 }

    func flush() throws {
        try waiting.flush()
        recent.removeAll(keepingCapacity: true)
    }
}
