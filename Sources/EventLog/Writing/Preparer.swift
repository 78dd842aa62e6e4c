import Synchronization

/// Writes zeros ahead of the tail, so that a frame lands in blocks the file already has.
///
/// On a thread of its own, a mebibyte at a time: a sync of the tail then never waits for more than that.
final class Preparer: @unchecked Sendable {
    /// How far the file is written. Below it the tail may write without asking.
    private let prepared = Atomic<Int>(0)
    private let tail = Atomic<Int>(0)
    private let isWaiting = Atomic<Bool>(false)
    private let monitor = Monitor()
    // The rest is read and changed only while the monitor is locked.
    private var name: String?
    private var file: (any StoredFile)?
    private var isStopping = false

    private let storage: any Storage
    private let aheadBytes: Int
    private let segmentBytes: Int
    private let state: LogState

    init(_ storage: any Storage, options: LogOptions, state: LogState) {
        self.storage = storage
        self.state = state
        aheadBytes = options.preparedBytes
        segmentBytes = options.segmentBytes
    }

    /// Goes over to another segment.
    func follow(_ name: String, prepared end: Int, tail start: Int) {
        monitor.withLock {
            self.name = name
            file = nil
            prepared.store(end, ordering: .sequentiallyConsistent)
            tail.store(start, ordering: .sequentiallyConsistent)
            monitor.wakeAll()
        }
    }

    /// Before bytes up to `end` are written: no zeros will be written below it from now on.
    func claim(_ end: Int) {
        guard end > prepared.load(ordering: .sequentiallyConsistent) else { return }
        monitor.withLock {
            let known = prepared.load(ordering: .sequentiallyConsistent)
            prepared.store(max(known, end), ordering: .sequentiallyConsistent)
        }
    }

    /// After a frame was written: there may be too little left ahead.
    func advance(_ end: Int) {
        tail.store(end, ordering: .sequentiallyConsistent)
        guard prepared.load(ordering: .sequentiallyConsistent) - end < aheadBytes / 2 else { return }
        guard isWaiting.load(ordering: .sequentiallyConsistent) else { return }
        monitor.withLock { monitor.wakeAll() }
    }

    func stop() {
        monitor.withLock {
            isStopping = true
            monitor.wakeAll()
        }
    }

    /// The thread's work, until stopped or a sync fails.
    func run() {
        while true {
            switch prepare(waiting: true) {
            case .done: continue
            case .nothing, .failed: return
            case .noRoom: guard pause() else { return }
            }
        }
    }

    /// One round of that work in the caller's thread; false when there is nothing to do.
    func step() -> Bool {
        switch prepare(waiting: false) {
        case .done, .noRoom, .failed: true
        case .nothing: false
        }
    }

    private enum Result { case done, nothing, noRoom, failed }

    private func prepare(waiting: Bool) -> Result {
        do throws(LogError) {
            guard let file = try writeSlice(waiting: waiting) else { return .nothing }
            try file.sync()
            state.setNoRoomAhead(false)
            return .done
        } catch {
            guard case .diskFull = error else {
                state.fail(error)
                return .failed
            }
            state.setNoRoomAhead(true)
            return .noRoom
        }
    }

    /// Writes some zeros, when they are wanted or once they are; nil when stopped. The lock is held while writing, so
    /// that the tail cannot claim the same bytes.
    private func writeSlice(waiting: Bool) throws(LogError) -> (any StoredFile)? {
        try monitor.withLock { () throws(LogError) in
            guard let end = waiting ? waitForNeed() : endOfNeed(), let name else { return nil }
            let file: any StoredFile
            if let known = self.file { file = known } else { file = try storage.open(name, for: .write) }
            self.file = file
            let start = prepared.load(ordering: .sequentiallyConsistent)
            try unsafe file.write(UnsafeRawBufferPointer(rebasing: Zeros.bytes[..<(end - start)]), at: start)
            prepared.store(end, ordering: .sequentiallyConsistent)
            return file
        }
    }

    /// Where the next slice ends; nil when stopped.
    private func waitForNeed() -> Int? {
        while !isStopping {
            isWaiting.store(true, ordering: .sequentiallyConsistent)
            if let end = endOfNeed() {
                isWaiting.store(false, ordering: .sequentiallyConsistent)
                return end
            }
            monitor.wait()
        }
        return nil
    }

    /// Where the next slice ends; nil when enough lies ahead.
    private func endOfNeed() -> Int? {
        let start = prepared.load(ordering: .sequentiallyConsistent)
        let wanted = min(tail.load(ordering: .sequentiallyConsistent) + aheadBytes, segmentBytes)
        guard start < wanted else {
            // There may have been no room when more was wanted; what waited then may have filled the segment since.
            state.setNoRoomAhead(false)
            return nil
        }
        return min((start / Zeros.count + 1) * Zeros.count, segmentBytes)
    }

    /// A while before room is looked for again; false when stopped.
    private func pause() -> Bool {
        let deadline = ContinuousDeadline(after: .milliseconds(200))
        return monitor.withLock {
            while !isStopping, monitor.wait(until: deadline) {}
            return !isStopping
        }
    }
}
