import Decisions
import EventLog
public import Vocabulary

/// The state is written down now and then, so that a start folds only what came after.
extension WritePath {
    /// Begins a checkpoint when one is due, and looks after the one under way. To be called between groups.
    ///
    /// What it costs here is a copy of the state's tables, not of the orders: those are copied in pieces, as far as they
    /// change while the checkpoint is written beside.
    public func checkpointIfDue(at now: Instant) throws {
        if let report = checkpoints?.outcome(at: now) { tell(report) }
        // Only where a frame ends can the log be asked later whether it still holds the same.
        guard log.fillingBytes == 0, log.refusal == nil,
            checkpoints?.isDue(at: now, position: log.next) == true, !cold.isBusy
        else { return }
        try beginCheckpoint(at: now)
        if let report = checkpoints?.outcome(at: now) { tell(report) }
    }

    /// Writes down what came since the last checkpoint and waits for it, before an orderly end.
    public func finishCheckpoints(at now: () -> Instant) throws {
        try awaitCheckpoint(now)
        guard log.fillingBytes == 0, log.refusal == nil, log.durable == log.next,
            checkpoints?.isBehind(log.next) == true
        else { return }
        try beginCheckpoint(at: now())
        try awaitCheckpoint(now)
    }

    /// Makes sure that the next start folds the log: what left memory turned out to be damaged.
    public func discardCheckpoint() {
        if let checkpoints { try? CheckpointFile.discard(in: checkpoints.storage) }
    }

    private func tell(_ report: CheckpointReport) {
        figures.count(report)
        onCheckpoint(report)
    }

    private func beginCheckpoint(at now: Instant) throws {
        guard let storage = checkpoints?.storage else { return }
        let job = CheckpointJob(
            state.snapshot(), try cold.seal(), rulebooks: activations, upTo: log.next, of: log,
            read: reader.storage, to: storage)
        checkpoints?.begin(job, at: now)
    }

    private func awaitCheckpoint(_ now: () -> Instant) throws {
        while checkpoints?.isUnderWay == true {
            if let report = checkpoints?.outcome(at: now()) { return tell(report) }
            Checkpoints.pause()
        }
    }
}
