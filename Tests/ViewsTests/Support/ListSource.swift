import Rulebook
import Synchronization
import Views
import Vocabulary

/// A log in memory: may be cut short, may repeat itself, may hold records nobody can decode.
final class ListSource: RecordSource {
    private let records: [Recorded]
    private let undecodable: [UInt64: OrderID?]
    private let length: Mutex<UInt64>
    /// How many records before the wanted one every read delivers again.
    private let stutter: UInt64

    init(
        _ records: [Recorded], length: Int? = nil, stutter: UInt64 = 0, undecodable: [UInt64: OrderID?] = [:]
    ) {
        self.records = records
        self.stutter = stutter
        self.undecodable = undecodable
        self.length = Mutex(UInt64(length ?? records.count))
    }

    func grow(to length: Int) { self.length.withLock { $0 = UInt64(length) } }

    func end() -> Position { Position(length.withLock { $0 }) }

    func read(from position: Position, atMost count: Int, into batch: inout RecordBatch) -> Position {
        batch.removeAll()
        let end = end().rawValue
        guard position.rawValue < end else { return position }
        let first = position.rawValue - min(position.rawValue, stutter)
        let next = min(position.rawValue + UInt64(count), end)
        for index in first..<next {
            let record = records[Int(index)]
            if let order = undecodable[index] {
                batch.append(
                    undecodable: record.position, recordedAt: record.recordedAt, order: order,
                    error: "not an event")
            } else {
                batch.append(record)
            }
        }
        return Position(next)
    }

    func learn(_ rulebook: Rulebook, at position: Position) {}

    func wait(for position: Position, atMost timeout: Duration) -> Bool { end() > position }
}
