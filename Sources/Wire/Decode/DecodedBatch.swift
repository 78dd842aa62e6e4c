public import Vocabulary

/// An event that is in order: its value, and the bytes the log keeps.
public struct DecodedEvent: Sendable, Equatable {
    public var event: Event
    /// Its canonical bytes in ``DecodedBatch/bytes``.
    public var record: Range<Int>
    /// ``Digest`` of (source, id).
    public var identity: UInt64

    public init(event: Event, record: Range<Int>, identity: UInt64) {
        self.event = event
        self.record = record
        self.identity = identity
    }
}

/// What became of one event of a payload.
public enum DecodedItem: Sendable, Equatable {
    case event(DecodedEvent)
    case refused(Refusal)
}

/// The events of one or more payloads, in the order they were sent. Reused: `reset` keeps the room.
public struct DecodedBatch: Sendable {
    public internal(set) var items: [DecodedItem] = []
    /// The records of all events, one after the other.
    public internal(set) var bytes: [UInt8] = []

    /// No event is decoded once there are so many items: a payload of nothing but commas must not fill the memory.
    public var limit = Int.max

    public init() {}

    /// Forgets the events and keeps the room.
    public mutating func reset() {
        items.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
    }
}
