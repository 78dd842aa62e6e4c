/// How much is kept, and for how long.
public struct QuarantineLimits: Sendable {
    /// Bytes of events, and what stands beside them, on disk. Beyond it the oldest are dropped.
    public var bytes = 64 << 20
    /// Days after which an entry is dropped that was not refused again.
    public var days = 30
    /// Events and bytes that may wait in memory for the disk. Beyond it they are counted and not kept, because
    /// whoever publishes nonsense must not slow down those who do not.
    public var waitingEvents = 20_000
    public var waitingBytes = 16 << 20

    public init() {}
}

/// What the quarantine has to say to whoever runs the daemon.
public enum QuarantineNews: Sendable, Equatable {
    /// It is nearly full: the oldest will be dropped before long.
    case nearlyFull(bytes: Int, limit: Int)
    /// The oldest entries were dropped, all those refused up to then (nanoseconds since 1970).
    case dropped(entries: Int, upTo: Int64)
    /// So many refused events could not be kept.
    case notKept(events: Int, reason: String)
    /// Its file could not be read; it was put aside under another name and a new one begun.
    case putAside(path: String, reason: String)
}
