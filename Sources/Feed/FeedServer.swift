public import EventLog
import Glibc
import Synchronization
import Wire
public import ZeroMQ

/// The feed: a ROUTER on a thread of its own, with readers of its own. It never waits for the write path, nor the
/// write path for it; they share what is durable, and a bell.
public final class FeedServer: Sendable {
    private let endpoint: String
    private let context: Context
    private let version: String
    private let clock: @Sendable () -> Int64
    private let onNews: @Sendable (FeedNews) -> Void
    private let isStopping = Atomic(false)
    /// Somebody waits for the log to grow. The bell is not rung for nobody: it would ring thousands of times a second.
    private let isWaiting = Atomic(false)
    private let wakeUp: WakeUp
    private let shownFigures = Mutex(FeedFigures())

    /// - Parameters:
    ///   - endpoint: where to listen, such as `tcp://127.0.0.1:7702`; port `*` takes a free one.
    ///   - clock: the wall clock, nanoseconds since 1970.
    ///   - onNews: told on the loop's thread what an operator should know.
    public init(
        at endpoint: String, in context: Context, version: String, clock: @escaping @Sendable () -> Int64,
        onNews: @escaping @Sendable (FeedNews) -> Void = { _ in }
    ) throws {
        (self.endpoint, self.context, self.version) = (endpoint, context, version)
        (self.clock, self.onNews) = (clock, onNews)
        wakeUp = try WakeUp()
    }

    /// To be called when the log's durable position moved; any thread.
    public var onDurable: @Sendable () -> Void {
        { [self] in if isWaiting.load(ordering: .sequentiallyConsistent) { wakeUp.signal() } }
    }

    /// How it is doing, as of a second ago at most. Any thread.
    public var figures: FeedFigures { shownFigures.withLock { $0 } }

    /// Asks the loop to end: it stores what it was told, and returns.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// Serves until ``stop()``, on the calling thread.
    ///
    /// - Parameters:
    ///   - open: opens another reader of `log`.
    ///   - whenListening: told the endpoint, with the port that was taken.
    public func run(
        _ log: EventLog, open: @escaping () throws -> LogReader, store: ConsumerStore,
        whenListening: (String) -> Void
    ) throws {
        defer { store.close() }
        let socket = try Socket(
            .router, in: context,
            options: .server(at: endpoint, maxMessageSize: 1 << 20, receive: 64, send: 64))
        let monitor = try socket.monitor()
        let loop = try FeedLoop(
            log: log, readers: Readers(open), store: store, wakeUp: wakeUp, version: version, onNews: onNews)
        try socket.bind(to: endpoint)
        whenListening(try socket.lastEndpoint)
        let poller = Poller()
        _ = poller.add(socket)
        let rung = poller.add(wakeUp)
        let reports = poller.add(monitor.socket)
        var message = Multipart()
        var watchedAt: Int64 = 0
        defer { shownFigures.withLock { $0.isListening = false } }
        while true {
            isWaiting.store(loop.hasWaiting, ordering: .sequentiallyConsistent)
            loop.now = Self.monotonic()
            // What became durable before the bell was wired is seen by looking once more.
            _ = try poller.wait(atMost: loop.hasNews ? 0 : loop.patience)
            loop.now = Self.monotonic()
            loop.time = clock()
            if poller.isReadable(rung) { wakeUp.drain() }
            if poller.isReadable(reports) { try hear(monitor, loop) }
            if loop.now - watchedAt > 500 {
                watchedAt = loop.now
                for news in loop.peers.hangUpOnFlooders() {
                    loop.counted.hangUps += 1
                    onNews(news)
                }
                loop.peers.forgetGone()
                let figures = loop.figures
                shownFigures.withLock { $0 = figures }
            }
            let isStopping = isStopping.load(ordering: .acquiring)
            if !isStopping { try receive(from: socket, monitor, into: &message, loop) }
            loop.settle()
            loop.turn()
            loop.storePositions()
            try send(through: socket, loop)
            if isStopping, loop.isQuiet { return }
        }
    }

    private func receive(
        from socket: borrowing Socket, _ monitor: borrowing Monitor, into message: inout Multipart,
        _ loop: FeedLoop
    ) throws(ZeroMQError) {
        for _ in 0..<FeedLimits.requestsPerRound {
            let isThere = try socket.receive(
                into: &message, maxParts: 6, maxBytes: FeedRequest.maximumBytes + 4096)
            guard isThere else { break }
            // The message's connection was reported before the message: a descriptor that is used again must not
            // be taken for the connection that had it before.
            try hear(monitor, loop)
            loop.take(message)
        }
        message.clear()
    }

    private func hear(_ monitor: borrowing Monitor, _ loop: FeedLoop) throws(ZeroMQError) {
        while let (event, descriptor) = try monitor.nextOfPeer() {
            switch event {
            case .accepted: loop.peers.accepted(descriptor)
            case .lost: if let peer = loop.peers.lost(descriptor) { loop.forget(peer) }
            case .ready, .retrying, .handshakeFailed: break
            }
        }
    }

    private func send(through socket: borrowing Socket, _ loop: FeedLoop) throws(ZeroMQError) {
        for message in loop.takeOutbox() {
            let (address, peer) = (message.address, message.address.peer)
            peer.unanswered -= 1
            switch try socket.trySend(peer.identity, more: true) {
            case .sent: break
            // It takes none: what is lost is asked for again.
            case .wouldBlock: continue
            case .hostUnreachable:
                loop.peers.forget(peer)
                loop.forget(peer)
                continue
            }
            if address.hasDelimiter { try socket.send([], more: true) }
            try unsafe socket.send(
                UnsafeRawBufferPointer(
                    start: message.verb.utf8Start, count: message.verb.utf8CodeUnitCount), more: true)
            try socket.send(address.correlation, more: true)
            try socket.send(Array(message.contentType.utf8), more: true)
            var wireBytes = Multipart.wireBytes(of: message.verb.utf8CodeUnitCount)
            wireBytes += Multipart.wireBytes(of: address.correlation.count)
            wireBytes += Multipart.wireBytes(of: message.contentType.utf8.count)
            if address.hasDelimiter { wireBytes += Multipart.wireBytes(of: 0) }
            for (index, frame) in message.frames.enumerated() {
                try socket.send(frame, more: index + 1 < message.frames.count)
                wireBytes += Multipart.wireBytes(of: frame.count)
            }
            peer.gave(wireBytes)
            if message.frames.count > 1 { loop.fetcher.reuse(message.frames[1]) }
        }
    }

    /// Milliseconds of a clock that nobody sets.
    private static func monotonic() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
