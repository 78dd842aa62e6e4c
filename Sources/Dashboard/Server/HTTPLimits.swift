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
    /// Streams of events that are open at once.
    static let streams = 128
    /// Silence in a stream before a comment is sent.
    static let heartbeat: Duration = .seconds(15)
    /// Of a page of rows.
    static let rows = 1...500
    /// How long `atLeast` waits.
    static let patience: Duration = .seconds(5)
}
