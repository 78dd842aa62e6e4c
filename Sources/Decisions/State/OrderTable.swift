import Vocabulary

/// The open orders: a table of their ids over a directory of places.
///
/// An order lies packed in an arena of bytes while nobody speaks of it. The facts of an order come in bursts, so the
/// ones spoken of last are unpacked as well, and are packed again when others need their room.
struct OrderTable: Sendable {
    struct Place: Sendable {
        /// In the arena; or with `isUnpacked` the number of the unpacked one; or nowhere.
        var address: UInt32
        /// The log's time when something last happened to the order, in whole seconds since 1970. Here and not in the order,
        /// because those of which nothing is heard any more are looked for all the time.
        var movedAt_s: UInt32 = 0
        static let nowhere = UInt32.max
        static let isUnpacked: UInt32 = 1 << 31
    }

    /// An order that lies unpacked.
    struct Unpacked: Sendable {
        var order: OrderState
        /// ``Place/nowhere`` where the order left.
        var slot: UInt32
        /// Where it lies packed, perhaps as it was before; nowhere for a new one.
        var cell: UInt32
        var isChanged: Bool
        var wasUsed: Bool
    }

    /// Upper half of the id's hash above the slot plus one; 0 is an empty entry.
    private var entries = [UInt64](repeating: 0, count: 1 << 10)
    var places: [Place] = []
    private(set) var free: [UInt32] = []
    var arena = CellArena()
    var unpacked: [Unpacked] = []
    /// Orders that lie unpacked at most.
    let mostUnpacked: Int
    /// The next unpacked one to be looked at when room is needed.
    var hand = 0
    /// For packing.
    var scratch = [UInt8](repeating: 0, count: 1024)
    private(set) var count = 0
    /// Looked for last by who was about to change it: everything about one fact asks for the same order.
    private var latest: (id: OrderID, slot: Int)?

    init(mostUnpacked: Int = 16_384) { self.mostUnpacked = mostUnpacked }

    /// One past the highest slot; slots between may be free.
    var slots: Int { places.count }

    /// Bytes that the orders and their table take.
    var byteCount: Int {
        entries.capacity * 8 + places.capacity * MemoryLayout<Place>.stride + free.capacity * 4
            + arena.byteCount
            + unpacked.capacity * MemoryLayout<Unpacked>.stride
    }

    // MARK: By id

    /// The slot of an open order.
    func find(_ id: OrderID) -> Int? {
        if let latest, latest.id == id { return latest.slot }
        return entry(of: id).map { Int(entries[$0] & 0xFFFF_FFFF) - 1 }
    }

    private func entry(of id: OrderID) -> Int? {
        let tag = id.tableHash >> 32
        var index = Int(tag) & (entries.count - 1)
        while entries[index] != 0 {
            if entries[index] >> 32 == tag, isAt(Int(entries[index] & 0xFFFF_FFFF) - 1, id) { return index }
            index = (index + 1) & (entries.count - 1)
        }
        return nil
    }

    private func isAt(_ slot: Int, _ id: OrderID) -> Bool {
        let address = places[slot].address
        if address & Place.isUnpacked != 0 {
            return unpacked.span[Int(address & ~Place.isUnpacked)].order.id == id
        }
        return unsafe arena.read(at: address) {
            unsafe PackReader(at: $0 + Self.headBytes).isNext(id.token)
        }
    }

    mutating func findOrInsert(_ id: OrderID) -> Int {
        let slot = find(id) ?? insert(OrderState(id))
        latest = (id, slot)
        return slot
    }

    /// The order must not be there yet.
    mutating func insert(_ order: consuming OrderState) -> Int {
        if (count + 1) * 3 > entries.count * 2 { grow() }
        let slot: Int
        if let reused = free.popLast() {
            slot = Int(reused)
        } else {
            slot = places.count
            places.append(Place(address: Place.nowhere))
        }
        Self.enter(order.id, at: slot, into: &entries)
        count += 1
        places[slot].movedAt_s = 0
        _ = unpack(
            Unpacked(
                order: order, slot: UInt32(slot), cell: Place.nowhere, isChanged: true, wasUsed: true))
        return slot
    }

    /// Takes an order out; later entries of its run move up so that no tombstone stays.
    mutating func remove(_ id: OrderID) -> OrderState? {
        guard var hole = entry(of: id) else { return nil }
        latest = nil
        let slot = Int(entries[hole] & 0xFFFF_FFFF) - 1
        let mask = entries.count - 1
        var next = (hole + 1) & mask
        while entries[next] != 0 {
            let home = Int(entries[next] >> 32) & mask
            if (next &- home) & mask >= (next &- hole) & mask {
                entries[hole] = entries[next]
                hole = next
            }
            next = (next + 1) & mask
        }
        entries[hole] = 0
        let order = takeOut(slot)
        places[slot].address = Place.nowhere
        free.append(UInt32(slot))
        count -= 1
        return order
    }

    private mutating func takeOut(_ slot: Int) -> OrderState {
        let address = places[slot].address
        guard address & Place.isUnpacked != 0 else {
            defer { arena.giveBack(address) }
            return packed(at: address)
        }
        let index = Int(address & ~Place.isUnpacked)
        let order = unpacked[index].order
        if unpacked[index].cell != Place.nowhere { arena.giveBack(unpacked[index].cell) }
        unpacked[index] = Unpacked(
            order: OrderState(OrderID(Token())), slot: Place.nowhere, cell: Place.nowhere, isChanged: false,
            wasUsed: false)
        return order
    }

    private static func enter(_ id: OrderID, at slot: Int, into entries: inout [UInt64]) {
        let tag = id.tableHash >> 32
        var index = Int(tag) & (entries.count - 1)
        while entries[index] != 0 { index = (index + 1) & (entries.count - 1) }
        entries[index] = tag << 32 | UInt64(slot + 1)
    }

    private mutating func grow() {
        let old = entries
        let size = old.count * 2
        entries = [UInt64](repeating: 0, count: size)
        for entry in old where entry != 0 {
            var index = Int(entry >> 32) & (size - 1)
            while entries[index] != 0 { index = (index + 1) & (size - 1) }
            entries[index] = entry
        }
    }

    // MARK: By slot

    /// A taken slot's order.
    subscript(slot: Int) -> OrderState {
        _read {
            let address = places[slot].address
            if address & Place.isUnpacked != 0 {
                // Through a span, which lends the order; the array would copy it and count its arrays up and down.
                let orders = unpacked.span
                yield orders[Int(address & ~Place.isUnpacked)].order
            } else {
                yield packed(at: address)
            }
        }
        _modify {
            let index = unpack(slot)
            unpacked[index].isChanged = true
            yield &unpacked[index].order
        }
    }

    /// Lends a taken slot's order for a while, where reading it by the subscript would count its arrays up and down.
    func lend<Result>(_ slot: Int, to body: (borrowing OrderState) -> Result) -> Result {
        let address = places[slot].address
        guard address & Place.isUnpacked != 0 else { return body(packed(at: address)) }
        return body(unpacked.span[Int(address & ~Place.isUnpacked)].order)
    }

    /// Whether somebody has the slot.
    func isTaken(_ slot: Int) -> Bool { places[slot].address != Place.nowhere }

    /// When the clock next looks at the order; nil also for a free slot.
    func alarm(_ slot: Int) -> Instant? {
        let address = places[slot].address
        guard address != Place.nowhere else { return nil }
        guard address & Place.isUnpacked != 0 else {
            return unsafe arena.read(at: address) { unsafe Self.head(at: $0).alarm }
        }
        return unpacked.span[Int(address & ~Place.isUnpacked)].order.alarm
    }

    /// When something last happened to the order, in seconds since 1970; nil for a free slot.
    func movedAt_s(_ slot: Int) -> UInt32? { isTaken(slot) ? places[slot].movedAt_s : nil }

    /// Notes that something happened to a taken slot's order.
    mutating func move(_ slot: Int, at time_s: UInt32) {
        places[slot].movedAt_s = time_s
        let address = places[slot].address
        if address & Place.isUnpacked != 0 {
            unpacked[Int(address & ~Place.isUnpacked)].isChanged = true
        } else {
            unsafe arena.write(at: address) {
                unsafe $0.storeBytes(of: time_s, toByteOffset: 4, as: UInt32.self)
            }
        }
    }
}

extension OrderTable {
    /// The table of an arena that was written down.
    ///
    /// - Parameters:
    ///   - slots: how many there were.
    ///   - free: those that nobody has, the next to be taken last.
    ///   - visit: told each order's slot and alarm, and lent its packed bytes.
    init(
        _ pieces: [CellArena.Piece], slots: Int, free: [UInt32], mostUnpacked: Int = 16_384,
        visit: (Int, Instant?, inout PackReader) -> Void = { _, _, _ in }
    ) {
        self.mostUnpacked = mostUnpacked
        self.free = free
        count = slots - free.count
        var size = entries.count
        while (count + 1) * 3 > size * 2 { size *= 2 }
        var entries = [UInt64](repeating: 0, count: size)
        var places = [Place](repeating: Place(address: Place.nowhere), count: slots)
        arena = unsafe CellArena(pieces) { address, cell in
            let slot = unsafe Int(cell.loadUnaligned(as: UInt32.self))
            let head = unsafe Self.head(at: cell)
            places[slot] = Place(address: address, movedAt_s: head.movedAt_s)
            var packed = unsafe PackReader(at: cell + Self.headBytes)
            var id = packed
            Self.enter(OrderID(id.token()), at: slot, into: &entries)
            visit(slot, head.alarm, &packed)
        }
        self.places = places
        self.entries = entries
    }
}
