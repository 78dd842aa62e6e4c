import HeapModule
import Vocabulary

/// The gate's state as it was at one moment, to be written down while the gate goes on.
///
/// A copy of its tables: what changes meanwhile is copied as it changes, the orders in pieces of 64 KiB.
public struct GateSnapshot: Sendable {
    let names: Names
    let bindings: [UInt64: Timeline]
    let certifications: [Name: Timeline]
    let exemptions: ExemptionBook
    let waiting: WaitingRoom
    let acceptedOrders: [Name: Int32]
    let loads: LineLoads
    let finished: [OrderID]
    let nextIdle: Int
    let pieces: [CellArena.Piece]
    let slots: Int
    let freeSlots: [UInt32]

    /// Hands out the bytes in order.
    public func write(to sink: @escaping (UnsafeRawBufferPointer) throws -> Void) throws {
        var writer = unsafe SnapshotWriter(sink)
        try names.write(to: &writer)
        try writer.put(count: bindings.count)
        for (pair, timeline) in bindings.sorted(by: { $0.key < $1.key }) {
            try writer.put(atMost: 8) { $0.put(raw: pair) }
            try timeline.write(to: &writer)
        }
        try writer.put(count: certifications.count)
        for (provider, timeline) in certifications.sorted(by: { $0.key.id < $1.key.id }) {
            try writer.put(atMost: 8) { $0.put(provider) }
            try timeline.write(to: &writer)
        }
        try exemptions.write(to: &writer)
        try waiting.write(to: &writer)
        try writer.put(count: acceptedOrders.count)
        for (seller, count) in acceptedOrders.sorted(by: { $0.key.id < $1.key.id }) {
            try writer.put(atMost: 16) {
                $0.put(seller)
                $0.put(UInt64(UInt32(bitPattern: count)))
            }
        }
        try loads.write(to: &writer)
        try writer.put(count: finished.count)
        for order in finished { try writer.put(atMost: 40) { $0.put(order.token) } }
        try writer.put(count: nextIdle)
        try writer.put(count: slots)
        try writer.put(count: freeSlots.count)
        for slot in freeSlots { try writer.put(atMost: 4) { $0.put(raw: slot) } }
        try writer.put(count: pieces.count)
        for piece in pieces {
            try writer.put(count: piece.cellBytes)
            try writer.put(count: piece.bytes.count)
            try writer.put(piece.bytes)
        }
        try writer.put(atMost: 8) { $0.put(raw: Self.end) }
        try writer.flush()
    }

    /// Behind everything, so that what is read out of step is seen.
    static let end: UInt64 = 0x646E_4521_6574_6147
}

extension GateState {
    /// Raised whenever a snapshot, or an order that left memory, is written in another way: what another layout
    /// wrote is made again from the log.
    public static let layout: UInt32 = 2

    /// The state as it is now. Costs as much as packing the few thousand orders spoken of last.
    public mutating func snapshot() -> GateSnapshot {
        orders.packAll()
        return GateSnapshot(
            names: names, bindings: bindings, certifications: certifications, exemptions: exemptions,
            waiting: waiting, acceptedOrders: acceptedOrders, loads: loads,
            finished: Array(finished[nextFinished...]), nextIdle: nextIdle, pieces: orders.arena.pieces,
            slots: orders.slots, freeSlots: orders.free)
    }

    /// The state that a snapshot was taken of.
    public init(reading reader: inout SnapshotReader) throws {
        self.init()
        names = try Names(reading: &reader)
        for _ in 0..<(try reader.count()) {
            let pair = try reader.get(atMost: 8) { $0.raw(UInt64.self) }
            bindings[pair] = try Timeline(reading: &reader)
        }
        for _ in 0..<(try reader.count()) {
            let provider = try reader.get(atMost: 8) { $0.name() }
            certifications[provider] = try Timeline(reading: &reader)
        }
        exemptions = try ExemptionBook(reading: &reader)
        waiting = try WaitingRoom(reading: &reader)
        for _ in 0..<(try reader.count()) {
            let (seller, count) = try reader.get(atMost: 16) { ($0.name(), $0.number()) }
            acceptedOrders[seller] = Int32(truncatingIfNeeded: count)
        }
        loads = try LineLoads(reading: &reader)
        for _ in 0..<(try reader.count()) {
            finished.append(OrderID(try reader.get(atMost: 40) { $0.token() }))
        }
        nextIdle = try reader.count()
        try readOrders(&reader)
        guard try reader.get(atMost: 8, { $0.raw(UInt64.self) }) == GateSnapshot.end else {
            throw SnapshotError.tooShort
        }
    }

    private mutating func readOrders(_ reader: inout SnapshotReader) throws {
        let slots = try reader.count()
        let freeSlots = try (0..<reader.count()).map { _ in try reader.get(atMost: 4) { $0.raw(UInt32.self) }
        }
        var pieces: [CellArena.Piece] = []
        for _ in 0..<(try reader.count()) {
            let cellBytes = try reader.count()
            let count = try reader.count()
            pieces.append(CellArena.Piece(bytes: try reader.bytes(count), cellBytes: cellBytes))
        }
        var rings: [Alarm] = []
        var claims = ClaimIndex(room: slots - freeSlots.count)
        orders = OrderTable(pieces, slots: slots, free: freeSlots) { slot, alarm, packed in
            if let alarm { rings.append(Alarm(at: alarm, slot: UInt32(slot))) }
            OrderState.forEachHold(of: &packed) { claims.insert($0, slot) }
        }
        self.claims = claims
        alarms = Heap(rings)
    }
}
