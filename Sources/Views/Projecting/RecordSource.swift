public import Rulebook
public import Vocabulary

/// Where a projector gets its records: the log, or a list in a test.
public protocol RecordSource: Sendable {
    /// The position the next record will get: one past the last that may be read.
    func end() throws(ViewError) -> Position

    /// Appends the records from `position` on, at most about `count`, and returns where to go on.
    /// A record that cannot be decoded is said, never left out.
    func read(from position: Position, atMost count: Int, into batch: inout [Incoming]) throws(ViewError)
        -> Position

    /// A rulebook that lies at `position`, for a source that is read from somewhere behind it: whose clocks are
    /// believed is asked of the rulebook (R24).
    func learn(_ rulebook: Rulebook, at position: Position)

    /// Blocks until there is a record at `position`, or for `timeout`.
    func wait(for position: Position, atMost timeout: Duration) -> Bool
}

/// A record as it comes out of the log.
public enum Incoming: Sendable {
    case record(Recorded)
    /// Its bytes are whole, but they say nothing this version understands. `order`: where that much is known.
    case undecodable(Position, recordedAt: Instant, order: OrderID?, error: String)

    public var position: Position {
        switch self {
        case .record(let record): record.position
        case .undecodable(let position, _, _, _): position
        }
    }

    public var recordedAt: Instant {
        switch self {
        case .record(let record): record.recordedAt
        case .undecodable(_, let time, _, _): time
        }
    }
}
