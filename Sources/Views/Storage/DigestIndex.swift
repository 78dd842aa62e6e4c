/// From a 64-bit digest to a slot of an arena: open addressing, linear probing, deletion by shifting back.
///
/// Two keys may share a digest, so a find is confirmed by the caller, who has the keys. An entry is one word: the upper
/// half of the digest, which also says where it belongs, and the slot and one; a find costs one look at memory.
@safe struct DigestIndex: ~Copyable {
    private var entries: UnsafeMutablePointer<UInt64>
    private var bits: Int
    private(set) var count = 0

    private static let upper: UInt64 = 0xFFFF_FFFF_0000_0000

    init(minimumCapacity: Int) {
        bits = 6
        while 1 << bits < minimumCapacity * 2 { bits += 1 }
        unsafe entries = Self.allocate(bits)
    }

    deinit { unsafe entries.deallocate() }

    private static func allocate(_ bits: Int) -> UnsafeMutablePointer<UInt64> {
        let entries = UnsafeMutablePointer<UInt64>.allocate(capacity: 1 << bits)
        unsafe entries.initialize(repeating: 0, count: 1 << bits)
        return unsafe entries
    }

    /// Where an entry belongs.
    @inline(__always)
    private func home(_ entry: UInt64) -> Int { Int(truncatingIfNeeded: entry &>> UInt64(64 &- bits)) }

    private var mask: Int { (1 &<< bits) &- 1 }

    /// The slot stored under `digest` that `matches`.
    @inline(__always)
    func find(_ digest: UInt64, _ matches: (Int) -> Bool) -> Int? {
        var place = home(digest)
        while true {
            let entry = unsafe entries[place]
            if entry == 0 { return nil }
            if (entry ^ digest) & Self.upper == 0 {
                let slot = Int(truncatingIfNeeded: entry & ~Self.upper) &- 1
                if matches(slot) { return slot }
            }
            place = (place &+ 1) & mask
        }
    }

    mutating func insert(_ digest: UInt64, _ slot: Int) {
        if count * 2 >= 1 << bits { grow() }
        put(digest & Self.upper | UInt64(slot + 1))
        count += 1
    }

    mutating func remove(_ digest: UInt64, slot: Int) {
        let sought = digest & Self.upper | UInt64(slot + 1)
        var hole = home(digest)
        while unsafe entries[hole] != sought {
            guard unsafe entries[hole] != 0 else { return }
            hole = (hole + 1) & mask
        }
        // Entries behind the hole move up where that does not put them before their own place.
        var place = (hole + 1) & mask
        while unsafe entries[place] != 0 {
            let home = unsafe home(entries[place])
            if (place &- home) & mask >= (place &- hole) & mask {
                unsafe entries[hole] = entries[place]
                hole = place
            }
            place = (place + 1) & mask
        }
        unsafe entries[hole] = 0
        count -= 1
    }

    mutating func removeAll() {
        guard count > 0 else { return }
        unsafe entries.update(repeating: 0, count: 1 << bits)
        count = 0
    }

    private func put(_ entry: UInt64) {
        var place = home(entry)
        while unsafe entries[place] != 0 { place = (place + 1) & mask }
        unsafe entries[place] = entry
    }

    private mutating func grow() {
        let (old, size) = unsafe (entries, 1 << bits)
        bits += 1
        unsafe entries = Self.allocate(bits)
        for place in 0..<size where unsafe old[place] != 0 { unsafe put(old[place]) }
        unsafe old.deallocate()
    }
}
