import Synchronization

/// Packs sealed segments, moves them into the archive, and hands their files on. On a thread of its own with the
/// lowest priority, or step by step for a simulator.
final class Packer: @unchecked Sendable {
    private let storage: any Storage
    private let spares: Spares
    private let archive: (any Storage)?
    private let packs: Bool
    private let state: LogState
    private let monitor = Monitor()
    private let isStopping = Atomic<Bool>(false)
    /// A segment was sealed since the last look. Only while the monitor is locked.
    private var hasWork = true

    init(_ storage: any Storage, _ spares: Spares, options: LogOptions, state: LogState) {
        self.storage = storage
        self.spares = spares
        self.state = state
        packs = options.packsSealed
        archive = options.archive
    }

    var isWanted: Bool { packs || archive != nil }

    /// A segment was sealed.
    func wake() {
        monitor.withLock {
            hasWork = true
            monitor.wakeAll()
        }
    }

    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        monitor.withLock { monitor.wakeAll() }
    }

    /// The thread's work, until stopped. A full disk lets it wait; anything else ends the log, since it means that
    /// what was acknowledged is damaged or that the disk fails.
    func run() {
        ThreadPriority.behindAll.apply()
        while waitForWork() {
            do throws(LogError) {
                while !mustStop, try step() {}
            } catch {
                guard case .diskFull = error else { return state.fail(error) }
                guard pause() else { return }
            }
        }
    }

    private var mustStop: Bool { isStopping.load(ordering: .relaxed) || state.failure != nil }

    private func waitForWork() -> Bool {
        monitor.withLock {
            while !hasWork, !mustStop { monitor.wait() }
            hasWork = false
            return !mustStop
        }
    }

    private func pause() -> Bool {
        let deadline = ContinuousDeadline(after: .seconds(5))
        return monitor.withLock {
            while !mustStop, monitor.wait(until: deadline) {}
            hasWork = true
            return !mustStop
        }
    }

    /// One segment packed, or one moved into the archive. False when there is nothing to do.
    func step() throws(LogError) -> Bool {
        let names = Set(try storage.list())
        // The newest one is being written.
        for first in Set(names.compactMap(SegmentName.first)).sorted().dropLast() {
            if packs, names.contains(SegmentName.of(first)) {
                guard try pack(first, isPacked: names.contains(SegmentName.packed(first))) else { continue }
                return true
            }
        }
        guard let archive else { return false }
        let mover = Archiver(from: storage, to: archive)
        guard let first = try mover.next() else { return false }
        try mover.move(first)
        return true
    }

    /// False when it turns out not to be sealed yet, or when told to stop.
    private func pack(_ first: UInt64, isPacked: Bool) throws(LogError) -> Bool {
        let plain = try Segment(SegmentName.of(first), in: storage, for: .read)
        if isPacked, let packed = try Segment.openPacked(first, in: storage), packed.header == plain.header {
            // The crash came between the two names. What counts was checked before it got its name.
            try spares.keep(plain.name)
            return true
        }
        var writer = PackedWriter(target: storage)
        writer.mustStop = { [self] in mustStop }
        guard try writer.pack(plain) == nil else { return false }
        try spares.keep(plain.name)
        return true
    }
}
