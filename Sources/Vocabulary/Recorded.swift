/// An event as the deciders and projectors see it: when it happened and what.
public struct Event: Sendable, Equatable {
    /// When it happened, by its publisher's clock.
    public var time: Instant
    public var payload: Payload
    /// A digest of the CloudEvents `source`, and the publisher's own counter where it keeps one.
    public var publisher: UInt64
    public var sequence: UInt64?

    public init(time: Instant, payload: Payload, publisher: UInt64 = 0, sequence: UInt64? = nil) {
        self.time = time
        self.payload = payload
        self.publisher = publisher
        self.sequence = sequence
    }
}

/// An event that is durable: it has a place in the log, and the log's time.
public struct Recorded: Sendable, Equatable {
    public var position: Position
    /// The log's time: never goes back from one record to the next.
    public var recordedAt: Instant
    public var origin: Origin
    /// For a decision, the fact that caused it. Nil for facts; for a passed deadline, the handover.
    public var cause: Position?
    public var event: Event
    /// Whether the publisher's own time is believed; for any other the log's time counts (R24).
    public var trustsClock = true

    public init(
        position: Position, recordedAt: Instant, origin: Origin, cause: Position? = nil, event: Event
    ) {
        self.position = position
        self.recordedAt = recordedAt
        self.origin = origin
        self.cause = cause
        self.event = event
    }
}
