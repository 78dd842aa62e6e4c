public import Rulebook
import Synchronization
public import Views
public import Vocabulary

/// The new course of things as a view reads a log: its facts, and the decisions made again, numbered anew from 0.
///
/// It is made while it is read, so by one reader, from the first record to the last.
public final class RetrialSource: RecordSource, @unchecked Sendable {
    // One projector's thread reads; what others ask for is atomic.
    private let retrial: Retrial
    private var made = RecordBatch()
    private let next = Atomic<UInt64>(0)
    private let reached = Atomic<UInt64>(0)
    private let isDone = Atomic<Bool>(false)

    public init(_ retrial: Retrial) {
        self.retrial = retrial
        retrial.onRecord = { [unowned self] recorded in
            var recorded = recorded
            let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
            recorded.position = Position(place)
            made.append(recorded)
        }
    }

    /// Where in the log it is.
    public var position: UInt64 { reached.load(ordering: .acquiring) }

    /// Whether everything there is was made.
    public var isComplete: Bool { isDone.load(ordering: .acquiring) }

    public func end() throws(ViewError) -> Position { Position(next.load(ordering: .acquiring)) }

    public func read(
        from position: Position, atMost count: Int, into batch: inout RecordBatch
    ) throws(ViewError) -> Position {
        let expected = Position(next.load(ordering: .acquiring))
        guard position == expected else {
            throw .gap(expected: position.rawValue, found: expected.rawValue)
        }
        made = batch
        made.removeAll()
        do {
            while made.isEmpty {
                let place = try retrial.advance(maxBytes: count * 160)
                reached.store(place, ordering: .releasing)
                if place == retrial.length { break }
            }
        } catch {
            throw .log(String(describing: error))
        }
        if made.isEmpty { isDone.store(true, ordering: .releasing) }
        return Position(next.load(ordering: .acquiring))
    }

    public func learn(_ rulebook: Rulebook, at position: Position) {}

    public func wait(for position: Position, atMost timeout: Duration) -> Bool { !isComplete }
}
