import Vocabulary

/// The open orders: open addressing over a dense arena, measured at three times a `Dictionary`'s speed.
struct OrderTable: Sendable {
    private struct Entry: Sendable {
        var hash: UInt64 = 0
        /// Slot in the arena plus one; 0 is an empty entry.
        var slot: UInt32 = 0
    }

    private var entries = [Entry](repeating: Entry(), count: 1 << 10)
    private var arena: [OrderState] = []
    private var free: [UInt32] = []
    private(set) var count = 0

    /// One past the highest slot; slots between may be free, their orders then have no id.
    var slots: Int { arena.count }

    /// The slot of an open order.
    func find(_ id: OrderID) -> Int? {
        let hash = id.tableHash
        var index = Int(truncatingIfNeeded: hash) & (entries.count - 1)
        while entries[index].slot != 0 {
            let slot = Int(entries[index].slot) - 1
            if entries[index].hash == hash, arena[slot].id == id { return slot }
            index = (index + 1) & (entries.count - 1)
        }
        return nil
    }

    mutating func findOrInsert(_ id: OrderID) -> Int {
        if let slot = find(id) { return slot }
        return insert(OrderState(id))
    }

    /// The order must not be there yet.
    mutating func insert(_ order: OrderState) -> Int {
        if (count + 1) * 2 > entries.count { grow() }
        let slot: Int
        if let reused = free.popLast() {
            slot = Int(reused)
            arena[slot] = order
        } else {
            slot = arena.count
            arena.append(order)
        }
        place(Entry(hash: order.id.tableHash, slot: UInt32(slot) + 1))
        count += 1
        return slot
    }

    /// Takes an order out; later entries of its run move up so that no tombstone stays.
    mutating func remove(_ id: OrderID) -> OrderState? {
        guard let slot = find(id) else { return nil }
        let mask = entries.count - 1
        var hole = Int(truncatingIfNeeded: id.tableHash) & mask
        while entries[hole].slot != UInt32(slot) + 1 { hole = (hole + 1) & mask }
        var next = (hole + 1) & mask
        while entries[next].slot != 0 {
            let home = Int(truncatingIfNeeded: entries[next].hash) & mask
            if (next &- home) & mask >= (next &- hole) & mask {
                entries[hole] = entries[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        entries[hole] = Entry()
        let order = arena[slot]
        arena[slot] = OrderState(OrderID(Token()))
        free.append(UInt32(slot))
        count -= 1
        return order
    }

    subscript(slot: Int) -> OrderState {
        // Through a span, which lends the order; the array would copy it and count its arrays up and down.
        _read {
            let orders = arena.span
            yield orders[slot]
        }
        _modify { yield &arena[slot] }
    }

    private mutating func place(_ entry: Entry) {
        var index = Int(truncatingIfNeeded: entry.hash) & (entries.count - 1)
        while entries[index].slot != 0 { index = (index + 1) & (entries.count - 1) }
        entries[index] = entry
    }

    private mutating func grow() {
        let old = entries
        entries = [Entry](repeating: Entry(), count: old.count * 2)
        for entry in old where entry.slot != 0 { place(entry) }
    }
}
