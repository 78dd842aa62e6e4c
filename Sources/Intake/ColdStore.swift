import Decisions
import Index
import Vocabulary

/// What left memory: every event id ever recorded, the numbers of finished orders, and those orders themselves.
///
/// All of it can be made again from the log, and is, at every start.
package final class ColdStore {
    /// (source, id) → position of the record.
    private let events: FingerprintIndex
    /// Order id → place of its bytes in `states`; the newest counts.
    private let orders: FingerprintIndex
    /// (provider, number) → place of the bytes of the order that held it; what may free an order
    /// without naming it → of that order.
    private let numbers: FingerprintIndex
    private let states: StateFile

    /// - Parameters:
    ///   - eventEntries: event ids held in memory before they go to disk.
    ///   - orderEntries: the same for orders and numbers.
    package init(in directory: String, eventEntries: Int = 1 << 18, orderEntries: Int = 1 << 15) throws {
        let forOrders = IndexOptions(tableEntries: orderEntries)
        events = try FingerprintIndex.create(
            in: "\(directory)/events", options: IndexOptions(tableEntries: eventEntries))
        orders = try FingerprintIndex.create(in: "\(directory)/orders", options: forOrders)
        numbers = try FingerprintIndex.create(in: "\(directory)/numbers", options: forOrders)
        states = try StateFile("\(directory)/orders.state")
    }

    func remember(event identity: UInt64, at position: UInt64) throws {
        try events.insert(identity, position)
    }

    /// Lends each position whose event may have this identity, newest first, for as long as `body` says true.
    func recorded(_ identity: UInt64, _ body: (UInt64) -> Bool) throws {
        try events.lookup(identity, body)
    }

    func put(_ order: ColdOrder) throws {
        let place = try unsafe order.bytes.withUnsafeBytes { try unsafe states.append($0) }
        try orders.insert(order.id.digest, place)
        for number in order.numbers { try numbers.insert(number, place) }
        for fact in order.awaited { try numbers.insert(fact, place) }
    }

    /// Brings an order back into memory if it had left it.
    func restore(_ id: OrderID, into state: inout GateState) throws {
        guard let place = try newestPlace(of: id) else { return }
        try unsafe states.read(at: place) { unsafe state.restore($0) }
    }

    /// Makes it known who among the cold orders holds a number.
    func adoptHolders(of number: UInt64, into state: inout GateState) throws {
        var places: [UInt64] = []
        try numbers.lookup(number, into: &places)
        for place in places {
            let id = try unsafe states.read(at: place) { unsafe GateState.order(in: $0) }
            // An order that came back to memory speaks for itself, and only the newest bytes of one count.
            guard !state.holds(id), try newestPlace(of: id) == place else { continue }
            try unsafe states.read(at: place) { unsafe state.adoptClaims(of: $0) }
        }
    }

    /// Brings back the orders that left memory and that a fact may free without naming them.
    func restoreOrders(awaiting fact: UInt64, into state: inout GateState) throws {
        var places: [UInt64] = []
        try numbers.lookup(fact, into: &places)
        for place in places {
            let id = try unsafe states.read(at: place) { unsafe GateState.order(in: $0) }
            if !state.holds(id) { try restore(id, into: &state) }
        }
    }

    private func newestPlace(of id: OrderID) throws -> UInt64? {
        var places: [UInt64] = []
        try orders.lookup(id.digest, into: &places)
        for place in places where try unsafe states.read(at: place, { unsafe GateState.order(in: $0) == id })
        {
            return place
        }
        return nil
    }
}
