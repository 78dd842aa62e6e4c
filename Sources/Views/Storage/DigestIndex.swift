/// From a 64-bit digest to a slot of an arena: open addressing, linear probing, deletion by shifting back.
///
/// Two keys may share a digest, so a find is confirmed by the caller, who has the keys.
struct DigestIndex {
    private var digests: [UInt64]
    private var slots: [Int32]
    private var mask: Int
    private(set) var count = 0

    init(minimumCapacity: Int) {
        var size = 64
        while size < minimumCapacity * 2 { size *= 2 }
        digests = Array(repeating: 0, count: size)
        slots = Array(repeating: -1, count: size)
        mask = size - 1
    }

    /// The slot stored under `digest` that `matches`.
    func find(_ digest: UInt64, _ matches: (Int) -> Bool) -> Int? {
        var place = Int(truncatingIfNeeded: digest) & mask
        while slots[place] >= 0 {
            if digests[place] == digest, matches(Int(slots[place])) { return Int(slots[place]) }
            place = (place + 1) & mask
        }
        return nil
    }

    mutating func insert(_ digest: UInt64, _ slot: Int) {
        if count * 2 >= digests.count { grow() }
        put(digest, slot)
        count += 1
    }

    mutating func remove(_ digest: UInt64, slot: Int) {
        var hole = Int(truncatingIfNeeded: digest) & mask
        while slots[hole] != Int32(slot) {
            guard slots[hole] >= 0 else { return }
            hole = (hole + 1) & mask
        }
        // Entries behind the hole move up where that does not put them before their own bucket.
        var place = (hole + 1) & mask
        while slots[place] >= 0 {
            let home = Int(truncatingIfNeeded: digests[place]) & mask
            if (place &- home) & mask >= (place &- hole) & mask {
                digests[hole] = digests[place]
                slots[hole] = slots[place]
                hole = place
            }
            place = (place + 1) & mask
        }
        slots[hole] = -1
        count -= 1
    }

    mutating func removeAll() {
        guard count > 0 else { return }
        for place in slots.indices { slots[place] = -1 }
        count = 0
    }

    private mutating func put(_ digest: UInt64, _ slot: Int) {
        var place = Int(truncatingIfNeeded: digest) & mask
        while slots[place] >= 0 { place = (place + 1) & mask }
        digests[place] = digest
        slots[place] = Int32(slot)
    }

    private mutating func grow() {
        let (oldDigests, oldSlots) = (digests, slots)
        digests = Array(repeating: 0, count: oldDigests.count * 2)
        slots = Array(repeating: -1, count: oldDigests.count * 2)
        mask = digests.count - 1
        for (place, slot) in oldSlots.enumerated() where slot >= 0 { put(oldDigests[place], Int(slot)) }
    }
}
