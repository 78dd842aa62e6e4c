public import Vocabulary

/// What a consumer may ask of the feed (`Schemas/feed.md`).
public enum FeedRequest: Sendable, Equatable {
    case fetch(FetchRequest)
    case commit(consumer: String, position: Position, member: GroupMember?)
    case consumers
    case reset(consumer: String, to: ResetPoint)
    case forget(consumer: String)
    case join(consumer: String, member: String, leaseMilliseconds: Int)
    case leave(consumer: String, member: String)
    case ping

    /// The first frame.
    public var verb: String {
        switch self {
        case .fetch: "firstmile/1 FETCH"
        case .commit: "firstmile/1 COMMIT"
        case .consumers: "firstmile/1 CONSUMERS"
        case .reset: "firstmile/1 RESET"
        case .forget: "firstmile/1 FORGET"
        case .join: "firstmile/1 JOIN"
        case .leave: "firstmile/1 LEAVE"
        case .ping: "firstmile/1 PING"
        }
    }

    /// The longest payload of a request.
    public static let maximumBytes = 64 << 10
    public static let contentType = "application/json"
    public static let defaultLeaseMilliseconds = 10_000
}

/// One of those who share a consumer, in one sharing out.
public struct GroupMember: Sendable, Equatable {
    public var name: String
    public var generation: UInt64

    public init(name: String, generation: UInt64) {
        self.name = name
        self.generation = generation
    }
}

/// Where a consumer is moved to.
public enum ResetPoint: Sendable, Equatable {
    case position(Position)
    /// The first record of then or later, by the log's time.
    case time(Instant)
    case end
}

/// A batch of events is asked for.
public struct FetchRequest: Sendable, Equatable {
    /// Where a batch begins.
    public enum From: Sendable, Equatable {
        case position(Position)
        /// The first record of then or later, by the log's time.
        case time(Instant)
        /// What the consumer has committed.
        case consumer(String)
    }

    /// How its events are written.
    public enum Format: String, Sendable, CaseIterable {
        case json
        case protobuf

        /// Of the events in the reply.
        public var contentType: String {
            switch self {
            case .json: ContentType.jsonBatch.rawValue
            case .protobuf: "application/vnd.firstmile.records+protobuf"
            }
        }
    }

    /// Whose share is asked for.
    public struct Group: Sendable, Equatable {
        public var consumer: String
        public var member: GroupMember

        public init(consumer: String, member: GroupMember) {
            self.consumer = consumer
            self.member = member
        }
    }

    /// Nil for a member of a group: where its share begins.
    public var from: From?
    public var filter = FeedFilter()
    public var format = Format.json
    /// Credit for this one reply.
    public var maxEvents = 1000
    public var maxBytes = 1 << 20
    /// How long to wait at the end of the log.
    public var waitMilliseconds = 0
    public var group: Group?

    public init(from: From?) { self.from = from }

    public static let maxEventsRange = 1...50_000
    public static let maxBytesRange = 1...(4 << 20)
    public static let waitRange = 0...60_000
    public static let leaseRange = 1000...300_000
    /// Values in all lists of a filter.
    public static let filterValues = 1000
}

/// Why a request to the feed was turned away; nothing of it was done.
public struct FeedProblem: Error, Sendable, Equatable {
    public var code: String
    public var reason: String
    public var fix: String

    public init(code: String, reason: String, fix: String) {
        (self.code, self.reason, self.fix) = (code, reason, fix)
    }

    public static let contentType = "application/problem+json"

    static func malformed(_ reason: String, fix: String) -> Self {
        Self(code: "malformed", reason: reason, fix: fix)
    }

    /// As `application/problem+json`.
    public var json: [UInt8] {
        let members = [("code", code), ("reason", reason), ("fix", fix)]
        let texts = members.map { "\"\($0)\":\(JSONText.quoted($1))" }
        return Array("{\(texts.joined(separator: ","))}".utf8)
    }
}
