import Vocabulary

/// Reads the feed's answers, for clients. Members that are not known are passed over.
///
/// Belongs to one thread.
public final class FeedReplyReader {
    private let parser = JSONParser()

    public init() {}

    /// An answer that is not of this protocol.
    public struct NoReply: Error, Sendable, Equatable {
        public let reason: String
    }

    /// - Parameter frames: verb, correlation, content type, and what follows.
    public func read(_ frames: [[UInt8]]) throws(NoReply) -> FeedReply {
        guard frames.count >= 4 else { throw NoReply(reason: "it has \(frames.count) frames") }
        let verb = String(decoding: frames[0], as: UTF8.self)
        do throws(FeedProblem) {
            return try read(verb, frames)
        } catch {
            throw NoReply(reason: "\(verb): \(error.reason)")
        }
    }

    private func read(_ verb: String, _ frames: [[UInt8]]) throws(FeedProblem) -> FeedReply {
        let members = try parse(frames[3])
        switch verb {
        case "firstmile/1 BATCH":
            let type = String(decoding: frames[2], as: UTF8.self)
            guard frames.count >= 5,
                let format = FetchRequest.Format.allCases.first(where: { $0.contentType == type })
            else { throw .malformed("a batch of \(type) with \(frames.count) frames", fix: "") }
            return .batch(try header(members), payload: frames[4], format: format)
        case "firstmile/1 COMMITTED":
            return .committed(
                position: try members.position("position"), rejoin: members.isTrue("rejoin"))
        case "firstmile/1 CONSUMERS":
            var standings: [ConsumerStanding] = []
            for consumer in try members.objects("consumers") { standings.append(try standing(consumer)) }
            return .consumers(end: try members.position("end"), standings)
        case "firstmile/1 FORGOTTEN": return .forgotten(existed: members.isTrue("existed"))
        case "firstmile/1 JOINED": return .joined(try share(members))
        case "firstmile/1 LEFT": return .left
        case "firstmile/1 PONG":
            return .pong(
                version: try members.text("version") ?? "", next: try members.position("next"))
        case "firstmile/1 ERROR":
            return .problem(
                FeedProblem(
                    code: try members.text("code") ?? "", reason: try members.text("reason") ?? "",
                    fix: try members.text("fix") ?? ""))
        default: throw .malformed("no verb of this protocol", fix: "")
        }
    }

    private func parse(_ bytes: [UInt8]) throws(FeedProblem) -> FeedMembers {
        let parsed: Result<JSONDocument, JSONProblem> = unsafe bytes.withUnsafeBytes { bytes in
            Result { () throws(JSONProblem) in try unsafe parser.parse(bytes) }
        }
        switch parsed {
        case .success(let document): return try FeedMembers(document, 0, "the reply")
        case .failure(let problem): throw .malformed(problem.reason, fix: "")
        }
    }

    private func header(_ members: FeedMembers) throws(FeedProblem) -> BatchHeader {
        BatchHeader(
            from: try members.position("from"), next: try members.position("next"),
            end: try members.position("end"), events: try members.number("events", 0...Int.max) ?? 0,
            lagMilliseconds: Int64(members.decimal("lagSeconds") * 1000), rejoin: members.isTrue("rejoin"))
    }

    private func share(_ members: FeedMembers) throws(FeedProblem) -> GroupShare {
        GroupShare(
            consumer: try members.name("consumer"),
            member: GroupMember(
                name: try members.name("member"),
                generation: UInt64(try members.number("generation", 0...Int.max) ?? 0)),
            slots: try members.number("slots", 0...64) ?? 0,
            members: try members.number("members", 0...64) ?? 0, position: try members.position("position"),
            leaseMilliseconds: try members.number("leaseMilliseconds", 0...Int.max)
                ?? FeedRequest.defaultLeaseMilliseconds)
    }

    private func standing(_ members: FeedMembers) throws(FeedProblem) -> ConsumerStanding {
        var list: [ConsumerStanding.Member] = []
        for member in try members.objects("members") {
            list.append(
                ConsumerStanding.Member(
                    name: try member.name("member"), slots: try member.number("slots", 0...64) ?? 0))
        }
        return ConsumerStanding(
            consumer: try members.name("consumer"), position: try members.position("position"),
            lagEvents: UInt64(try members.number("lagEvents", 0...Int.max) ?? 0),
            lagMilliseconds: Int64(members.decimal("lagSeconds") * 1000),
            committedAt: try members.time("committedAt"),
            generation: UInt64(try members.number("generation", 0...Int.max) ?? 0), members: list)
    }
}
