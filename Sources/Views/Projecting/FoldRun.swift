import Foundation
import GRDB
import Rulebook
import Vocabulary

/// One open file of a view, and the fold that writes it: read, fold, flush, checkpoint.
final class FoldRun<F: Fold> {
    private let file: ViewFile
    private let plan: ViewPlan<F>
    private let source: any RecordSource
    /// What counts while the log names no rulebook.
    private let rulebook: Rulebook
    private var rules: ViewRules
    private let options: ProjectorOptions
    private let progress: Progress
    /// Nobody reads it yet, and a crash throws it away.
    private let isBuilding: Bool
    private var memory: ViewMemory

    private let database: DatabaseQueue
    private let checkpointer: WALCheckpointer?
    private var projection: F?
    private var context: FoldContext?
    private(set) var checkpoint = Checkpoint()
    /// Goes no further, as if the log ended there.
    var bound: Position?
    private var batch = RecordBatch()
    /// Of the last flush: its records, and whether it took all there were.
    private var flushed: UInt64 = 0
    private var isAtEnd = false

    /// Goes on with a whole file.
    convenience init(
        _ plan: ViewPlan<F>, _ file: ViewFile, at path: String, open database: DatabaseQueue,
        from source: any RecordSource, under rulebook: Rulebook, _ options: ProjectorOptions,
        _ progress: Progress
    ) throws {
        try self.init(
            plan, file, database, try WALCheckpointer(file, path: path), source, rulebook, options, progress,
            ViewMemory(rows: options.cacheRows))
    }

    /// Begins a file from the first record. The caller holds the right to.
    convenience init(
        building plan: ViewPlan<F>, _ file: ViewFile, from source: any RecordSource, under rulebook: Rulebook,
        _ options: ProjectorOptions, _ progress: Progress
    ) throws {
        let database = try file.connectForBuilding(withRollback: plan.needsRollback)
        try database.write { db in
            try db.execute(sql: Checkpoint.createTables)
            try plan.createTables(db)
            try db.execute(
                sql: "INSERT INTO projector VALUES (?, ?, 0, NULL, NULL, 0, 0)",
                arguments: [plan.name, plan.version])
        }
        try self.init(
            plan, file, database, nil, source, rulebook, options, progress,
            ViewMemory(rows: options.rebuildRows, hasKeys: false))
    }

    private init(
        _ plan: ViewPlan<F>, _ file: ViewFile, _ database: DatabaseQueue, _ checkpointer: WALCheckpointer?,
        _ source: any RecordSource, _ rulebook: Rulebook, _ options: ProjectorOptions, _ progress: Progress,
        _ memory: ViewMemory
    ) throws {
        self.plan = plan
        self.file = file
        self.database = database
        self.checkpointer = checkpointer
        self.source = source
        self.rulebook = rulebook
        self.options = options
        self.progress = progress
        self.memory = memory
        isBuilding = checkpointer == nil
        rules = ViewRules(rulebook)
        try load()
        let end = try source.end()
        guard checkpoint.next <= end else {
            throw ViewError.aheadOfLog(
                view: plan.name, checkpoint: checkpoint.next.rawValue, logEnd: end.rawValue)
        }
    }

    /// One flush: reads, folds and writes what follows the checkpoint. False when there was nothing.
    func advance() throws -> Bool {
        guard !hasReachedBound else { return false }
        var next = try source.read(from: checkpoint.next, atMost: options.chunkEvents, into: &batch)
        guard !batch.isEmpty else { return false }
        progress.isFolding(from: batch.begunAt)
        let patience = ContinuousClock.now + gathering
        do {
            try database.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    let start = checkpoint.next
                    repeat {
                        try foldBatch()
                        if isBuilding { progress.isBuilding(at: checkpoint.next) }
                        // Stopped before it is whole, it is worth nothing.
                        if isBuilding, progress.isStopping { return .commit }
                        guard isBuilding || next.rawValue - start.rawValue < options.flushEvents, !isFull,
                            !hasReachedBound
                        else { break }
                        next = try readOn(from: next, until: patience)
                    } while !batch.isEmpty
                    isAtEnd = batch.isEmpty
                    flushed = next.rawValue - start.rawValue
                    try projection?.flush()
                    checkpoint.parked = context?.parking.count ?? 0
                    try checkpoint.write(db)
                    try makeKeys(db)
                    return .commit
                }
            }
        } catch {
            // What is in memory may be ahead of the tables now: forget it all.
            if !isBuilding { try load() }
            throw error
        }
        checkpointer?.afterCommit()
        progress.reached(checkpoint, isBuilding ? .rebuilding : .following)
        return true
    }

    /// The fold has come to where the log ends, or ended a moment ago: the file gets what queries need, and is as every
    /// other when it is opened again. Closes it.
    func finishBuilding() throws {
        try database.writeWithoutTransaction { db in
            try db.inTransaction {
                try makeKeys(db)
                try plan.createIndexes(db)
                try db.execute(sql: "UPDATE projector SET indexed = 1")
                return .commit
            }
        }
        projection = nil
        context = nil
        try database.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL")
        }
        try database.close()
    }

    /// Some rows are only in the file now: from here on they are found there, and more may leave the memory.
    private func makeKeys(_ db: Database) throws {
        guard !memory.hasKeys else { return }
        try plan.createKeys(db)
        memory.hasKeys = true
    }

    /// What follows; while records come fast, also what comes a little later.
    private func readOn(from next: Position, until patience: ContinuousClock.Instant) throws -> Position {
        while true {
            let end = try source.read(from: next, atMost: options.chunkEvents, into: &batch)
            if !batch.isEmpty || progress.isStopping || ContinuousClock.now >= patience { return end }
            Thread.sleep(forTimeInterval: options.gather / .seconds(1))
        }
    }

    /// A row that changes ten times between two flushes is written once. So where records come faster than they
    /// are worth a flush of their own, the next one waits for more of them; what is late anyway does not wait.
    private var gathering: Duration {
        guard isAtEnd, flushed > options.busyEvents, !isBuilding else { return .zero }
        return min(options.gather * (Double(flushed) / Double(options.busyEvents)), options.longestGather)
    }

    private var hasReachedBound: Bool { bound.map { checkpoint.next >= $0 } ?? false }

    private var isFull: Bool { projection?.wantsFlush ?? false }

    /// Starts from what the file says.
    private func load() throws {
        projection = nil
        context = nil
        try database.writeWithoutTransaction { db in
            checkpoint = try Checkpoint.read(db) ?? Checkpoint()
            rules = ViewRules(rulebook)
            for known in try KnownRulebooks.read(db) {
                rules.activate(known.rulebook)
                source.learn(known.rulebook, at: known.position)
            }
            projection = try plan.make(rules, memory, db)
            context = try FoldContext(plan.events, rules, in: db)
        }
    }

    func close() {
        // Statements go before their connection, and the WAL is moved into the file by whoever closes last.
        projection = nil
        context = nil
        checkpointer?.close()
        try? database.close()
    }
}

/// The fold of one batch.
extension FoldRun {
    private func foldBatch() throws {
        guard let first = batch.first, let context else { return }
        let start = checkpoint.next
        guard first <= start else { throw ViewError.gap(expected: start.rawValue, found: first.rawValue) }
        let last = min(batch.next, bound ?? batch.next)
        var index = batch.index(of: start)
        for broken in batch.broken where broken.position >= start && broken.position < last {
            let end = batch.index(of: broken.position)
            try projection?.fold(batch, index..<end, with: context)
            try context.parking.park(broken.position, broken.order, broken.error)
            index = end
        }
        let end = last < batch.next ? batch.index(of: last) : batch.records.count
        try projection?.fold(batch, index..<max(index, end), with: context)
        checkpoint.next = max(start, last)
        let seen = last < batch.next ? batch.times(before: end) : (batch.recordedAt, batch.eventTime)
        checkpoint.recordedAt = seen.0
        // Records that come a second time are no later than they were.
        if let latest = seen.1 { checkpoint.eventTime = max(checkpoint.eventTime ?? latest, latest) }
        if let gap = batch.gap {
            throw ViewError.gap(expected: gap.expected.rawValue, found: gap.found.rawValue)
        }
    }
}
