/// What one consumer may ask of us at once (`Schemas/feed.md`).
enum FeedLimits {
    /// Requests of a connection that are not answered.
    static let unanswered = 16
    /// Log that is looked through in one turn, and for one request altogether.
    static let turnBytes = 256 << 10
    static let scanBytes = 64 << 20
    /// Replies that a peer has not taken before its requests wait.
    static let untakenBytes = 4 << 20
    /// The same of everybody together: beyond it replies become small.
    static let untakenTotal = 256 << 20
    static let smallReply = 64 << 10
    /// Bytes that came from a peer and were not read; more is no consumer, and it is hung up on.
    static let unreadBytes = 4 << 20
    /// Requests that wait, of everybody.
    static let waitingBytes = 64 << 20
    static let correlationBytes = 64
    static let consumers = 1000
    static let members = 64
    /// Requests taken off the socket before those that are under way get their turn.
    static let requestsPerRound = 64
    /// Between two writings of consumers' positions, in milliseconds: each costs the disk that the log lies on a sync.
    static let storePause: Int64 = 5
}
