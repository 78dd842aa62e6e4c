import Synchronization

/// Writes and syncs one frame at a time, on a thread of its own or in the caller's: at once, or step by step.
final class Committer: @unchecked Sendable {
    private let writer: SegmentWriter
    private let preparer: Preparer
    private let packer: Packer
    private let state: LogState
    private let markAfter: Duration
    private let isInline: Bool
    private let isStepped: Bool
    private let busy = Atomic<Bool>(false)
    private let monitor = Monitor()
    // Read and changed only while the monitor is locked, or inline.
    private var pending: FrameBuffer?
    private var spare: FrameBuffer?
    private var isStopping = false
    private var workers: [Worker] = []

    init(
        _ writer: SegmentWriter, _ preparer: Preparer, _ packer: Packer, options: LogOptions, state: LogState
    ) {
        self.writer = writer
        self.packer = packer
        self.preparer = preparer
        self.state = state
        markAfter = options.markAfter
        isInline = options.commitsInline
        isStepped = options.worksInSteps
        spare = FrameBuffer(capacity: options.frameBytes)
        guard !isInline, !isStepped else { return }
        workers.append(Worker(name: "log-commit") { [self] in run() })
        if packer.isWanted {
            writer.onSealed = { [packer] in packer.wake() }
            workers.append(Worker(name: "log-pack") { [packer] in packer.run() })
        }
        guard options.preparedBytes > 0 else { return }
        workers.append(Worker(name: "log-prepare") { [preparer] in preparer.run() })
    }

    /// Whether a frame is on its way; then the next one waits.
    var isBusy: Bool { busy.load(ordering: .acquiring) }

    /// Takes a frame over and gives an empty one for it. Call only when not busy.
    func take(_ frame: FrameBuffer) -> FrameBuffer {
        let empty = monitor.withLock {
            let empty = spare ?? FrameBuffer(capacity: FrameHeader.byteCount)
            spare = nil
            pending = frame
            busy.store(true, ordering: .releasing)
            monitor.wakeAll()
            return empty
        }
        if isInline { retry() }
        return empty
    }

    /// Inline: writes the frame that is on its way, if one is.
    func retry() {
        guard isInline, let frame = pending, state.failure == nil else { return }
        do throws(LogError) {
            try writer.write(frame)
        } catch {
            guard case .diskFull = error else { return state.fail(error) }
            return state.setNoRoomForFrame(true)
        }
        finished(frame)
    }

    private func finished(_ frame: FrameBuffer) {
        state.setNoRoomForFrame(false)
        state.keep(writer.figures)
        frame.clear()
        monitor.withLock {
            spare = frame
            pending = nil
            busy.store(false, ordering: .releasing)
            monitor.wakeAll()
        }
        state.advance(to: writer.next)
    }

    /// The thread's work: until stopped, or for good after a failure.
    private func run() {
        while let work = waitForWork() {
            switch perform(work) {
            case .done: continue
            case .failed: return
            case .noRoom: guard pause() else { return fail(state.refusal ?? .diskFull(file: "")) }
            }
        }
    }

    /// One round of that work in the caller's thread; false when there is nothing to do.
    func step(_ step: LogStep) -> Bool {
        guard !isStopping else { return false }
        switch step {
        case .commit:
            guard let pending else { return false }
            _ = perform(.frame(pending))
        case .mark:
            guard pending == nil, writer.needsMark else { return false }
            _ = perform(.mark)
        case .prepare:
            return preparer.step()
        }
        return true
    }

    private enum Result { case done, noRoom, failed }

    private func perform(_ work: Work) -> Result {
        do throws(LogError) {
            switch work {
            case .frame(let frame):
                try writer.write(frame)
                finished(frame)
            case .mark:
                try writer.mark()
            }
            return .done
        } catch {
            guard case .diskFull = error else {
                fail(error)
                return .failed
            }
            guard case .frame = work else { return .done }
            state.setNoRoomForFrame(true)
            return .noRoom
        }
    }

    private enum Work {
        case frame(FrameBuffer)
        case mark
    }

    private func waitForWork() -> Work? {
        let deadline = ContinuousDeadline(after: markAfter)
        var mayMark = writer.needsMark
        return monitor.withLock {
            while true {
                if let pending { return .frame(pending) }
                if isStopping { return nil }
                if !mayMark {
                    monitor.wait()
                } else if !monitor.wait(until: deadline) {
                    mayMark = false
                    if pending == nil { return .mark }
                }
            }
        }
    }

    private func fail(_ error: LogError) {
        monitor.withLock {
            isStopping = true
            monitor.wakeAll()
        }
        state.fail(error)
    }

    /// A while before room is looked for again; false when stopped.
    private func pause() -> Bool {
        let deadline = ContinuousDeadline(after: .milliseconds(100))
        return monitor.withLock {
            while !isStopping, monitor.wait(until: deadline) {}
            return !isStopping
        }
    }

    /// Commits `last`, ends the threads and marks the end of the log. With a full disk it does not wait for room.
    func finish(_ last: FrameBuffer) {
        if !last.isEmpty, waitUntilIdle() { _ = take(last) }
        _ = waitUntilIdle()
        monitor.withLock {
            isStopping = true
            monitor.wakeAll()
        }
        preparer.stop()
        packer.stop()
        for worker in workers { worker.join() }
        workers = []
        if pending == nil, state.failure == nil {
            // Without the mark nothing is lost; only the proof that the last frame was synced is missing.
            try? writer.mark()
        } else if state.failure == nil {
            state.fail(state.refusal ?? .diskFull(file: ""))
        }
        state.end()
    }

    /// False when the frame on its way will not be written.
    private func waitUntilIdle() -> Bool {
        retry()
        while isStepped, state.refusal == nil, step(.commit) {}
        if isStepped { return pending == nil }
        let short = Duration.milliseconds(20)
        return monitor.withLock {
            while pending != nil {
                if isInline || isStopping || state.refusal != nil { return false }
                _ = monitor.wait(until: ContinuousDeadline(after: short))
            }
            return true
        }
    }
}
