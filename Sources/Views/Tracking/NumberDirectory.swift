import GRDB
import Vocabulary

/// A row of an order that may have an accepted number.
protocol NumberedRow: StoredRow where Key == OrderID {
    /// Whether the number is accepted for it.
    func holds(_ number: NumberKey) -> Bool
}

/// Which order a number belongs to, for scans that name no order; and the scans whose number nobody accepted yet.
///
/// The table of orders holds the accepted numbers; rows that changed since its last flush are found here.
final class NumberDirectory<Row: NumberedRow, Waiting: WaitingScans> {
    private let orders: CachedTable<Row>
    private let memory: ViewMemory
    /// Slots of rows that cannot leave the memory before the next flush.
    private var recent = DigestIndex(minimumCapacity: 1024)
    private let lookup: RawStatement
    private let waiting: CachedTable<Waiting>

    /// `orders`: a table with the columns `orderId`, `provider` and `acceptedKey`.
    init(_ orders: CachedTable<Row>, _ memory: ViewMemory, in db: Database) throws {
        self.orders = orders
        self.memory = memory
        lookup = try RawStatement(
            "SELECT \"orderId\", \"provider\" FROM \"\(Row.shape.name)\" WHERE \"acceptedKey\" = ?1", in: db)
        waiting = try CachedTable(capacity: memory.rows(over: 4), memory, in: db)
    }

    static func createTables(in db: Database) throws { try db.execute(sql: Waiting.shape.create) }

    static func createKeys(in db: Database) throws {
        let orders = Row.shape.name
        try db.execute(sql: Waiting.shape.createKeyIndex)
        try db.execute(
            sql: """
                CREATE INDEX "\(orders)_by_number" ON "\(orders)" ("acceptedKey") WHERE "acceptedKey" IS NOT NULL
                """)
    }

    /// The order of a record, also of one that names only a number; nil for none.
    @inline(__always)
    func order(of record: borrowing Recorded) throws(ViewError) -> OrderID? {
        if let order = record.event.payload.orderID { return order }
        guard let key = record.event.payload.numberKey else { return nil }
        return try order(of: key)
    }

    private func order(of key: NumberKey) throws(ViewError) -> OrderID? {
        if let slot = recent.find(key.digest, { orders[$0].holds(key) }) { return orders[slot].key }
        guard memory.hasKeys, let order = try stored(key) else { return nil }
        return orders[try orders.slot(of: order)].holds(key) ? order : nil
    }

    /// The order that had the number when its row was written last.
    private func stored(_ key: NumberKey) throws(ViewError) -> OrderID? {
        lookup.start()
        lookup.put(key.number.token)
        defer { lookup.finish() }
        while try lookup.next() {
            let order: OrderID? = lookup.identifier()
            if let provider: ProviderID = lookup.identifier(), provider == key.provider { return order }
        }
        return nil
    }

    /// The number was accepted for the order of a changed row. Gives the scans that were waiting for it.
    func accept(_ key: NumberKey, for slot: Int) throws(ViewError) -> Waiting? {
        recent.insert(key.digest, slot)
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

    var wantsFlush: Bool { waiting.wantsFlush }

    func flush() throws {
        try waiting.flush()
        if memory.hasKeys { recent.removeAll() }
    }
}
