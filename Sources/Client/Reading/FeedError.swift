public import Wire
public import ZeroMQ

/// Why nothing could be read. What was not committed comes again.
public enum FeedError: Error, Equatable, Sendable {
    /// No connection could be made for so long.
    case nobodyListening(endpoint: String, waited: Duration)
    /// A request was sent and not answered for so long.
    case noReply(endpoint: String, waited: Duration)
    /// Somebody listens there, but does not speak as a feed does.
    case notAFeed(endpoint: String, reason: String)
    /// The feed turned the request away; sending it again would not help.
    case refused(FeedProblem)
    /// It was closed before.
    case closed
    case transport(ZeroMQError)
}

extension FeedError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nobodyListening(let endpoint, let waited):
            "nobody listens at \(endpoint) (tried for \(waited.inSeconds)): start the daemon there with `firstmile serve`, or name the feed of one that runs with --feed"
        case .noReply(let endpoint, let waited):
            "no reply from \(endpoint) for \(waited.inSeconds): see what the daemon says of itself: `firstmile doctor`"
        case .notAFeed(let endpoint, let reason):
            "what listens at \(endpoint) is not a Firstmile feed (\(reason)): name the daemon's feed endpoint (by default tcp://127.0.0.1:7702)"
        case .refused(let problem): "\(problem.code): \(problem.reason); \(problem.fix)"
        case .closed: "it is closed"
        case .transport(let error): error.description
        }
    }

    /// The member's share is gone: what was not committed goes to others, and must be thrown away.
    public var isLostShare: Bool {
        if case .refused(let problem) = self { return problem.code == "not-a-member" }
        return false
    }
}
