import Dispatch
import Synchronization

/// Remembers for good which 64-bit values belong to a 64-bit fingerprint, in bounded memory.
///
/// A multimap: different keys may share a fingerprint, so whoever looks up verifies each value by reading
/// what it points to. The newest entries are in a table in memory; full tables become sorted runs on disk,
/// which a background thread merges. A lookup of something never seen asks one small filter per run, mapped from
/// a file, and reads nothing else, but for one run in two hundred.
///
/// There is no removal: a value that no longer holds is seen to be stale by the caller's verification, and
/// a newer value comes before it. Everything is called by one thread, the index's owner.
@safe public final class FingerprintIndex {
    /// The position up to which the owner has inserted everything; nil for nothing.
    ///
    /// Written with each table, so that ``reopen(in:epoch:options:)`` can tell from where to insert again.
    /// Set it after the insertions it stands for.
    public var coveredThrough: UInt64?

    let writer: Writer
    private let meter: MemoryMeter
    private var active: Table
    private var frozen: Writer.Frozen?
    /// Newest first, and their filters in the same order.
    private var runs: [Run] = []
    private var probes: [Filter.Probe] = []
    private var version = -1
    /// The number of the active table.
    private var number: UInt64
    private let pageRegion: Region
    private let page: UnsafeMutableBufferPointer<Entry>
    private var isClosed = false

    init(
        _ directory: String, epoch: UInt64, options: IndexOptions, meter: MemoryMeter, runs: [Run],
        leftovers: [String]
    ) {
        self.meter = meter
        coveredThrough = runs.last?.header.coveredThrough
        number = runs.last.map { $0.header.last + 1 } ?? 0
        active = Table(limit: options.tableEntries, meter: meter)
        pageRegion = Region(byteCount: Entry.perPage * Entry.stride, meter: meter)
        unsafe page = UnsafeMutableBufferPointer(
            start: pageRegion.bound(to: Entry.self), count: Entry.perPage)
        writer = Writer(directory: directory, epoch: epoch, options: options, meter: meter, runs: runs)
        writer.start(leftovers: leftovers)
        adopt()
    }

    deinit {
        if !isClosed { writer.stop() }
    }

    /// Adds a value to those of `fingerprint`.
    ///
    /// Waits for the background thread when that is a whole table behind.
    /// - Throws: ``IndexError`` when the full table could not be written; the value is not in then, and the
    ///   next insertion tries again.
    public func insert(_ fingerprint: UInt64, _ value: UInt64) throws(IndexError) {
        let key = Mixing.key(of: fingerprint)
        if active.insert(key: key, value: value) { return }
        try freeze()
        let isIn = active.insert(key: key, value: value)
        precondition(isIn, "an empty table takes an entry")
    }

    /// Gives the values of `fingerprint`, newest first, until `body` answers false.
    ///
    /// A value may come twice after a ``reopen(in:epoch:options:)`` if it was inserted again.
    /// - Throws: ``IndexError`` when a run cannot be read.
    public func lookup(_ fingerprint: UInt64, _ body: (UInt64) -> Bool) throws(IndexError) {
        if writer.version.load(ordering: .acquiring) != version { adopt() }
        let key = Mixing.key(of: fingerprint)
        guard active.visit(key: key, body) else { return }
        if let frozen, !frozen.table.visit(key: key, body) { return }
        let pattern = Filter.pattern(of: key)
        for number in probes.indices where probes[number].mayContain(key, pattern: pattern) {
            guard try unsafe runs[number].visit(key: key, page: page, body) else { return }
        }
    }

    /// Reads the memory with which a lookup would begin, for who has many to do: loads that do not wait for each other
    /// go on together. What it gives back means nothing.
    public func touch(_ fingerprint: UInt64) -> UInt64 {
        let key = Mixing.key(of: fingerprint)
        var sum = active.touch(key: key)
        if let frozen { sum ^= frozen.table.touch(key: key) }
        for probe in probes { sum ^= probe.touch(key) }
        return sum
    }

    /// Appends the values of `fingerprint`, newest first.
    /// - Throws: ``IndexError`` when a run cannot be read.
    public func lookup(_ fingerprint: UInt64, into values: inout [UInt64]) throws(IndexError) {
        try lookup(fingerprint) { value in
            values.append(value)
            return true
        }
    }

    /// Tables handed to the background thread so far; whatever was inserted later is in none of them.
    public var tables: UInt64 { number }

    /// Whether the background thread still writes the table before, so that ``flush()`` would wait for it.
    public var isBusy: Bool {
        adopt()
        return frozen != nil
    }

    /// Hands what is in memory to the background thread, which makes a run of it.
    /// - Throws: ``IndexError`` when the table before could not be written.
    public func flush() throws(IndexError) -> Flush {
        if active.count > 0 { try freeze() }
        return Flush(writer: writer, tables: number)
    }

    /// What ``flush()`` began, for any thread to look after.
    public struct Flush: Sendable {
        fileprivate let writer: Writer
        /// Tables that hold everything inserted before.
        public let tables: UInt64

        /// Whether all of them are in files.
        /// - Throws: ``IndexError`` when the background thread could not write one.
        public func isWritten() throws(IndexError) -> Bool {
            let (written, failure) = writer.state.withLock { state in
                (state.runs.last.map { $0.header.last + 1 } ?? 0, state.tableFailure)
            }
            if written >= tables { return true }
            if let failure { throw failure }
            return false
        }
    }

    /// Writes what is in memory and ends the background thread; nothing may be called afterwards.
    ///
    /// Without it an index loses only the table in memory, which is to be inserted again.
    /// - Throws: ``IndexError`` when the last table could not be written; the index is closed all the same.
    public func close() throws(IndexError) {
        guard !isClosed else { return }
        defer {
            writer.stop()
            isClosed = true
        }
        if active.count > 0 { try freeze() }
        try waitForWriter()
    }

    /// Bytes of memory held: tables and the buffers of the background thread. Filters and page bounds lie in files
    /// that the system may keep in memory or not.
    public var memoryBytes: Int { meter.bytes.load(ordering: .relaxed) }

    /// Bytes of the runs on disk.
    public var diskBytes: UInt64 { runs.reduce(0) { $0 + $1.header.fileByteCount } }

    /// Runs a lookup has to ask, about the logarithm of the entries.
    public var runCount: Int { runs.count }

    /// Why the background thread could not write a table or a merge; nil once a table could be written again.
    public var failure: IndexError? { writer.state.withLock { $0.tableFailure ?? $0.mergeFailure } }

    /// Hands the full table to the background thread and takes an empty one.
    private func freeze() throws(IndexError) {
        precondition(!isClosed, "the index is closed")
        try waitForWriter()
        let full = Writer.Frozen(table: active, number: number, coveredThrough: coveredThrough)
        let spare = writer.state.withLock { state in
            state.waiting = full
            state.isIdle = false
            return state.spare.take()
        }
        writer.work.signal()
        frozen = full
        number += 1
        active = spare ?? Table(limit: writer.options.tableEntries, meter: meter)
    }

    /// Returns when the frozen table, if there is one, has become a run.
    private func waitForWriter() throws(IndexError) {
        adopt()
        while frozen != nil {
            if let failure = writer.state.withLock({ $0.tableFailure }) {
                writer.work.signal()
                throw failure
            }
            writer.progress.wait()
            adopt()
        }
    }

    /// Takes over the newest list of runs and gives back what it replaces.
    private func adopt() {
        let written = frozen?.table
        let (state, isWritten) = writer.state.withLock { state in
            let isWritten = state.waiting == nil && written != nil
            if isWritten { state.spent = written }
            state.adopted = state.version
            return ((state.runs, state.version), isWritten)
        }
        if isWritten { frozen = nil }
        guard state.1 != version else { return }
        runs = state.0.reversed()
        version = state.1
        probes = runs.map(\.filter.probe)
        writer.work.signal()
    }
}
