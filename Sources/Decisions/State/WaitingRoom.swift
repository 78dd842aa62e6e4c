import Vocabulary

/// Orders that wait because of their provider: a binding of their seller, or a certification, that was true at the
/// upload's time and arrives late may free them (R23). Each by its slot in the table of orders: a tenth of its id.
struct WaitingRoom: Sendable {
    /// By seller and provider, in one key: a binding concerns nobody else's orders.
    private(set) var orders: [UInt64: Set<UInt32>] = [:]

    init() {}

    /// What was written down.
    init(_ orders: [UInt64: Set<UInt32>]) { self.orders = orders }

    mutating func add(_ slot: Int, of seller: Name, _ provider: Name) {
        orders[GateState.pair(seller, provider), default: []].insert(UInt32(slot))
    }

    mutating func remove(_ slot: Int, of seller: Name, _ provider: Name) {
        let pair = GateState.pair(seller, provider)
        guard orders[pair]?.remove(UInt32(slot)) != nil, orders[pair]?.isEmpty == true else { return }
        orders[pair] = nil
    }

    func holds(_ slot: Int, of seller: Name, _ provider: Name) -> Bool {
        orders[GateState.pair(seller, provider)]?.contains(UInt32(slot)) ?? false
    }

    /// Their slots, in any order.
    func orders(of seller: Name, _ provider: Name) -> [Int] {
        orders[GateState.pair(seller, provider)]?.map { Int($0) } ?? []
    }

    /// A certification concerns every seller. It is rare, so everybody is looked at.
    func orders(of provider: Name) -> [Int] {
        orders.filter { UInt32(truncatingIfNeeded: $0.key) == provider.id }.flatMap {
            $0.value.map { Int($0) }
        }
    }
}
