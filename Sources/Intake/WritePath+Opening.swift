public import EventLog
public import Rulebook
public import Vocabulary

extension WritePath {
    /// Folds the whole log into the gate's state.
    ///
    /// - Parameters:
    ///   - rules: what judges while the log names no rulebook.
    ///   - scratch: a directory of ours alone, emptied here: what left memory is kept there.
    ///   - finishedOrdersKept: finished orders kept in memory for facts that come a little late.
    ///   - idleAfter: for so long, by the log's time, an order stays in memory of which nothing is heard.
    ///   - progress: told the position reached, now and then.
    public convenience init(
        log: EventLog, reader: LogReader, rules: Rulebook, phones: PhoneLibrary, scratch: String,
        finishedOrdersKept: Int = 10_000, idleAfter: Interval = .days(60),
        progress: (UInt64) -> Void = { _ in }
    ) throws {
        try self.init(
            log: log, reader: reader, rules: rules, phones: phones, goods: try GoodsLibrary(rules: rules),
            cold: try ColdStore(in: scratch), finishedOrdersKept: finishedOrdersKept, idleAfter: idleAfter,
            progress: progress)
    }
}
