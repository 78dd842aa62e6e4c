internal import Dispatch
internal import Synchronization

/// The background thread: writes frozen tables first, then merges, then removes old files.
struct WriterLoop {
    /// Entries merged before the thread looks for a waiting table again: a few milliseconds.
    private static let slice = 1 << 16
    /// Bytes freed at once. Unlinking a file of a gigabyte stalls every commit on its disk.
    private static let cut = 16 << 20

    private let writer: Writer
    /// At most one merge a tier, the lowest tier first.
    private var merges: [Merge] = []
    /// Merged away in this version of the list of runs; the owner may read them until it took that over.
    private var retired: [(version: Int, run: Run)] = []
    private var leftovers: [String]
    /// After a failure merging waits for the next table: a full disk is not to be asked in a loop.
    private var mayMerge = true

    init(_ writer: Writer, leftovers: [String]) {
        self.writer = writer
        self.leftovers = leftovers
    }

    mutating func run() {
        while true {
            recycleTable()
            let (waiting, adopted, isClosing) = writer.state.withLock {
                ($0.waiting, $0.adopted, $0.isClosing)
            }
            if let waiting {
                if write(waiting) { continue }
                if isClosing { break }
                writer.work.wait()  // The owner asks again when it needs room.
                continue
            }
            if isClosing { break }
            let hasMerged = advanceMerges()
            let hasRemoved = removeLeftovers(adopted: adopted)
            if hasMerged || hasRemoved { continue }
            writer.state.withLock { $0.isIdle = $0.waiting == nil && retired.isEmpty }
            writer.work.wait()
        }
        for (_, run) in retired { Directory.remove(run.file.path) }
        for path in leftovers { Directory.remove(path) }
    }

    private func recycleTable() {
        guard let table = writer.state.withLock({ $0.spent.take() }) else { return }
        table.clear()
        writer.state.withLock { $0.spare = table }
    }

    /// False when the disk refused.
    private mutating func write(_ frozen: Writer.Frozen) -> Bool {
        do throws(IndexError) {
            let run = try makeRun(of: frozen)
            publish { state in
                state.runs.append(run)
                state.waiting = nil
                state.tableFailure = nil
                state.mergeFailure = nil
            }
            mayMerge = true
            writer.progress.signal()
            return true
        } catch {
            writer.state.withLock { $0.tableFailure = error }
            writer.progress.signal()
            return false
        }
    }

    private func makeRun(of frozen: Writer.Frozen) throws(IndexError) -> Run {
        let header = RunHeader(
            epoch: writer.epoch, first: frozen.number, last: frozen.number, tier: 0,
            count: UInt64(frozen.table.count), coveredThrough: frozen.coveredThrough)
        var builder = try RunBuilder(
            header, in: writer.directory, options: writer.options, meter: writer.meter)
        try frozen.table.forEach { (entry) throws(IndexError) in try builder.append(entry) }
        return try builder.finish()
    }

    private func publish(_ change: (inout Writer.State) -> Void) {
        let version = writer.state.withLock { state in
            change(&state)
            state.version += 1
            return state.version
        }
        writer.version.store(version, ordering: .releasing)
    }

    /// Begins the merges that are due and does a slice of the lowest; false when there are none.
    private mutating func advanceMerges() -> Bool {
        guard mayMerge else { return false }
        do throws(IndexError) {
            try beginMerges()
            guard let merge = merges.first else { return false }
            if let run = try merge.advance(by: Self.slice) {
                merges.removeFirst()
                replace(merge.inputs, by: run)
            }
            return true
        } catch {
            writer.state.withLock { $0.mergeFailure = error }
            merges = []
            mayMerge = false
            return false
        }
    }

    /// Begins, for each tier without one, the merge of the oldest neighbours that are enough.
    private mutating func beginMerges() throws(IndexError) {
        let runs = writer.state.withLock { $0.runs }
        let fanOut = writer.options.fanOut
        for start in runs.indices.dropLast(fanOut - 1) {
            let tier = runs[start].header.tier
            let due = runs[start..<(start + fanOut)]
            // Only neighbours, or newer values would come to lie before older ones.
            guard due.allSatisfy({ $0.header.tier == tier }), !merges.contains(where: { $0.tier == tier })
            else { continue }
            merges.append(
                try Merge(
                    Array(due), in: writer.directory, options: writer.options, meter: writer.meter))
            merges.sort { $0.tier < $1.tier }
        }
    }

    private mutating func replace(_ inputs: [Run], by run: Run) {
        var newVersion = 0
        publish { state in
            guard let place = state.runs.firstIndex(where: { $0 === inputs.first }) else { return }
            state.runs.replaceSubrange(place..<(place + inputs.count), with: [run])
            newVersion = state.version + 1
        }
        retired += inputs.map { (newVersion, $0) }
    }

    /// Cuts a piece off the first file no longer read by anybody; false when there is none.
    private mutating func removeLeftovers(adopted: Int) -> Bool {
        leftovers += retired.filter { $0.version <= adopted }.map(\.run.file.path)
        retired.removeAll { $0.version <= adopted }
        guard let path = leftovers.first else { return false }
        if Directory.shrink(path, by: Self.cut) { leftovers.removeFirst() }
        return true
    }
}
