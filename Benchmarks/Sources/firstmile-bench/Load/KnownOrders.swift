import Vocabulary

/// Some of the orders and all of the stores of a simulation, so that questions can be asked about them.
struct KnownOrders: Sendable {
    private(set) var orders: [OrderID] = []
    private(set) var sellers: [SellerID] = []
    private(set) var count = 0
    private var seen: Set<SellerID> = []

    /// One order in so many is kept.
    private static let sparsity = 97

    mutating func note(_ fact: EventStream.Fact) {
        guard let (order, seller) = fact.declared else { return }
        count += 1
        if count % Self.sparsity == 0 { orders.append(order) }
        if seen.insert(seller).inserted { sellers.append(seller) }
    }
}
