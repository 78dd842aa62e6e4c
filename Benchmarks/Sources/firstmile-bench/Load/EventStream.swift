import Simulate
import Vocabulary
import Wire

/// Simulated facts that a daemon must record: no two the same, none that it refuses.
///
/// Read as the intake reads them, so that each is there in JSON and in the log's own form.
struct EventStream {
    private var simulator: Simulator
    private let decoder = EventDecoder()
    private var seen: Set<UInt64> = []
    private var lines: [UInt8] = []
    private var truth: [UInt8] = []
    /// Where in `lines` the next one begins.
    private var place = 0

    /// - Parameter days: over which orders are placed; an order lives some weeks, so more days mean fewer
    ///   orders open at a time.
    init(events: Int, days: Int, seed: UInt64 = 1) throws {
        // More orders than it takes: the stream is cut where there are events enough.
        try self.init(orders: UInt32(clamping: max(64, events / 4)), days: days, seed: seed)
    }

    /// Whole lives of so many orders, some fourteen facts each.
    init(orders: UInt32, days: Int, seed: UInt64) throws {
        simulator = try Simulator(SimulationOptions(orders: orders, seed: seed, days: days))
    }

    @safe struct Fact {
        let json: UnsafeRawBufferPointer
        /// As the log keeps it.
        let record: UnsafeRawBufferPointer
        /// What keeps facts that belong together on one connection.
        let key: UInt64
        let isUpload: Bool
        /// A digest of its order, if the gate remembers an order for it.
        let order: UInt64?
        /// Of a declaration: which order, and whose.
        let declared: (order: OrderID, seller: SellerID)?
        /// Delivered or lost: the order is open no more.
        let ends: Bool
    }

    /// Lends so many facts, in order of arrival; fewer when the simulation ends before. What the last call left
    /// over comes first in the next.
    mutating func lend(_ count: Int, _ body: (Fact) throws -> Void) throws {
        var lent = 0
        var batch = DecodedBatch()
        while lent < count {
            if place == lines.count {
                place = 0
                lines.removeAll(keepingCapacity: true)
                truth.removeAll(keepingCapacity: true)
                guard simulator.write(events: &lines, truth: &truth) else { return }
            }
            let end = lines[place...].firstIndex(of: UInt8(ascii: "\n")) ?? lines.count
            let isLent = try unsafe lines.withUnsafeBytes {
                try unsafe lend(UnsafeRawBufferPointer(rebasing: $0[place..<end]), by: &batch, body)
            }
            if isLent { lent += 1 }
            place = min(end + 1, lines.count)
        }
    }

    /// False for a fact that would not be recorded.
    private mutating func lend(
        _ json: UnsafeRawBufferPointer, by batch: inout DecodedBatch, _ body: (Fact) throws -> Void
    ) throws -> Bool {
        batch.reset()
        unsafe decoder.decode(json, as: .json, into: &batch)
        guard case .event(let event)? = batch.items.first, seen.insert(event.identity).inserted
        else { return false }
        let payload = event.event.payload
        let (isUpload, isRemembered, ends) =
            switch payload {
            case .numberUploaded: (true, true, false)
            case .orderDeclared, .handedOver, .numberVoided: (false, true, false)
            case .delivered, .lost: (false, true, true)
            default: (false, false, false)
            }
        var declared: (order: OrderID, seller: SellerID)?
        if case .orderDeclared(let it) = payload { declared = (it.orderID, it.sellerID) }
        try unsafe batch.bytes.withUnsafeBytes { record in
            try unsafe body(
                Fact(
                    json: json, record: UnsafeRawBufferPointer(rebasing: record[event.record]),
                    key: payload.orderID?.digest ?? event.event.publisher, isUpload: isUpload,
                    order: isRemembered ? payload.orderID?.digest : nil, declared: declared, ends: ends))
        }
        return true
    }
}
