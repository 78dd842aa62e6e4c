import Synchronization
import Wire
import ZeroMQ

/// A subscription to the live stream, on a thread of its own. What nobody takes is left to libzmq, which drops it; the
/// gap is seen by the rules.
final class LiveLink: Sendable {
    private typealias Waiter = CheckedContinuation<[LiveMessage], any Error>

    private struct State {
        var messages: [LiveMessage] = []
        var waiter: (Waiter, deadline: ContinuousClock.Instant)?
        var isClosed = false
    }

    /// Messages that wait to be taken.
    private static let kept = 10_000

    private let state = Mutex(State())
    private let wakeUp: WakeUp

    init(to endpoint: String, context: Context?, _ rules: LiveRules) throws(ZeroMQError) {
        wakeUp = try WakeUp()
        let context = if let context { context } else { try Context() }
        DedicatedThread(name: "feed-live").run { [self] in
            // The connection itself does not fail: libzmq makes it again.
            try? run(endpoint, context, rules)
            close()
        }
    }

    func close() {
        let waiter = state.withLock { state in
            state.isClosed = true
            return state.waiter.take()
        }
        waiter?.0.resume(throwing: FeedError.closed)
        wakeUp.signal()
    }

    /// All that came, waiting for the first; none when nothing did for so long.
    func take(atMost patience: Duration) async throws -> [LiveMessage] {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (waiter: Waiter) in
                let ready: Result<[LiveMessage], any Error>? = state.withLock { state in
                    if state.isClosed { return .failure(FeedError.closed) }
                    guard state.messages.isEmpty else {
                        defer { state.messages = [] }
                        return .success(state.messages)
                    }
                    state.waiter = (waiter, ContinuousClock.now + patience)
                    return nil
                }
                if let ready { waiter.resume(with: ready) }
                wakeUp.signal()
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiter.take() }
            waiter?.0.resume(throwing: CancellationError())
        }
    }

    private func run(_ endpoint: String, _ context: Context, _ rules: LiveRules) throws(ZeroMQError) {
        let socket = try Socket(
            .sub, in: context,
            options: .with {
                $0.receiveHighWaterMark = 5000
                $0.linger = .zero
                $0.heartbeatInterval = .seconds(5)
                $0.heartbeatTimeout = .seconds(15)
                $0.allowIPv6(at: endpoint)
            })
        let monitor = try socket.monitor()
        for topic in rules.topics { try socket.subscribe(to: Array(topic.utf8)) }
        try socket.connect(to: endpoint)
        let poller = Poller()
        let readable = poller.add(socket)
        _ = poller.add(wakeUp)
        _ = poller.add(monitor.socket)
        let reader = LiveReader()
        var message = Multipart()
        while true {
            let (isClosed, hasRoom) = state.withLock { ($0.isClosed, $0.messages.count < Self.kept) }
            if isClosed { return }
            poller.watch(readable, for: hasRoom ? .readable : [])
            _ = try poller.wait(atMost: 50)
            wakeUp.drain()
            var news: [LiveMessage] = []
            while let event = try monitor.next() {
                if event == .lost { news.append(LiveMessage(content: .reconnected)) }
            }
            while hasRoom, news.count < 1000, try socket.receive(into: &message, maxParts: 4) {
                if let read = reader.read(message) { news.append(read) }
            }
            hand(over: news)
        }
    }

    private func hand(over news: [LiveMessage]) {
        let now = ContinuousClock.now
        let ready = state.withLock { state -> (Waiter, [LiveMessage])? in
            state.messages += news
            guard let waiter = state.waiter, !state.messages.isEmpty || waiter.deadline <= now else {
                return nil
            }
            state.waiter = nil
            defer { state.messages = [] }
            return (waiter.0, state.messages)
        }
        ready?.0.resume(returning: ready?.1 ?? [])
    }
}
