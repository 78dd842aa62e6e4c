public import ZeroMQ

/// Why a publisher gave up. What was not acknowledged may or may not have been recorded: publishing it again
/// is safe.
public enum PublishError: Error, Equatable, Sendable {
    /// No connection could be made for so long.
    case nobodyListening(endpoint: String, waited: Duration, unacknowledged: Int)
    /// Requests were sent and nothing at all was answered for so long.
    case noReply(endpoint: String, waited: Duration, unacknowledged: Int)
    /// Somebody listens there, but does not speak `firstmile/1` over ZeroMQ.
    case notAnIntake(endpoint: String, unacknowledged: Int)
    /// A payload larger than the daemon takes (`limit` in bytes), or a request without any (`bytes` is zero).
    case unfitPayload(bytes: Int, limit: Int)
    /// The publisher was finished or closed before.
    case closed
    case transport(ZeroMQError)

    /// What to do about it.
    public var hint: String? {
        switch self {
        case .nobodyListening:
            "start the daemon there with `firstmile serve`, or name the endpoint of one that runs with --to"
        case .noReply: "see what the daemon says of itself: `firstmile doctor`, its log, its disk"
        case .notAnIntake: "name the daemon's intake endpoint (by default tcp://127.0.0.1:7701) with --to"
        case .unfitPayload(let bytes, _):
            bytes == 0 ? "give at least one event" : "split the batch: send fewer events with one payload"
        case .closed: nil
        case .transport(let error): error.hint
        }
    }
}

extension PublishError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .nobodyListening(let endpoint, let waited, let count):
            "nobody listens at \(endpoint) (tried for \(waited.inSeconds))\(lost(count)): \(hint ?? "")"
        case .noReply(let endpoint, let waited, let count):
            "no reply from \(endpoint) for \(waited.inSeconds)\(lost(count)): \(hint ?? "")"
        case .notAnIntake(let endpoint, let count):
            "what listens at \(endpoint) is not a Firstmile intake\(lost(count)): \(hint ?? "")"
        case .unfitPayload(let bytes, let limit):
            "a payload of \(bytes) bytes does not fit (1 to \(limit)): \(hint ?? "")"
        case .closed: "the publisher is closed"
        case .transport(let error): error.description
        }
    }

    private func lost(_ count: Int) -> String {
        count == 0
            ? "" : "; \(count) request\(count == 1 ? " is" : "s are") not acknowledged and can be sent again"
    }
}

extension Duration {
    /// "10 s" or "2.5 s".
    var inSeconds: String {
        let tenths = Int((self / .milliseconds(100)).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
    }
}
