internal import Vocabulary

/// What must be known of an order to see its anomalies.
struct AnomalyOrder: StoredRow, Equatable {
    let key: OrderID
    var sellerID: SellerID?
    /// Earliest times said by facts.
    var declaredAt: Instant?
    var handedOverAt: Instant?
    var deliveredAt: Instant?
    /// Its delivery was said before its handover: that stays true whatever comes later.
    var wasDeliveredFirst = false
    /// The last verdict of our own.
    var verdict: Verdict?
    var open: AnomalySet = []

    init(key: OrderID) { self.key = key }

    /// Times that cannot be: handed over before it was declared, or delivered before it was handed over.
    var isOutOfOrder: Bool {
        if wasDeliveredFirst { return true }
        guard let handedOverAt else { return false }
        if let declaredAt, handedOverAt < declaredAt { return true }
        guard let deliveredAt else { return false }
        return deliveredAt < handedOverAt
    }

    static let shape = TableShape(
        name: "orders",
        columns: [
            .fixed("orderId", "TEXT NOT NULL"),
            .moving("sellerId", "TEXT"),
            .moving("declaredAt", "INTEGER"),
            .moving("handedOverAt", "INTEGER"),
            .moving("deliveredAt", "INTEGER"),
            .moving("deliveredFirst", "INTEGER NOT NULL"),
            .moving("verdict", "TEXT"),
            .moving("open", "INTEGER NOT NULL"),
        ], keyColumns: 1)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        statement.put(key.token)
        statement.put(sellerID)
        statement.put(declaredAt)
        statement.put(handedOverAt)
        statement.put(deliveredAt)
        statement.put(wasDeliveredFirst)
        statement.put(verdict?.rawValue)
        statement.put(Int64(open.rawValue))
    }

    init(key: OrderID, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        sellerID = statement.identifier()
        declaredAt = statement.instant()
        handedOverAt = statement.instant()
        deliveredAt = statement.instant()
        wasDeliveredFirst = statement.boolean()
        verdict = statement.text().flatMap { Verdict(rawValue: $0) }
        open = AnomalySet(rawValue: UInt32(truncatingIfNeeded: statement.integer()))
    }
}
