import Foundation
import GRDB
package import Rulebook
import Vocabulary

/// The life of one projection on its thread: files, checkpoint, fold, flush.
package final class ProjectorRun<P: Projection> {
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
    private var batch = RecordBatch()
    private static var wanted: EventTypes { P.events.union(EventTypes(.rulebookActivated)) }
    /// Of the last flush: its records, and whether it took all there were.
    private var flushed: UInt64 = 0
    private var isAtEnd = false

    package init(
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
    package func catchUp() throws {
        while !progress.isStopping, try advance() {}
        guard !progress.isStopping else { return }
        try finishRebuild()
        progress.reached(checkpoint, .following)
    }

    /// One flush: reads, folds and writes what follows the checkpoint. False when there was nothing.
    package func advance() throws -> Bool {
        var next = try source.read(from: checkpoint.next, atMost: options.chunkEvents, into: &batch)
        guard !batch.isEmpty else { return false }
        progress.isFolding(from: batch.begunAt)
        let patience = ContinuousClock.now + gathering
        do {
            try database.writeWithoutTransaction { db in
                try db.inTransaction(.immediate) {
                    let start = checkpoint.next
                    repeat {
                        try fold(db)
                        guard next.rawValue - start.rawValue < options.flushEvents, !isFull else { break }
                        next = try readOn(from: next, until: patience)
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
        guard isAtEnd, flushed > options.busyEvents else { return .zero }
        return min(options.gather * (Double(flushed) / Double(options.busyEvents)), options.longestGather)
    }

    private var isFull: Bool { projection?.wantsFlush ?? false }

    private func fold(_ db: Database) throws {
        guard let first = batch.first else { return }
        let start = checkpoint.next
        guard first <= start else { throw ViewError.gap(expected: start.rawValue, found: first.rawValue) }
        var index = batch.index(of: start)
        for broken in batch.broken where broken.position >= start {
            let end = batch.index(of: broken.position)
            try fold(index..<end, in: db)
            try parking?.park(broken.position, broken.order, broken.error)
            index = end
        }
        try fold(index..<batch.records.count, in: db)
        checkpoint.next = max(start, batch.next)
        checkpoint.recordedAt = batch.recordedAt
        // Records that come a second time are no later than they were.
        if let latest = batch.eventTime { checkpoint.eventTime = max(checkpoint.eventTime ?? latest, latest) }
        if let gap = batch.gap {
            throw ViewError.gap(expected: gap.expected.rawValue, found: gap.found.rawValue)
        }
    }

    /// Folds those records that the view asks for; the others cost it a look at a byte.
    private func fold(_ places: Range<Int>, in db: Database) throws {
        let wanted = Self.wanted
        guard !wanted.isDisjoint(with: batch.present) else { return }
        let (records, types) = (batch.records, batch.types)
        let lent = records.span
        for place in places where wanted.has(types[place]) {
            try fold(lent[place], in: db)
        }
    }

    private func fold(_ record: borrowing Recorded, in db: Database) throws {
        rules.advance(to: record.recordedAt)
        if case .rulebookActivated(let it) = record.event.payload {
            try activate(it, at: record.position, in: db)
            guard P.events.contains(.rulebookActivated) else { return }
        }
        try fold(record)
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

    package func close() { closeFile() }

    private func closeFile() {
        // Statements go before their connection, and the WAL is moved into the file by whoever closes last.
        projection = nil
        parking = nil
        checkpointer.close()
        try? database.close()
    }
}
