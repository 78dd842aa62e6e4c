public import Vocabulary
public import Wire
public import ZeroMQ

/// How a client behaves towards the feed.
public struct FeedOptions: Sendable {
    /// An unanswered request is sent again after this long, beside what it asked the daemon to wait.
    public var resendAfter: Duration = .seconds(10)
    /// Nobody listening for this long is an error. A daemon that restarts should not be one.
    public var connectPatience: Duration = .seconds(60)
    /// No reply for this long is an error.
    public var replyPatience: Duration = .seconds(60)

    public init() {}

    /// Options written in place.
    public static func with(_ set: (inout Self) -> Void) -> Self {
        var options = Self()
        set(&options)
        return options
    }
}

/// Asks the feed, one question at a time or many at once, over one connection that is made again when it is lost.
///
/// ``Consumer`` reads on and on; this is what it asks with.
public final class FeedClient: Sendable {
    private let exchange: FeedExchange
    private let endpoint: String

    /// - Parameters:
    ///   - endpoint: the daemon's feed, e.g. `tcp://127.0.0.1:7702`. Whether anybody listens there shows later.
    ///   - context: the process's one, if it has sockets of its own.
    public init(
        to endpoint: String, options: FeedOptions = FeedOptions(), context: Context? = nil
    ) throws(FeedError) {
        self.endpoint = endpoint
        do throws(ZeroMQError) {
            exchange = try FeedExchange()
            let context = if let context { context } else { try Context() }
            DedicatedThread(name: "feed-client").run { [exchange] in
                FeedLink.run(to: endpoint, in: context, options, exchange)
            }
        } catch { throw .transport(error) }
    }

    deinit { close() }

    /// Ends it; whoever waits hears ``FeedError/closed``.
    public func close() { exchange.fail(.closed) }

    /// A batch of events.
    public func fetch(_ request: FetchRequest) async throws -> FeedBatch {
        let reply = try await exchange.ask(
            .fetch(request), patience: .milliseconds(request.waitMilliseconds))
        guard case .batch(let header, let payload, let format) = reply else { throw unexpected(reply) }
        return FeedBatch(
            header: header, format: format, payload: payload, member: request.group?.member)
    }

    /// Stores that everything before `position` is done. On disk when this returns.
    ///
    /// - Returns: what is stored now, and whether a member should join again.
    @discardableResult
    public func commit(
        _ position: Position, of consumer: String, by member: GroupMember? = nil
    ) async throws -> (position: Position, rejoin: Bool) {
        let reply = try await exchange.ask(
            .commit(consumer: consumer, position: position, member: member), patience: .zero)
        guard case .committed(let position, let rejoin) = reply else { throw unexpected(reply) }
        return (position, rejoin)
    }

    /// All named consumers, and the end of the log.
    public func consumers() async throws -> (end: Position, consumers: [ConsumerStanding]) {
        let reply = try await exchange.ask(.consumers, patience: .zero)
        guard case .consumers(let end, let consumers) = reply else { throw unexpected(reply) }
        return (end, consumers)
    }

    /// Moves a consumer, and gives back where it is now.
    @discardableResult
    public func reset(_ consumer: String, to point: ResetPoint) async throws -> Position {
        let reply = try await exchange.ask(.reset(consumer: consumer, to: point), patience: .zero)
        guard case .committed(let position, _) = reply else { throw unexpected(reply) }
        return position
    }

    /// Whether there was such a consumer.
    @discardableResult
    public func forget(_ consumer: String) async throws -> Bool {
        let reply = try await exchange.ask(.forget(consumer: consumer), patience: .zero)
        guard case .forgotten(let existed) = reply else { throw unexpected(reply) }
        return existed
    }

    /// Asks for a share of a consumer; waits until the other members have made room.
    public func join(_ consumer: String, as member: String, lease: Duration) async throws -> GroupShare {
        let reply = try await exchange.ask(
            .join(
                consumer: consumer, member: member,
                leaseMilliseconds: Int(lease / .milliseconds(1))),
            patience: .milliseconds(FetchRequest.leaseRange.upperBound))
        guard case .joined(let share) = reply else { throw unexpected(reply) }
        return share
    }

    public func leave(_ consumer: String, as member: String) async throws {
        let reply = try await exchange.ask(.leave(consumer: consumer, member: member), patience: .zero)
        guard case .left = reply else { throw unexpected(reply) }
    }

    /// The daemon's version, and the position that the next record will get.
    public func ping() async throws -> (version: String, next: Position) {
        let reply = try await exchange.ask(.ping, patience: .zero)
        guard case .pong(let version, let next) = reply else { throw unexpected(reply) }
        return (version, next)
    }

    private func unexpected(_ reply: FeedReply) -> FeedError {
        .notAFeed(endpoint: endpoint, reason: "it answered something else than was asked")
    }
}
