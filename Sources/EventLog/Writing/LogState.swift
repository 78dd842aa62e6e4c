import Synchronization

/// What all threads may know of a log: how far it is durable, and whether it still is.
final class LogState: Sendable {
    private let durablePosition: Atomic<UInt64>
    private let hasEnded = Atomic<Bool>(false)
    private let noRoomAhead = Atomic<Bool>(false)
    private let noRoomForFrame = Atomic<Bool>(false)
    private let waiters = Atomic<Int>(0)
    private let monitor = Monitor()
    private let storedFailure = Mutex<LogError?>(nil)
    private let listeners = Mutex<[Listener]>([])
    private let keptFigures = Mutex(LogFigures())
    private let directory: String

    /// In a struct, because a function itself in the mutex is wrapped once more every time it is looked at: after
    /// three hundred thousand commits the stack was too small to let go of it.
    private struct Listener: Sendable {
        var call: @Sendable () -> Void = {}
    }

    init(durable: UInt64, directory: String) {
        durablePosition = Atomic(durable)
        self.directory = directory
    }

    var durable: UInt64 { durablePosition.load(ordering: .acquiring) }
    var failure: LogError? { storedFailure.withLock { $0 } }

    /// As they were after the last commit.
    var figures: LogFigures { keptFigures.withLock { $0 } }

    /// Once a commit: nobody waits for a scrape.
    func keep(_ figures: LogFigures) { keptFigures.withLock { $0 = figures } }

    func onDurable(_ call: @escaping @Sendable () -> Void) {
        listeners.withLock { $0.append(Listener(call: call)) }
    }

    private func tellListeners() {
        for listener in listeners.withLock({ $0 }) { listener.call() }
    }

    /// Nil while records may be appended.
    var refusal: LogError? {
        if hasEnded.load(ordering: .relaxed), let failure { return failure }
        let isFull = noRoomAhead.load(ordering: .relaxed) || noRoomForFrame.load(ordering: .relaxed)
        return isFull ? .diskFull(file: directory) : nil
    }

    func setNoRoomAhead(_ isFull: Bool) { noRoomAhead.store(isFull, ordering: .relaxed) }
    func setNoRoomForFrame(_ isFull: Bool) { noRoomForFrame.store(isFull, ordering: .relaxed) }

    func advance(to position: UInt64) {
        durablePosition.store(position, ordering: .sequentiallyConsistent)
        wakeWaiters()
        tellListeners()
    }

    /// The first failure stays; later ones are its consequences.
    func fail(_ error: LogError) {
        storedFailure.withLock { if $0 == nil { $0 = error } }
        end()
        tellListeners()
    }

    /// Nothing becomes durable any more.
    func end() {
        hasEnded.store(true, ordering: .sequentiallyConsistent)
        wakeWaiters()
    }

    private func wakeWaiters() {
        guard waiters.load(ordering: .sequentiallyConsistent) > 0 else { return }
        monitor.withLock { monitor.wakeAll() }
    }

    /// Waits until more than `position` records are durable; false when time or the log ran out before.
    func wait(beyond position: UInt64, atMost patience: Duration) -> Bool {
        if durable > position { return true }
        let deadline = ContinuousDeadline(after: patience)
        waiters.add(1, ordering: .sequentiallyConsistent)
        defer { waiters.subtract(1, ordering: .sequentiallyConsistent) }
        return monitor.withLock {
            while durablePosition.load(ordering: .sequentiallyConsistent) <= position {
                if hasEnded.load(ordering: .sequentiallyConsistent) { return false }
                if !monitor.wait(until: deadline) { return durable > position }
            }
            return true
        }
    }
}
