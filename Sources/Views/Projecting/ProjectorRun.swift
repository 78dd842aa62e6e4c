import Foundation
import GRDB
import Rulebook
import Vocabulary

/// The life of one projection on its thread: files, checkpoint, fold, flush.
final class ProjectorRun<P: Projection> {
    private let file: ViewFile
    private let source: any RecordSource
    /// What counts while the log names no rulebook.
    private let rulebook: Rulebook
    private var rules: ViewRules
    private let options: ProjectorOptions
    private let progress: Progress

    private var database: DatabaseQueue
    private var isRebuild: Bool
    private var checkpointer: WALCheckpointer
    private var projection: P?
    private var parking: Parking?
    private var checkpoint: Checkpoint
    private var batch: [Incoming] = []
    /// Of the last flush: its records, and whether it took all there were.
    private var flushed: UInt64 = 0
    private var isAtEnd = false

    init(
        directory: String, source: any RecordSource, under rulebook: Rulebook, options: ProjectorOptions,
        progress: Progress
    ) throws {
        file = ViewFile(P.self, in: directory)
        self.source = source
        self.rulebook = rulebook
        rules = ViewRules(rulebook)
        self.options = options
        self.progress = progress
        (database, isRebuild) = try file.open(P.self)
        checkpointer = try WALCheckpointer(file, path: isRebuild ? file.next : file.current)
        checkpoint = Checkpoint()
        try load()
        let end = try source.end()
        guard checkpoint.next <= end else {
            throw ViewError.aheadOfLog(
                view: P.name, checkpoint: checkpoint.next.rawValue, logEnd: end.rawValue)
        }
    }

    /// Applies what there is and goes on until told to stop.
    func follow() throws {
        progress.reached(checkpoint, isRebuild ? .rebuilding : .following)
        while !progress.isStopping {
            try catchUp()
            // Gathering makes few large flushes out of many small ones; and a source that does not wait, because
            // its log was closed, must not keep a core busy.
            _ = source.wait(for: checkpoint.next, atMost: .milliseconds(200))
            Thread.sleep(forTimeInterval: options.gather / .seconds(1))
        }
    }

    /// Applies what there is; a rebuild that gets there becomes the view.
    func catchUp() throws {
        while !progress.isStopping, try advance() { gatherWhenBusy() }
        guard !progress.isStopping else { return }
        try finishRebuild()
        progress.reached(checkpoint, .following)
    }

    /// A row that changes ten times between two flushes is written once. So where records come faster than they
    /// are worth a flush of their own, the next one waits for more of them; what is late anyway does not wait.
    private func gatherWhenBusy() {
        guard isAtEnd, flushed > options.busyEvents else { return }
        let pause = options.gather * (Double(flushed) / Double(options.busyEvents))
        Thread.sleep(forTimeInterval: min(pause, options.longestGather) / .seconds(1))
    }

    /// One flush: reads, folds and writes what follows the checkpoint. False when there was nothing.
    private func advance() throws -> Bool {
        batch.removeAll(keepingCapacity: true)
        var next = try source.read(from: checkpoint.next, atMost: options.chunkEvents, into: &batch)
        guard let first = batch.first else { return false }
        progress.isFolding(from: first.recordedAt)
        do {
            try database.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    let start = checkpoint.next
                    repeat {
                        try fold(db)
                        guard next.rawValue - start.rawValue < options.flushEvents, !isFull else { break }
                        batch.removeAll(keepingCapacity: true)
                        next = try source.read(from: next, atMost: options.chunkEvents, into: &batch)
                    } while !batch.isEmpty
                    isAtEnd = batch.isEmpty
                    flushed = next.rawValue - start.rawValue
                    try projection?.flush()
                    checkpoint.parked = parking?.count ?? 0
                    try checkpoint.write(db)
                    return .commit
                }
            }
        } catch {
            // What is in memory may be ahead of the tables now: forget it all.
            try load()
            throw error
        }
        checkpointer.afterCommit()
        progress.reached(checkpoint, isRebuild ? .rebuilding : .following)
        return true
    }

    private var isFull: Bool { projection?.wantsFlush ?? false }

    private func fold(_ db: Database) throws {
        for incoming in batch where incoming.position >= checkpoint.next {
            guard incoming.position == checkpoint.next else {
                throw ViewError.gap(
                    expected: checkpoint.next.rawValue, found: incoming.position.rawValue)
            }
            switch incoming {
            case .record(let record):
                rules.advance(to: record.recordedAt)
                if case .rulebookActivated(let it) = record.event.payload {
                    try activate(it, at: record.position, in: db)
                }
                try fold(record)
                // A rulebook's time is the beginning of its force: no parcel has come so far by it.
                if record.event.payload.type != .rulebookActivated {
                    checkpoint.eventTime = max(checkpoint.eventTime ?? record.event.time, record.event.time)
                }
            case .undecodable(let position, _, let order, let error):
                try parking?.park(position, order, error)
            }
            checkpoint.next = incoming.position.next
            checkpoint.recordedAt = incoming.recordedAt
        }
    }

    /// The gate read it before, so it can be read.
    private func activate(_ it: RulebookActivated, at position: Position, in db: Database) throws {
        rules.activate(try RulebookFile.parse(content: it.content, file: it.name).rules)
        try KnownRulebooks.write(it, at: position, in: db)
    }

    private func fold(_ record: borrowing Recorded) throws {
        guard let projection, let parking else { return }
        let order = try projection.order(of: record)
        if let order, parking.holds(order) {
            return try parking.park(record.position, order, "an earlier record of the order is parked")
        }
        do {
            try projection.fold(record, of: order)
        } catch .unfit(let reason) {
            try parking.park(record.position, order, reason)
        }
    }

    /// The first time a rebuild has reached the end of the log: it gets its indexes and becomes the view.
    private func finishRebuild() throws {
        try database.write { db in
            guard try Bool.fetchOne(db, sql: "SELECT indexed FROM projector") == false else { return }
            try P.createIndexes(in: db)
            try db.execute(sql: "UPDATE projector SET indexed = 1")
        }
        guard isRebuild else { return }
        closeFile()
        try file.promote()
        database = try file.connect(file.current)
        checkpointer = try WALCheckpointer(file, path: file.current)
        isRebuild = false
        try load()
    }

    /// Starts from what the file says.
    private func load() throws {
        projection = nil
        parking = nil
        try database.writeWithoutTransaction { db in
            checkpoint = try Checkpoint.read(db) ?? Checkpoint()
            rules = ViewRules(rulebook)
            for known in try KnownRulebooks.read(db) {
                rules.activate(known.rulebook)
                source.learn(known.rulebook, at: known.position)
            }
            projection = try P(rules: rules, cacheRows: options.cacheRows, in: db)
            parking = try Parking(in: db)
        }
    }

    func close() { closeFile() }

    private func closeFile() {
        // Statements go before their connection, and the WAL is moved into the file by whoever closes last.
        projection = nil
        parking = nil
        checkpointer.close()
        try? database.close()
    }
}
