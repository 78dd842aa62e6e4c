public import Vocabulary
import Wire

/// Records that follow one another in the log, decoded. Filled by one thread and then lent to any number of them.
public final class RecordBatch: @unchecked Sendable {
    /// A record whose bytes are whole, but say nothing this version understands.
    struct Broken: Sendable {
        var position: Position
        /// Where that much is known.
        var order: OrderID?
        var error: String
    }

    private(set) var records: [Recorded] = []
    private(set) var broken: [Broken] = []
    /// Of each record, so that passing over one does not touch it.
    private(set) var types: [UInt8] = []
    /// The records as the log keeps them, where somebody wants them: one after the other, and where each begins.
    private var bytes: [UInt8] = []
    private var starts: [Int] = []
    /// Of each record's order; 0 where it names none.
    private(set) var digests: [UInt64] = []
    /// All of them together.
    private(set) var present: EventTypes = []
    /// Of the first record; nil for an empty batch.
    private(set) var first: Position?
    /// One past the last.
    private(set) var next = Position(0)
    /// The log's time of the first and of the last record.
    private(set) var begunAt = Instant(nanoseconds: 0)
    private(set) var recordedAt = Instant(nanoseconds: 0)
    /// The latest event time; nil where there is none. A rulebook's time is the beginning of its force: no parcel has
    /// come so far by it.
    private(set) var eventTime: Instant?
    /// Where another record came than the one that should follow. What came after it is left out.
    private(set) var gap: (expected: Position, found: Position)?

    public init() {}

    public var isEmpty: Bool { first == nil }

    public func removeAll() {
        records.removeAll(keepingCapacity: true)
        broken.removeAll()
        types.removeAll(keepingCapacity: true)
        digests.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        present = []
        eventTime = nil
        first = nil
        gap = nil
    }

    public func append(_ record: consuming Recorded) {
        guard follows(record.position, record.recordedAt) else { return }
        let type = record.event.payload.type
        let time = record.event.time
        types.append(UInt8(type.index))
        digests.append(record.event.payload.orderID?.digest ?? 0)
        records.append(record)
        present.formUnion(EventTypes(type))
        guard type != .rulebookActivated else { return }
        eventTime = max(eventTime ?? time, time)
    }

    /// The same, with the record as the log keeps it. All records of a batch have it, or none.
    public func append(_ record: consuming Recorded, _ kept: UnsafeRawBufferPointer) {
        let count = records.count
        append(record)
        guard records.count > count else { return }
        starts.append(bytes.count)
        unsafe bytes.append(contentsOf: kept)
    }

    /// A record as the log keeps it; empty where nobody wanted that.
    func bytes(of place: Int) -> ArraySlice<UInt8> {
        guard place < starts.count else { return [] }
        return bytes[starts[place]..<(place + 1 < starts.count ? starts[place + 1] : bytes.count)]
    }

    /// Adds a record that cannot be decoded: it is said, never left out.
    public func append(
        undecodable position: Position, recordedAt: Instant, order: OrderID?, error: String
    ) {
        guard follows(position, recordedAt) else { return }
        broken.append(Broken(position: position, order: order, error: error))
    }

    private func follows(_ position: Position, _ time: Instant) -> Bool {
        if first == nil {
            (first, next, begunAt) = (position, position, time)
        }
        guard gap == nil, position == next else {
            gap = gap ?? (next, position)
            return false
        }
        next = position.next
        recordedAt = time
        return true
    }

    /// The log's time of the last record before a place in `records`, and the latest event time until there.
    func times(before end: Int) -> (recordedAt: Instant, eventTime: Instant?) {
        let events = records[..<end].filter { $0.event.payload.type != .rulebookActivated }
        return (end > 0 ? records[end - 1].recordedAt : begunAt, events.map(\.event.time).max())
    }

    /// The place in `records` of the first one at or behind `position`.
    func index(of position: Position) -> Int {
        guard let first, position > first else { return 0 }
        let passed = Int(min(position, next).rawValue - first.rawValue)
        return passed - broken.count { $0.position < position }
    }
}
