import Vocabulary

/// Between an order as the rules see it and its bytes.
extension OrderTable {
    /// Slot, second of the last move and alarm, before the packed order.
    static let headBytes = 16

    static func head(at cell: UnsafeRawPointer) -> (movedAt_s: UInt32, alarm: Instant?) {
        let alarm = unsafe cell.loadUnaligned(fromByteOffset: 8, as: Int64.self)
        return unsafe (
            cell.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
            alarm == .min ? nil : Instant(nanoseconds: alarm)
        )
    }

    func packed(at address: UInt32) -> OrderState {
        unsafe arena.read(at: address) { cell in
            var reader = unsafe PackReader(at: cell + Self.headBytes)
            var order = OrderState(unpacking: &reader)
            order.alarm = unsafe Self.head(at: cell).alarm
            return order
        }
    }

    /// Where the order lies unpacked, from now on.
    mutating func unpack(_ slot: Int) -> Int {
        let address = places[slot].address
        guard address & Place.isUnpacked != 0 else {
            return unpack(
                Unpacked(
                    order: packed(at: address), slot: UInt32(slot), cell: address, isChanged: false,
                    wasUsed: true))
        }
        let index = Int(address & ~Place.isUnpacked)
        unpacked[index].wasUsed = true
        return index
    }

    mutating func unpack(_ order: consuming Unpacked) -> Int {
        let slot = Int(order.slot)
        let index: Int
        if unpacked.count < mostUnpacked {
            index = unpacked.count
            unpacked.append(order)
        } else {
            while unpacked[hand].wasUsed {
                unpacked[hand].wasUsed = false
                hand = hand + 1 < unpacked.count ? hand + 1 : 0
            }
            index = hand
            hand = hand + 1 < unpacked.count ? hand + 1 : 0
            if unpacked[index].slot != Place.nowhere {
                pack(index)
                places[Int(unpacked[index].slot)].address = unpacked[index].cell
            }
            unpacked[index] = order
        }
        places[slot].address = UInt32(index) | Place.isUnpacked
        return index
    }

    /// Brings the packed bytes of an unpacked order up to date.
    private mutating func pack(_ index: Int) {
        guard unpacked[index].isChanged else { return }
        let bound = Self.headBytes + unpacked[index].order.packedBound
        if scratch.count < bound { scratch = [UInt8](repeating: 0, count: bound * 2) }
        let movedAt_s = places[Int(unpacked[index].slot)].movedAt_s
        let count = Self.write(unpacked.span[index], movedAt_s, into: &scratch)
        var cell = unpacked[index].cell
        if cell == Place.nowhere || arena.cellBytes(at: cell) != CellArena.cellBytes(for: count) {
            if cell != Place.nowhere { arena.giveBack(cell) }
            cell = arena.take(count)
            unpacked[index].cell = cell
        }
        unsafe scratch.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe arena.write(at: cell) { unsafe $0.copyMemory(from: base, byteCount: count) }
        }
        unpacked[index].isChanged = false
    }

    /// Packs into the scratch; gives back how many bytes.
    private static func write(_ it: borrowing Unpacked, _ movedAt_s: UInt32, into scratch: inout [UInt8])
        -> Int
    {
        unsafe scratch.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            unsafe base.storeBytes(of: it.slot, as: UInt32.self)
            unsafe base.storeBytes(of: movedAt_s, toByteOffset: 4, as: UInt32.self)
            let alarm = it.order.alarm?.nanoseconds ?? .min
            unsafe base.storeBytes(of: alarm, toByteOffset: 8, as: Int64.self)
            var writer = unsafe PackWriter(at: base + headBytes)
            it.order.pack(into: &writer)
            return headBytes + writer.count
        }
    }

    /// Packs what changed, so that the arena holds every order as it is.
    mutating func packAll() {
        for index in unpacked.indices where unpacked[index].slot != Place.nowhere { pack(index) }
    }
}
