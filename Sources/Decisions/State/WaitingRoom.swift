import Vocabulary

/// Orders that wait because of their provider: a binding of their seller, or a certification, that was true at the
/// upload's time and arrives late may free them (R23).
struct WaitingRoom: Sendable {
    /// By seller and provider, in one key: a binding concerns nobody else's orders.
    private var orders: [UInt64: Set<OrderID>] = [:]

    mutating func add(_ order: OrderID, of seller: Name, _ provider: Name) {
        orders[GateState.pair(seller, provider), default: []].insert(order)
    }

    mutating func remove(_ order: OrderID, of seller: Name, _ provider: Name) {
        let pair = GateState.pair(seller, provider)
        guard orders[pair]?.remove(order) != nil, orders[pair]?.isEmpty == true else { return }
        orders[pair] = nil
    }

    func holds(_ order: OrderID, of seller: Name, _ provider: Name) -> Bool {
        orders[GateState.pair(seller, provider)]?.contains(order) ?? false
    }

    /// In a fixed order: what is first come, first served among them must not depend on a hash.
    func orders(of seller: Name, _ provider: Name) -> [OrderID] {
        orders[GateState.pair(seller, provider)]?.sorted() ?? []
    }

    /// A certification concerns every seller. It is rare, so everybody is looked at.
    func orders(of provider: Name) -> [OrderID] {
        orders.filter { UInt32(truncatingIfNeeded: $0.key) == provider.id }.flatMap(\.value).sorted()
    }
}
