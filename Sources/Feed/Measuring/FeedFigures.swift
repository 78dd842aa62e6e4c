import Vocabulary
import Wire

/// How the feed is doing, for metrics: a copy of what its thread counts in plain numbers.
public struct FeedFigures: Sendable {
    /// A named consumer.
    public struct Consumer: Sendable, Equatable {
        public var name: String
        /// Everything before it is done.
        public var position: UInt64
        /// When it said so last, nanoseconds since 1970; 0: never.
        public var committedAt: Int64
        public var members: Int
    }

    // Since the daemon started.
    /// Requests by verb, such as `FETCH`.
    public var requests: [String: UInt64] = [:]
    /// Requests turned away, by code of the problem.
    public var problems: [String: UInt64] = [:]
    public var events: UInt64 = 0
    /// Of the events, as they went out.
    public var bytes: UInt64 = 0
    public var hangUps: UInt64 = 0

    // Now.
    public var isListening = false
    public var connections = 0
    /// Fetches that wait for the log to grow.
    public var waiting = 0
    /// Replies that nobody has taken yet, in bytes.
    public var untakenBytes = 0
    public var consumers: [Consumer] = []

    public init() {}
}

extension FeedRequest {
    /// As the first frame of its request says it.
    var verb: String {
        switch self {
        case .ping: "PING"
        case .fetch: "FETCH"
        case .commit: "COMMIT"
        case .reset: "RESET"
        case .forget: "FORGET"
        case .consumers: "CONSUMERS"
        case .join: "JOIN"
        case .leave: "LEAVE"
        }
    }
}
