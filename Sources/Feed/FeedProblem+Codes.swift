import Wire

/// Every problem but a request that is not well formed.
extension FeedProblem {
    static let version = FeedProblem(
        code: "unknown-version", reason: "the first frame does not begin with \"firstmile/1 \"",
        fix: "send \"firstmile/1 FETCH\" as the first frame")
    static let tooFewFrames = FeedProblem(
        code: "too-few-frames", reason: "a request has four frames",
        fix: "send verb, correlation, content type and a JSON object")
    static let tooLarge = FeedProblem(
        code: "too-large", reason: "a request has at most \(FeedRequest.maximumBytes) bytes in four frames",
        fix: "send verb, correlation, content type and a smaller JSON object")
    static let correlation = FeedProblem(
        code: "correlation-too-long",
        reason: "the correlation frame has at most \(FeedLimits.correlationBytes) bytes",
        fix: "send a shorter one; it is only handed back")
    static let unknownContentType = FeedProblem(
        code: "unknown-content-type", reason: "the third frame names no content type we read",
        fix: "send \(FeedRequest.contentType)")
    static let busy = FeedProblem(
        code: "busy", reason: "\(FeedLimits.unanswered) requests of this connection are unanswered",
        fix: "read the replies, and send this one again after a moment")
    static let crowded = FeedProblem(
        code: "busy", reason: "so many requests of everybody wait already",
        fix: "send this one again after a moment")

    static func ahead(_ position: UInt64, _ end: UInt64) -> FeedProblem {
        FeedProblem(
            code: "position-ahead", reason: "position \(position) is beyond the end of the log, \(end)",
            fix: "if the log was restored from a backup, reset the consumer")
    }

    static func gone(_ position: UInt64, _ oldest: UInt64) -> FeedProblem {
        FeedProblem(
            code: "position-gone", reason: "position \(position) is before the oldest record kept, \(oldest)",
            fix: "begin at \(oldest)")
    }

    static func notAMember(_ member: GroupMember, _ consumer: String) -> FeedProblem {
        FeedProblem(
            code: "not-a-member",
            reason: "\(member.name) has no share of \(consumer) in generation \(member.generation)",
            fix: "throw away what is not committed, and JOIN again")
    }

    static func hasMembers(_ consumer: String) -> FeedProblem {
        FeedProblem(
            code: "has-members", reason: "\(consumer) is shared by members, who commit for themselves",
            fix: "JOIN it, or take another name")
    }

    static func tooMany(_ reason: String, fix: String) -> FeedProblem {
        FeedProblem(code: "too-many", reason: reason, fix: fix)
    }

    static func unavailable(_ reason: String) -> FeedProblem {
        FeedProblem(code: "unavailable", reason: reason, fix: "send the same request again in some seconds")
    }
}
