/// The log, opened for writing. One process at a time holds it, and one thread in it appends.
///
/// Records collect in a frame in memory; a frame is one commit, so records between two commits are durable
/// together or not at all. While one frame is synced by the log's own thread, the next one fills.
///
/// `durable`, `failure`, `refusal`, `figures`, `onDurable` and `waitForRecords` are for any thread, all else for the owner.
public final class EventLog: @unchecked Sendable {
    private let committer: Committer
    private let packer: Packer
    private let state: LogState
    private var lock: (any Sendable)?
    private var filling: FrameBuffer
    private var lastRecordedAt: Int64
    private var isClosed = false
    /// The position the next record will get.
    public private(set) var next: UInt64
    /// What a crash left unfinished and opening removed; nil after an orderly end.
    public let cutTail: CutTail?

    /// A record is at most this long, in bytes.
    public static let maximumRecordBytes = 64 << 20

    /// Opens the log in a directory, which is made when it is not there.
    public static func open(
        directory: String, options: LogOptions = LogOptions()
    ) throws(LogError) -> EventLog {
        try open(Disk(directory, creating: true), options: options)
    }

    /// Opens the log on any storage: checks its end, cuts off what a crash left unfinished and makes sure that
    /// what is there is on the disk.
    public static func open(
        _ storage: any Storage, options: LogOptions = LogOptions()
    ) throws(LogError) -> EventLog {
        try EventLog(storage, options)
    }

    private init(_ storage: any Storage, _ options: LogOptions) throws(LogError) {
        lock = try storage.lock()
        let (end, cut) = try Recovery.open(storage)
        cutTail = cut
        next = end.position
        lastRecordedAt = end.recordedAt
        filling = FrameBuffer(capacity: options.frameBytes)
        state = LogState(durable: end.position, directory: storage.directory)
        let preparer = Preparer(storage, options: options, state: state)
        let spares = try Spares(storage)
        packer = Packer(storage, spares, options: options, state: state)
        let writer = try SegmentWriter(
            storage, options: options, at: end, preparer: preparer, spares: spares)
        do throws(LogError) {
            try writer.mark()
        } catch {
            // A full disk takes nothing away from what is there; appending will say so.
            guard case .diskFull = error else { throw error }
        }
        committer = Committer(writer, preparer, packer, options: options, state: state)
    }

    deinit { close() }

    /// The recorded time of the frame that is filling, nanoseconds since 1970. Opens one if none is, with `now`
    /// or, when the clock went back, with the time of the frame before: time in the log never decreases.
    public func recordedTime(now: Int64) -> Int64 {
        if filling.isEmpty { filling.recordedAt = max(now, lastRecordedAt) }
        lastRecordedAt = filling.recordedAt
        return lastRecordedAt
    }

    /// Copies a record into the filling frame and returns its position. Nothing is durable yet, and nothing is
    /// refused here: ask `refusal` before a group of records that belong together.
    @discardableResult
    public func append(_ record: UnsafeRawBufferPointer) -> UInt64 {
        precondition(record.count <= Self.maximumRecordBytes, "a record of \(record.count) bytes is too long")
        precondition(!isClosed, "the log is closed")
        let position = next
        if filling.isEmpty {
            filling.first = position
            filling.recordedAt = max(filling.recordedAt, lastRecordedAt)
        }
        unsafe filling.append(record)
        next = position + 1
        return position
    }

    /// Bytes that wait in memory for the commit before them to end. Over a cap of its own the owner should take
    /// nothing in.
    public var fillingBytes: Int { filling.isEmpty ? 0 : filling.byteCount }

    /// Hands the filling frame to the commit thread; does nothing when it is empty or a commit is under way.
    /// Call it between groups and after `onDurable`.
    public func commitIfIdle() {
        guard !isClosed else { return }
        committer.retry()
        guard !filling.isEmpty, !committer.isBusy, state.failure == nil else { return }
        filling = committer.take(filling)
    }

    /// Positions below this one are on the disk.
    public var durable: UInt64 { state.durable }

    /// Why the log stopped for good: a write or a sync failed. Never retried; the process should end.
    public var failure: LogError? { state.failure }

    /// Why nothing may be appended now: a failure, or a full disk. What was appended before stays in memory and
    /// is written when there is room; the refusal then ends by itself.
    public var refusal: LogError? { state.refusal }

    /// What was written since the log was opened, as of the last commit. Any thread.
    public var figures: LogFigures { state.figures }

    /// Packs one sealed segment, or moves one into the archive. For logs without threads of their own
    /// (`commitsInline`); all others do it by themselves.
    /// - Returns: false when there was nothing to do.
    public func packSealed() throws(LogError) -> Bool { try packer.step() }

    /// From now on `call` is called on the commit thread after each sync, and once on failure; beside those given before.
    public func onDurable(_ call: @escaping @Sendable () -> Void) { state.onDurable(call) }

    /// With `LogOptions.worksInSteps`: one piece of a thread's work. False when there was nothing to do.
    package func step(_ step: LogStep) -> Bool { committer.step(step) }

    /// Waits until the record at `position` is durable. False when the time is over or the log closed before.
    public func waitForRecords(beyond position: UInt64, atMost patience: Duration) -> Bool {
        state.wait(beyond: position, atMost: patience)
    }

    /// Commits what is filling, waits for it, and lets go of the log. Closing twice does nothing.
    public func close() {
        guard !isClosed else { return }
        isClosed = true
        committer.finish(filling)
        lock = nil
    }
}
