import Decisions
import EventLog
import Glibc
import Synchronization
public import Vocabulary
import ZeroMQ

/// How often the gate's state is written down. The defaults suit a daemon.
public struct CheckpointOptions: Sendable {
    /// Records after which it is written again: about as many are folded at a start after a crash.
    public var records: UInt64 = 500_000
    /// Fewer records are written down after so long.
    public var after: Interval = .minutes(5)
    /// Between two it rests for so many times as long as the last one took.
    public var rest: Int64 = 10
    /// Writes in the caller's thread and starts none: a simulator then decides every step.
    public var isInline = false

    public init() {}
}

/// What became of a checkpoint, for the daemon's own log.
public enum CheckpointReport: Sendable {
    /// Written up to a position.
    case written(position: UInt64, bytes: Int, took: Interval)
    /// Not written; the one before stays, and another try follows.
    case failed(position: UInt64, reason: String)
}

/// When a checkpoint is due, and the one being written.
struct Checkpoints {
    let storage: any Storage
    private let options: CheckpointOptions
    private var thread: DedicatedThread?
    private var job: (job: CheckpointJob, begun: Instant)?
    /// The position up to which the last one goes, and when it was begun.
    private var last: (position: UInt64, at: Instant?)
    private var notBefore = Instant(nanoseconds: .min)

    init(in storage: any Storage, _ options: CheckpointOptions, last position: UInt64) {
        self.storage = storage
        self.options = options
        last = (position, nil)
    }

    var isUnderWay: Bool { job != nil }

    /// Whether there is anything that no checkpoint holds.
    func isBehind(_ position: UInt64) -> Bool { position > last.position }

    /// For whoever waits for the one under way.
    static func pause() { usleep(1000) }

    /// Whether to begin one up to `position`.
    mutating func isDue(at now: Instant, position: UInt64) -> Bool {
        guard job == nil, position > last.position else { return false }
        let since = last.at ?? now
        if last.at == nil { last.at = now }
        if position - last.position >= options.records { return now >= notBefore }
        return now - since >= options.after && now >= notBefore
    }

    mutating func begin(_ job: CheckpointJob, at now: Instant) {
        self.job = (job, now)
        last.at = now
        if options.isInline { return job.run() }
        let thread = thread ?? DedicatedThread(name: "checkpoint")
        self.thread = thread
        thread.run {
            // The intake and the log go first.
            ThreadPriority.behindAnswers.apply()
            job.run()
        }
    }

    /// What became of the one under way; nil while it is.
    mutating func outcome(at now: Instant) -> CheckpointReport? {
        guard let (job, begun) = job, let result = job.result else { return nil }
        self.job = nil
        let took = now - begun
        notBefore = now + Interval(nanoseconds: took.nanoseconds * options.rest)
        switch result {
        case .success(let bytes):
            last.position = job.position
            return .written(position: job.position, bytes: bytes, took: took)
        case .failure(let failure):
            notBefore = max(notBefore, now + .minutes(1))
            return .failed(position: job.position, reason: failure.reason)
        }
    }
}

/// Writes one checkpoint.
final class CheckpointJob: Sendable {
    struct Failure: Error { let reason: String }

    let position: UInt64
    private let snapshot: GateSnapshot
    private let cold: ColdStore.Seal
    private let rulebooks: [UInt64]
    private let storage: any Storage
    private let log: EventLog
    private let logStorage: any Storage
    private let outcome = Mutex<Result<Int, Failure>?>(nil)

    /// - Parameter log: whose frame before `position` is on its way to disk.
    init(
        _ snapshot: GateSnapshot, _ cold: ColdStore.Seal, rulebooks: [UInt64], upTo position: UInt64,
        of log: EventLog, read logStorage: any Storage, to storage: any Storage
    ) {
        self.snapshot = snapshot
        self.cold = cold
        self.rulebooks = rulebooks
        self.position = position
        self.log = log
        self.logStorage = logStorage
        self.storage = storage
    }

    /// Its size, or why it was not written; nil while it is being written.
    var result: Result<Int, Failure>? { outcome.withLock { $0 } }

    func run() {
        let result: Result<Int, Failure>
        do {
            result = .success(try write())
        } catch {
            result = .failure(Failure(reason: "\(error)"))
        }
        outcome.withLock { $0 = result }
    }

    private func write() throws -> Int {
        let notes = CheckpointNotes(cold: cold.notes, rulebooks: rulebooks)
        let file = OpenCheckpoint(try CheckpointWriter(in: storage))
        try unsafe notes.bytes.withUnsafeBytes { try unsafe file.write($0) }
        try unsafe snapshot.write { try unsafe file.write($0) }
        while try !cold.isWritten() { usleep(1000) }
        try cold.sync()
        // The log has it in its hands, so this is a sync at most; what waits for room on a full disk is given up.
        for _ in 0..<60 where log.durable < position {
            if let reason = log.failure ?? log.refusal { throw reason }
            _ = log.waitForRecords(beyond: position - 1, atMost: .seconds(1))
        }
        guard let mark = try LogReader(logStorage).mark(at: position) else {
            throw Failure(reason: "no commit of the log ends at position \(position)")
        }
        return try file.finish(layout: GateState.layout, mark: mark)
    }
}

/// A writer that a closure may hold.
private final class OpenCheckpoint {
    private var writer: CheckpointWriter?

    init(_ writer: consuming CheckpointWriter) { self.writer = consume writer }

    func write(_ bytes: UnsafeRawBufferPointer) throws { try unsafe writer?.write(bytes) }

    func finish(layout: UInt32, mark: LogMark) throws -> Int {
        try writer.take()?.finish(layout: layout, mark: mark) ?? 0
    }
}
