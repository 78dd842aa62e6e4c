/// The newest entries, in memory: open addressing with linear probing, kept in the order of the keys.
///
/// Because a key's home slot ascends with the key and every cluster is kept sorted, an unseen key is
/// refused at the first larger one, and a full table is written as a sorted run without sorting.
/// Equal keys lie oldest first. One thread fills it; once frozen it is only read, by any thread.
@safe final class Table: @unchecked Sendable {
    /// The farthest an entry may lie from its home. Full tables of spread keys stay below a few hundred;
    /// a flood of values under one fingerprint meets this bound instead of a quadratic cost.
    private static let reach = 1024

    /// Entries so far.
    private(set) var count = 0
    private let limit: Int
    private let homes: UInt64
    private let region: Region
    private let slots: UnsafeMutablePointer<Entry>
    /// Key 0 marks an empty slot, so the values of the real key 0 live here, oldest first.
    private var valuesOfZero: [UInt64] = []

    init(limit: Int, meter: MemoryMeter) {
        self.limit = limit
        homes = UInt64(limit + limit / 3 + 1)
        region = Region(byteCount: (Int(homes) + Self.reach) * Entry.stride, meter: meter)
        unsafe slots = region.bound(to: Entry.self)
    }

    /// False when the table is full and must be frozen.
    @inline(__always)
    func insert(key: UInt64, value: UInt64) -> Bool {
        guard count < limit else { return false }
        if key == 0 {
            valuesOfZero.append(value)
        } else {
            let home = Mixing.place(of: key, among: homes)
            var slot = home
            // An empty slot's key, less one, is the largest number: one comparison stops at both.
            while unsafe slots[slot].key &- 1 < key { slot += 1 }
            var end = slot
            while unsafe slots[end].key != 0 { end += 1 }
            guard end - home < Self.reach else { return false }
            var moving = end
            while moving > slot {
                unsafe slots[moving] = slots[moving - 1]
                moving -= 1
            }
            unsafe slots[slot] = Entry(key: key, value: value)
        }
        count += 1
        return true
    }

    /// Reads one word of where `key` belongs.
    @inline(__always)
    func touch(key: UInt64) -> UInt64 { unsafe slots[Mixing.place(of: key, among: homes)].key }

    /// Gives the values of `key` newest first until `body` answers false; false if it did.
    @inline(__always)
    func visit(key: UInt64, _ body: (UInt64) -> Bool) -> Bool {
        guard key != 0 else { return valuesOfZero.reversed().allSatisfy(body) }
        var slot = Mixing.place(of: key, among: homes)
        while unsafe slots[slot].key &- 1 < key &- 1 { slot += 1 }
        guard unsafe slots[slot].key == key else { return true }
        let first = slot
        while unsafe slots[slot].key == key { slot += 1 }
        while slot > first {
            slot -= 1
            guard body(unsafe slots[slot].value) else { return false }
        }
        return true
    }

    /// Gives every entry, ascending by key and oldest first among equals.
    func forEach<Failure: Error>(_ body: (Entry) throws(Failure) -> Void) throws(Failure) {
        for value in valuesOfZero { try body(Entry(key: 0, value: value)) }
        for slot in 0..<(Int(homes) + Self.reach) {
            let entry = unsafe slots[slot]
            if entry.key != 0 { try body(entry) }
        }
    }

    /// Makes the table empty for its next life.
    func clear() {
        unsafe region.base.initializeMemory(as: UInt8.self, repeating: 0, count: region.byteCount)
        valuesOfZero = []
        count = 0
    }
}
