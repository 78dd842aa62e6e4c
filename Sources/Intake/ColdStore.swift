import Decisions
import Index
import Vocabulary

/// What left memory: every event id ever recorded, the numbers of finished orders, and those orders themselves.
///
/// All of it can be made again from the log, and is where no checkpoint vouches for it.
package final class ColdStore {
    /// Tells these files from those of another folding of the log.
    private let id: UInt64
    /// (source, id) → position of the record.
    private let events: FingerprintIndex
    /// Order id → place of its bytes in `states`; the newest counts.
    private let orders: FingerprintIndex
    /// (provider, number) → place of the bytes of the order that held it; what may free an order
    /// without naming it → of that order.
    private let numbers: FingerprintIndex
    private let states: StateFile

    fileprivate static let small = IndexOptions(tableEntries: 1 << 15)

    /// An empty one; what an earlier one left in the directory is removed.
    ///
    /// - Parameters:
    ///   - eventEntries: event ids held in memory before they go to disk.
    ///   - orderEntries: the same for orders and numbers.
    package init(in directory: String, eventEntries: Int = 1 << 18, orderEntries: Int = 1 << 15) throws {
        id = UInt64.random(in: 1...UInt64.max)
        let forOrders = IndexOptions(tableEntries: orderEntries)
        events = try FingerprintIndex.create(
            in: "\(directory)/events", epoch: id, options: IndexOptions(tableEntries: eventEntries))
        orders = try FingerprintIndex.create(in: "\(directory)/orders", epoch: id, options: forOrders)
        numbers = try FingerprintIndex.create(in: "\(directory)/numbers", epoch: id, options: forOrders)
        states = try StateFile("\(directory)/orders.state")
    }

    /// What an earlier process left, as it was when the notes were taken.
    ///
    /// The index of events may know more: those are recorded in the log's tail, or nowhere, and an answer is always
    /// compared with the record itself. Of orders and numbers what came later points at places that no longer count.
    ///
    /// - Throws: ``CheckpointRefusal`` when something of it is missing.
    init(finishing opening: ColdOpening) throws(CheckpointRefusal) {
        let found = opening.indexes.map { index in Result { () throws(IndexError) in try index.finish() } }
        do throws(IndexError) {
            id = opening.notes.id
            events = try found[0].get()
            orders = try found[1].get()
            numbers = try found[2].get()
            states = try StateFile(
                resuming: "\(opening.directory)/orders.state", ends: opening.notes.ends)
        } catch { throw .cold(error.description) }
        let names = zip(["events", "orders", "numbers"], opening.notes.tables)
        for (index, (name, needed)) in zip([events, orders, numbers], names) where index.tables < needed {
            throw .cold("the index of \(name) has \(index.tables) tables that hold together, of \(needed)")
        }
    }

    // MARK: Checkpoints

    /// What has to be on disk for the notes to be true.
    struct Seal: Sendable {
        let notes: ColdNotes
        fileprivate let flushes: [FingerprintIndex.Flush]
        fileprivate let states: StateFile.Seal

        /// Whether all of it is in files; any thread.
        func isWritten() throws -> Bool { try flushes.allSatisfy { flush in try flush.isWritten() } }

        /// Returns once the orders' bytes will survive a power failure. The indexes' files tell by their checksums
        /// whether they did.
        func sync() throws { try states.sync() }
    }

    /// Whether ``seal()`` would wait for the disk.
    var isBusy: Bool { events.isBusy || orders.isBusy || numbers.isBusy }

    func seal() throws -> Seal {
        let states = try states.seal()
        let flushes = [try events.flush(), try orders.flush(), try numbers.flush()]
        return Seal(
            notes: ColdNotes(id: id, tables: flushes.map(\.tables), ends: states.ends), flushes: flushes,
            states: states)
    }

    // MARK: Events

    func remember(event identity: UInt64, at position: UInt64) throws {
        try events.insert(identity, position)
    }

    /// Lends each position whose event may have this identity, newest first, for as long as `body` says true.
    func recorded(_ identity: UInt64, _ body: (UInt64) -> Bool) throws {
        try events.lookup(identity, body)
    }

    /// Reads what a lookup of this identity would begin with.
    func touch(event identity: UInt64) -> UInt64 { events.touch(identity) }

    // MARK: Orders

    func put(_ order: ColdOrder) throws {
        let place = try unsafe order.bytes.withUnsafeBytes { try unsafe states.append($0) }
        try orders.insert(order.id.digest, place)
        for number in order.numbers { try numbers.insert(number, place) }
        for fact in order.awaited { try numbers.insert(fact, place) }
    }

    /// Brings an order back into memory if it had left it.
    func restore(_ id: OrderID, into state: inout GateState) throws {
        guard let place = try newestPlace(of: id) else { return }
        try unsafe states.read(at: place) { unsafe state.restore($0) }
    }

    /// Makes it known who among the cold orders holds a number.
    func adoptHolders(of number: UInt64, into state: inout GateState) throws {
        for place in try places(in: numbers, of: number) {
            let id = try unsafe states.read(at: place) { unsafe GateState.order(in: $0) }
            // An order that came back to memory speaks for itself, and only the newest bytes of one count.
            guard !state.holds(id), try newestPlace(of: id) == place else { continue }
            try unsafe states.read(at: place) { unsafe state.adoptClaims(of: $0) }
        }
    }

    /// Brings back the orders that left memory and that a fact may free without naming them.
    func restoreOrders(awaiting fact: UInt64, into state: inout GateState) throws {
        for place in try places(in: numbers, of: fact) {
            let id = try unsafe states.read(at: place) { unsafe GateState.order(in: $0) }
            if !state.holds(id) { try restore(id, into: &state) }
        }
    }

    private func newestPlace(of id: OrderID) throws -> UInt64? {
        for place in try places(in: orders, of: id.digest)
        where try unsafe states.read(at: place, { unsafe GateState.order(in: $0) == id }) {
            return place
        }
        return nil
    }

    /// Newest first, without those given out after the checkpoint that this process began with.
    private func places(in index: FingerprintIndex, of digest: UInt64) throws -> [UInt64] {
        var places: [UInt64] = []
        try index.lookup(digest) { place in
            if states.holds(place) { places.append(place) }
            return true
        }
        return places
    }
}

/// The indexes being opened, each on a thread of its own, while the gate's state is read. To be finished.
struct ColdOpening {
    fileprivate let notes: ColdNotes
    fileprivate let directory: String
    fileprivate let indexes: [IndexReopening]

    init(_ notes: ColdNotes, in directory: String) throws(CheckpointRefusal) {
        guard notes.tables.count == 3, notes.ends.count < StateFile.mostLives else {
            throw .cold("its notes do not fit")
        }
        self.notes = notes
        self.directory = directory
        indexes = [
            IndexReopening(in: "\(directory)/events", epoch: notes.id),
            IndexReopening(in: "\(directory)/orders", epoch: notes.id, options: ColdStore.small),
            IndexReopening(in: "\(directory)/numbers", epoch: notes.id, options: ColdStore.small),
        ]
    }

    /// Waits, so that nothing in the directory is in use any more.
    func abandon() {
        for index in indexes { _ = try? index.finish() }
    }
}
