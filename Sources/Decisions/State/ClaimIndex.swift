import Vocabulary

/// Which of the orders in memory holds a number: eight bytes a number, since the order itself says the rest.
struct ClaimIndex: Sendable {
    /// A hash of the number above the order's slot plus one; 0 is an empty entry.
    private var entries: [UInt64]
    private(set) var count = 0

    /// - Parameter room: numbers that it takes without growing.
    init(room: Int = 0) {
        var size = 1 << 8
        while (room + 1) * 3 > size * 2 { size *= 2 }
        entries = [UInt64](repeating: 0, count: size)
    }

    var byteCount: Int { entries.capacity * 8 }

    /// - Parameter holds: whether the order in that slot holds the very number.
    func find(_ key: NumberKey, where holds: (Int) -> Bool) -> Int? {
        entry(of: key, where: holds).map { Int(entries[$0] & 0xFFFF_FFFF) - 1 }
    }

    private func entry(of key: NumberKey, where isMeant: (Int) -> Bool) -> Int? {
        let tag = key.tag
        var index = Int(tag) & (entries.count - 1)
        while entries[index] != 0 {
            if entries[index] >> 32 == tag, isMeant(Int(entries[index] & 0xFFFF_FFFF) - 1) { return index }
            index = (index + 1) & (entries.count - 1)
        }
        return nil
    }

    /// Nobody may hold the number yet.
    mutating func insert(_ key: NumberKey, _ slot: Int) {
        if (count + 1) * 3 > entries.count * 2 { resize(to: entries.count * 2) }
        enter(key.tag << 32 | UInt64(slot + 1))
        count += 1
    }

    /// Later entries of its run move up so that no tombstone stays.
    mutating func remove(_ key: NumberKey, _ slot: Int) {
        guard var hole = entry(of: key, where: { $0 == slot }) else { return }
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
        count -= 1
    }

    private mutating func enter(_ entry: UInt64) {
        var index = Int(entry >> 32) & (entries.count - 1)
        while entries[index] != 0 { index = (index + 1) & (entries.count - 1) }
        entries[index] = entry
    }

    private mutating func resize(to size: Int) {
        let old = entries
        entries = [UInt64](repeating: 0, count: size)
        for entry in old where entry != 0 { enter(entry) }
    }
}

extension NumberKey {
    fileprivate var tag: UInt64 {
        Token.fold(number.tableHash ^ UInt64(provider.id), 0x9E37_79B9_7F4A_7C15) >> 32
    }
}
