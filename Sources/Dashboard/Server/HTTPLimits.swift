/// What one client may cost.
enum HTTPLimits {
    /// Of connections; more wait to be accepted.
    static let connections = 512
    /// Until a body is there as a whole.
    static let bodySeconds = 20
    static let headerBytes = 16 << 10
    static let headerCount = 64
    static let queryBytes = 8 << 10
    /// Questions to views that wait for a thread.
    static let waiting = 256
    /// Threads that read views, and those that read the log.
    static let threads = 4
    static let scanners = 1
    /// Searches for an order in the log that wait or run.
    static let searches = 16
    /// Streams of events that are open at once.
    static let streams = 128
    /// Those of one token or, without, of one address.
    static let ownStreams = 32
    /// Silence in a stream before a comment is sent.
    static let heartbeat: Duration = .seconds(15)
    /// Of a page of rows.
    static let rows = 1...500
    /// Events of one request that are looked at for a token of some sellers; the intake takes no more.
    static let publishedEvents = 10_001
    /// Until a question to a view is given up.
    static let questionTime: Duration = .seconds(5)
    /// Records that are read after what a view knows of an order.
    static let tailRecords: UInt64 = 1_000_000
    /// How long `atLeast` waits.
    static let patience: Duration = .seconds(5)
}
