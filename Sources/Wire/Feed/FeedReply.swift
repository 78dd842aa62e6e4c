public import Vocabulary

/// The header of a batch: where it lies in the log, and where to ask on.
public struct BatchHeader: Sendable, Equatable {
    public var from: Position
    /// Everything before it that passes the filter was in this batch or an earlier one.
    public var next: Position
    /// The position that the next record will get.
    public var end: Position
    public var events: Int
    /// The age of the last event looked at; 0 at the end.
    public var lagMilliseconds: Int64
    /// The group is about to be shared out anew.
    public var rejoin: Bool

    public init(
        from: Position, next: Position, end: Position, events: Int, lagMilliseconds: Int64, rejoin: Bool
    ) {
        (self.from, self.next, self.end, self.events) = (from, next, end, events)
        (self.lagMilliseconds, self.rejoin) = (lagMilliseconds, rejoin)
    }

    /// Records between the batch and the end.
    public var lagEvents: UInt64 {
        end.rawValue > next.rawValue ? end.rawValue - next.rawValue : 0
    }

    public var json: String {
        var out = JSONObjectText()
        out.number("from", from.rawValue)
        out.number("next", next.rawValue)
        out.number("end", end.rawValue)
        out.number("events", UInt64(events))
        out.number("lagEvents", lagEvents)
        out.seconds("lagSeconds", lagMilliseconds)
        if rejoin { out.truth("rejoin", true) }
        return out.end()
    }
}

/// A member's share of a consumer.
public struct GroupShare: Sendable, Equatable {
    public var consumer: String
    public var member: GroupMember
    /// Of 64.
    public var slots: Int
    public var members: Int
    /// Where it begins.
    public var position: Position
    public var leaseMilliseconds: Int

    public init(
        consumer: String, member: GroupMember, slots: Int, members: Int, position: Position,
        leaseMilliseconds: Int
    ) {
        (self.consumer, self.member, self.slots, self.members) = (consumer, member, slots, members)
        (self.position, self.leaseMilliseconds) = (position, leaseMilliseconds)
    }

    public var json: String {
        var out = JSONObjectText()
        out.text("consumer", consumer)
        out.text("member", member.name)
        out.number("generation", member.generation)
        out.number("slots", UInt64(slots))
        out.number("members", UInt64(members))
        out.number("position", position.rawValue)
        out.number("leaseMilliseconds", UInt64(leaseMilliseconds))
        return out.end()
    }
}

/// How a named consumer stands.
public struct ConsumerStanding: Sendable, Equatable {
    /// One of those who share it.
    public struct Member: Sendable, Equatable {
        public var name: String
        public var slots: Int

        public init(name: String, slots: Int) { (self.name, self.slots) = (name, slots) }
    }

    public var consumer: String
    public var position: Position
    public var lagEvents: UInt64
    /// The age of the first event not committed; 0 where there is none.
    public var lagMilliseconds: Int64
    public var committedAt: Instant
    public var generation: UInt64
    public var members: [Member]

    public init(
        consumer: String, position: Position, lagEvents: UInt64, lagMilliseconds: Int64, committedAt: Instant,
        generation: UInt64, members: [Member]
    ) {
        (self.consumer, self.position, self.lagEvents) = (consumer, position, lagEvents)
        (self.lagMilliseconds, self.committedAt) = (lagMilliseconds, committedAt)
        (self.generation, self.members) = (generation, members)
    }

    public var json: String {
        var out = JSONObjectText()
        out.text("consumer", consumer)
        out.number("position", position.rawValue)
        out.number("lagEvents", lagEvents)
        out.seconds("lagSeconds", lagMilliseconds)
        out.text("committedAt", committedAt.text)
        out.number("generation", generation)
        let members = members.map { member in
            var inner = JSONObjectText()
            inner.text("member", member.name)
            inner.number("slots", UInt64(member.slots))
            return inner.end()
        }
        out.raw("members", "[\(members.joined(separator: ","))]")
        return out.end()
    }
}

extension JSONObjectText {
    /// Milliseconds as seconds with three places.
    mutating func seconds(_ name: String, _ milliseconds: Int64) {
        let value = max(0, milliseconds)
        let rest = "\(1000 + value % 1000)".dropFirst()
        raw(name, "\(value / 1000).\(rest)")
    }
}

/// What the feed answers.
public enum FeedReply: Sendable {
    case batch(BatchHeader, payload: [UInt8], format: FetchRequest.Format)
    case committed(position: Position, rejoin: Bool)
    case consumers(end: Position, [ConsumerStanding])
    case forgotten(existed: Bool)
    case joined(GroupShare)
    case left
    case pong(version: String, next: Position)
    case problem(FeedProblem)
}
