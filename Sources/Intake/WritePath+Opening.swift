package import Decisions
public import EventLog
public import Rulebook
public import Vocabulary

extension WritePath {
    /// Makes the gate's state: from the checkpoint and the log's tail, or where there is none that belongs to this
    /// log, by folding the whole log.
    ///
    /// - Parameters:
    ///   - rules: what judges while the log names no rulebook.
    ///   - directory: of ours alone: checkpoints and what left memory are kept there. May be removed while nobody runs.
    ///   - finishedOrdersKept: finished orders kept in memory for facts that come a little late.
    ///   - idleAfter: for so long, by the log's time, an order stays in memory of which nothing is heard.
    ///   - progress: told the position reached, now and then.
    public convenience init(
        log: EventLog, reader: LogReader, rules: Rulebook, phones: PhoneLibrary, state directory: String,
        checkpoints options: CheckpointOptions = CheckpointOptions(),
        finishedOrdersKept: Int = 10_000, idleAfter: Interval = .days(60),
        progress: (UInt64) -> Void = { _ in }
    ) throws {
        try self.init(
            log: log, reader: reader, rules: rules, phones: phones, goods: try GoodsLibrary(rules: rules),
            state: directory, checkpoints: options, on: try Disk(directory),
            finishedOrdersKept: finishedOrdersKept, idleAfter: idleAfter, progress: progress)
    }

    /// The same with parts that took a while to make and may serve more than one.
    ///
    /// - Parameter storage: where checkpoints lie.
    package convenience init(
        log: EventLog, reader: LogReader, rules: Rulebook, phones: any PhoneChecking,
        goods: any GoodsSearching, state directory: String, checkpoints options: CheckpointOptions,
        on storage: any Storage, finishedOrdersKept: Int, idleAfter: Interval,
        progress: (UInt64) -> Void = { _ in }
    ) throws {
        let point = try StartingPoint.find(in: directory, storage, for: reader, upTo: log.next)
        let checkpoints = Checkpoints(in: storage, options, last: point.position)
        try self.init(
            log: log, reader: reader, rules: rules, phones: phones, goods: goods, from: point,
            checkpoints: checkpoints, finishedOrdersKept: finishedOrdersKept, idleAfter: idleAfter,
            progress: progress)
    }

    /// Folds the whole log, and writes no checkpoints.
    ///
    /// - Parameter cold: empty.
    package convenience init(
        log: EventLog, reader: LogReader, rules: Rulebook, phones: any PhoneChecking,
        goods: any GoodsSearching, cold: ColdStore, finishedOrdersKept: Int, idleAfter: Interval,
        progress: (UInt64) -> Void = { _ in }
    ) throws {
        try self.init(
            log: log, reader: reader, rules: rules, phones: phones, goods: goods,
            from: StartingPoint(folding: cold, because: nil), checkpoints: nil,
            finishedOrdersKept: finishedOrdersKept, idleAfter: idleAfter, progress: progress)
    }
}
