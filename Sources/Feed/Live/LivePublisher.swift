public import EventLog
import Glibc
import Synchronization
import Vocabulary
import Wire
public import ZeroMQ

/// The same events live, as hints: a PUB on a thread of its own that drops what a subscriber does not take, and says
/// with each event what came before it.
///
/// It does nothing without subscribers, and with them takes at most a tenth of its thread's time: when the log grows
/// faster than that it leaves events out, which subscribers see and fetch.
public final class LivePublisher: Sendable {
    /// Larger events are announced without their payload.
    static let payloadBytes = 8 << 10
    /// Records behind the log's end at which it goes on there.
    private static let farBehind: UInt64 = 20_000
    private static let endInterval: Int64 = 1_000_000_000

    private let endpoint: String
    private let context: Context
    private let onNews: @Sendable (FeedNews) -> Void
    private let isStopping = Atomic(false)
    /// Somebody has subscribed, and all that is durable was published.
    private let isWaiting = Atomic(false)
    private let wakeUp: WakeUp

    public init(
        at endpoint: String, in context: Context, onNews: @escaping @Sendable (FeedNews) -> Void = { _ in }
    ) throws {
        (self.endpoint, self.context, self.onNews) = (endpoint, context, onNews)
        wakeUp = try WakeUp()
    }

    /// To be called when the log's durable position moved; any thread.
    public var onDurable: @Sendable () -> Void {
        { [self] in if isWaiting.load(ordering: .sequentiallyConsistent) { wakeUp.signal() } }
    }

    public func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// Publishes until ``stop()``, on the calling thread.
    ///
    /// - Parameters:
    ///   - open: opens another reader of `log`.
    ///   - whenListening: told the endpoint, with the port that was taken.
    public func run(
        _ log: EventLog, open: () throws -> LogReader, whenListening: (String) -> Void
    ) throws {
        // An XPUB is a PUB that hears who subscribes.
        let socket = try Socket(.xpub, in: context, options: options)
        try socket.bind(to: endpoint)
        whenListening(try socket.lastEndpoint)
        let poller = Poller()
        _ = poller.add(socket)
        let rung = poller.add(wakeUp)
        let stream = LiveStream(try open())
        var budget = TimeBudget(share: 10, now: Self.monotonic())
        var toldEndAt: Int64 = 0
        while !isStopping.load(ordering: .acquiring) {
            let hasNews = stream.hasSubscribers && stream.next < log.durable
            isWaiting.store(stream.hasSubscribers && !hasNews, ordering: .sequentiallyConsistent)
            let pause = stream.hasSubscribers && stream.next < log.durable ? budget.pause : 1000
            _ = try poller.wait(atMost: pause)
            if poller.isReadable(rung) { wakeUp.drain() }
            let isNew = try stream.hear(from: socket, end: log.durable)
            let started = Self.monotonic()
            budget.refill(at: started)
            guard stream.hasSubscribers else { continue }
            if log.durable - stream.next > Self.farBehind { stream.skip(to: log.durable) }
            if stream.next < log.durable, budget.pause == 0 {
                do {
                    try stream.publish(upTo: log.durable, through: socket)
                } catch let error as ZeroMQError {
                    throw error
                } catch {
                    onNews(.unreadable(position: stream.next, reason: "\(error)"))
                    stream.restart(with: try open(), at: log.durable)
                }
            }
            let now = Self.monotonic()
            budget.spend(now - started)
            if isNew || (stream.next != stream.toldEnd && now - toldEndAt > Self.endInterval) {
                try stream.tellEnd(through: socket)
                toldEndAt = now
            }
        }
    }

    /// Nanoseconds of a clock that nobody sets.
    private static func monotonic() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private var options: SocketOptions {
        .with {
            $0.maxMessageSize = 4096
            $0.sendHighWaterMark = 5000
            $0.linger = .zero
            $0.heartbeatInterval = .seconds(5)
            $0.heartbeatTimeout = .seconds(15)
            $0.handshakeInterval = .seconds(5)
            $0.tellsAllSubscriptions = true
            $0.backlog = 1024
            $0.allowIPv6(at: endpoint)
        }
    }
}

/// So much of a thread's time and no more.
private struct TimeBudget {
    private let share: Int64
    private var left: Int64 = 20_000_000
    private var refilledAt: Int64

    /// - Parameter share: one part of so many.
    init(share: Int64, now: Int64) { (self.share, refilledAt) = (share, now) }

    mutating func refill(at now: Int64) {
        left = min(20_000_000, left + (now - refilledAt) / share)
        refilledAt = now
    }

    mutating func spend(_ nanoseconds: Int64) { left -= nanoseconds }

    /// Milliseconds until there is something to spend.
    var pause: Int { left > 0 ? 0 : Int(min(1000, -left * share / 1_000_000 + 1)) }
}
