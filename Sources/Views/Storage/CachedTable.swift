import GRDB

/// The hot rows of one table in memory: found by digest, folded in place, written once per flush in the order of
/// their ids.
///
/// Bounded: beyond `capacity` rows, clean rows that were not used lately leave (second chance) and are read again
/// when needed. Dirty rows stay, so the owner flushes when ``wantsFlush`` says so. While the view's memory has no keys
/// no row leaves.
final class CachedTable<Row: StoredRow> {
    private struct Slot {
        var id: Int64 = 0
        var isStored = false
        var isDirty = false
        var wasUsed = false
        var row: Row
    }

    private let capacity: Int
    private let memory: ViewMemory
    private let slots = Arena<Slot>()
    private var index: DigestIndex
    private var dirty: [(slot: Int, before: Row.Settled)] = []
    private var hand = 0
    private var nextID: Int64
    /// While every stored row is in memory, a key that is not there is new: no SELECT.
    private var holdsAll: Bool

    private let select: RawStatement
    private let insert: RawStatement
    private let updateMoving: RawStatement
    private let updateAll: RawStatement

    /// Without `memory`: a small table, whose key is there from the beginning.
    init(capacity: Int, _ memory: ViewMemory? = nil, in db: Database) throws {
        let last = try Int64.fetchOne(db, sql: "SELECT max(id) FROM \"\(Row.shape.name)\"")
        self.capacity = capacity
        self.memory = memory ?? ViewMemory(rows: capacity)
        nextID = (last ?? 0) + 1
        holdsAll = last == nil
        index = DigestIndex(minimumCapacity: min(capacity, 4096))
        // Whole from the beginning, so that growing leaves no holes: what is not used yet takes no memory.
        dirty.reserveCapacity(capacity / 2)
        select = try RawStatement(Row.shape.select, in: db)
        insert = try RawStatement(Row.shape.insert, in: db)
        updateMoving = try RawStatement(Row.shape.updateMoving, in: db)
        updateAll = try RawStatement(Row.shape.updateAll, in: db)
    }

    /// More changed rows than a half of the memory: eviction would run dry. Where none leaves, all of them may be.
    var wantsFlush: Bool { dirty.count * (memory.hasKeys ? 2 : 1) >= capacity }

    /// Looks at the row of a key with this digest, if it is in memory. A miss of the cache costs more than a fold; several
    /// at a time cost hardly more than one.
    @inline(__always)
    func glance(_ digest: UInt64) -> UInt64 {
        guard let slot = index.find(digest, { _ in true }) else { return 0 }
        return slots.glance(slot)
    }

    /// Lent, not copied.
    subscript(slot: Int) -> Row {
        @inline(__always) _read { yield slots[slot].row }
    }

    /// The id a row has, or will have: 0 while it was never changed.
    func id(of slot: Int) -> Int64 { slots[slot].id }

    /// Where the row of `key` is in memory: there already, read from disk, or a new one that is stored only if
    /// somebody changes it. Valid until the next call.
    func slot(of key: Row.Key) throws(ViewError) -> Int {
        if let slot = cached(key) { return slot }
        let row = holdsAll ? nil : try stored(key)
        return admit(row?.row ?? Row(key: key), id: row?.id)
    }

    /// As ``slot(of:)``, but nil where the row does not exist.
    func existing(_ key: Row.Key) throws(ViewError) -> Int? {
        if let slot = cached(key) { return slots[slot].id == 0 ? nil : slot }
        guard !holdsAll, let row = try stored(key) else { return nil }
        return admit(row.row, id: row.id)
    }

    /// Changes the row in place and marks it for the next flush.
    @discardableResult
    func change<Result>(_ slot: Int, _ body: (inout Row) -> Result) -> Result {
        if !slots[slot].isDirty {
            if slots[slot].id == 0 {
                slots[slot].id = nextID
                nextID += 1
            }
            slots[slot].isDirty = true
            dirty.append((slot, slots[slot].row.settled))
        }
        return body(&slots[slot].row)
    }

    /// Writes every changed row.
    func flush() throws(ViewError) {
        dirty.sort { slots[$0.slot].id < slots[$1.slot].id }
        for (slot, before) in dirty { try store(slot, before) }
        dirty.removeAll(keepingCapacity: true)
    }

    /// Writes every changed row; `willWrite` may change it a last time and sees what was settled before.
    func flush(_ willWrite: (inout Row, Row.Settled) throws -> Void) throws {
        dirty.sort { slots[$0.slot].id < slots[$1.slot].id }
        for (slot, before) in dirty { try willWrite(&slots[slot].row, before) }
        try flush()
    }

    private func store(_ slot: Int, _ before: Row.Settled) throws(ViewError) {
        try write(slot, before)
        slots[slot].isDirty = false
        slots[slot].isStored = true
    }

    private func write(_ slot: Int, _ before: Row.Settled) throws(ViewError) {
        let statement =
            !slots[slot].isStored ? insert : slots[slot].row.settled == before ? updateMoving : updateAll
        statement.start()
        statement.put(slots[slot].id)
        slots[slot].row.put(into: statement)
        try statement.run()
    }

    private func cached(_ key: Row.Key) -> Int? {
        guard let slot = index.find(key.digest, { slots[$0].row.key == key }) else { return nil }
        slots[slot].wasUsed = true
        return slot
    }

    private func stored(_ key: Row.Key) throws(ViewError) -> (row: Row, id: Int64)? {
        select.start()
        key.put(into: select)
        guard try select.next() else { return nil }
        let id = select.integer()
        let row = Row(key: key, reading: select)
        select.finish()
        return (row, id)
    }

    private func admit(_ row: Row, id: Int64?) -> Int {
        let slot = Slot(id: id ?? 0, isStored: id != nil, wasUsed: true, row: row)
        let place = slots.count < capacity || !memory.hasKeys ? nil : victim()
        guard let place else {
            slots.append(slot)
            index.insert(row.key.digest, slots.count - 1)
            return slots.count - 1
        }
        index.remove(slots[place].row.key.digest, slot: place)
        if slots[place].id != 0 { holdsAll = false }
        slots[place] = slot
        index.insert(row.key.digest, place)
        return place
    }

    /// A clean row that was not used since the hand came by last. Nil when two rounds find none: all are dirty.
    private func victim() -> Int? {
        for _ in 0..<2 * slots.count {
            hand = hand + 1 < slots.count ? hand + 1 : 0
            if slots[hand].isDirty { continue }
            guard slots[hand].wasUsed else { return hand }
            slots[hand].wasUsed = false
        }
        return nil
    }
}
