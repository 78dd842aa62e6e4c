import Vocabulary

/// Who holds a number: what the orders in memory say of themselves, found by an index, and what cold ones said.
extension GateState {
    /// Nil where nobody known holds it.
    func claim(on key: NumberKey) -> Claim? {
        guard let slot = holder(of: key) else { return adopted[key] }
        // At most a handful: an order has one number, or one more for each that was voided.
        for move in orders[slot].moves where move.key == key {
            if let hold = move.hold { return Claim(order: orders[slot].id, hold) }
        }
        return nil
    }

    /// The slot of the order in memory that holds it.
    private func holder(of key: NumberKey) -> Int? {
        claims.find(key) { slot in orders[slot].moves.contains { $0.hold != nil && $0.key == key } }
    }

    /// Gives the number to the order in the slot, which has a move that names it; whoever held it holds it no more.
    mutating func give(_ key: NumberKey, to slot: Int, _ hold: Hold) {
        let earlier = holder(of: key)
        if let earlier, earlier != slot { takeAway(key, from: earlier) }
        guard
            let index = orders[slot].moves.firstIndex(where: { $0.hold != nil && $0.key == key })
                ?? orders[slot].moves.firstIndex(where: { $0.key == key })
        else { return }
        orders[slot].moves[index].hold = hold
        if earlier != slot { claims.insert(key, slot) }
    }

    /// The order in the slot holds the number no more.
    mutating func takeAway(_ key: NumberKey, from slot: Int) {
        claims.remove(key, slot)
        adopted[key] = nil
        for index in orders[slot].moves.indices where orders[slot].moves[index].key == key {
            orders[slot].moves[index].hold = nil
        }
    }

    /// Forgets what ``adoptClaims(of:)`` made known.
    public mutating func dropAdoptedClaims() {
        if !adopted.isEmpty { adopted.removeAll(keepingCapacity: true) }
    }
}

/// A number's holder.
struct Claim: Sendable {
    let order: OrderID
    let since: Instant
    let isVoided: Bool

    init(order: OrderID, _ hold: Hold) {
        self.order = order
        since = hold.since
        isVoided = hold.isVoided
    }
}
