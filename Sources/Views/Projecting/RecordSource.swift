public import Rulebook
public import Vocabulary

/// Where a projector gets its records: the log, or a list in a test.
public protocol RecordSource: Sendable {
    /// The position the next record will get: one past the last that may be read.
    func end() throws(ViewError) -> Position

    /// Replaces `batch` by the records from `position` on, at most about `count`, and returns where to go on. The batch
    /// may begin before `position`; it is empty when there is nothing new.
    func read(from position: Position, atMost count: Int, into batch: inout RecordBatch) throws(ViewError)
        -> Position

    /// A rulebook that lies at `position`, for a source that is read from somewhere behind it: whose clocks are
    /// believed is asked of the rulebook (R24).
    func learn(_ rulebook: Rulebook, at position: Position)

    /// Blocks until there is a record at `position`, or for `timeout`.
    func wait(for position: Position, atMost timeout: Duration) -> Bool
}
