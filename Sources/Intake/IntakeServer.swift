public import EventLog
import Index
public import Quarantine
public import Rulebook
import Synchronization
import Wire
public import ZeroMQ

/// The intake: a ROUTER on a thread of its own, from the socket to the reply.
///
/// One loop: take what waits, decide, hand the frame to the disk when it is free, answer what is durable. While
/// one frame syncs the next one fills, so a busy socket makes large frames and an idle one answers at once.
public final class IntakeServer: Sendable {
    private let endpoint: String
    private let context: Context
    private let clock: any Clock
    private let version: String
    private let quarantine: Quarantine?
    private let credit: IntakeCredit
    private let onNews: @Sendable (DoorNews) -> Void
    private let isStopping = Atomic(false)
    private let wakeUp: WakeUp
    private let shownFigures = Mutex(IntakeFigures())

    /// - Parameters:
    ///   - endpoint: where to listen, such as `tcp://127.0.0.1:7701`; port `*` takes a free one.
    ///   - quarantine: what is to keep the refused events.
    ///   - credit: how much one connection may take up.
    ///   - onNews: told on the loop's thread what an operator should know of those who publish, at most once a second
    ///     for each of them.
    public init(
        at endpoint: String, in context: Context, clock: any Clock, version: String,
        quarantine: Quarantine? = nil, credit: IntakeCredit = IntakeCredit(),
        onNews: @escaping @Sendable (DoorNews) -> Void = { _ in }
    ) throws {
        self.endpoint = endpoint
        self.context = context
        self.clock = clock
        self.version = version
        self.quarantine = quarantine
        (self.credit, self.onNews) = (credit, onNews)
        wakeUp = try WakeUp()
    }

    /// To be called when the log's durable position moved; any thread.
    public var onDurable: @Sendable () -> Void {
        { [wakeUp] in wakeUp.signal() }
    }

    /// How it is doing, as of a tenth of a second ago at most. Any thread.
    public var figures: IntakeFigures { shownFigures.withLock { $0 } }

    /// Asks the loop to end: it stops reading, answers what it took, and returns.
    public func stop() {
        isStopping.store(true, ordering: .releasing)
        wakeUp.signal()
    }

    /// Serves until ``stop()``, on the calling thread.
    ///
    /// - Parameters:
    ///   - rulebooks: what is to judge; a log that holds them already stays as it is.
    ///   - whenListening: told the endpoint, with the port that was taken.
    /// - Throws: ``LogError`` when the log failed; what was acknowledged is on disk, nothing else was promised.
    public func run(
        _ path: WritePath, log: EventLog, rulebooks: [RulebookFile] = [], whenListening: (String) -> Void
    ) throws {
        do {
            try serve(path, log: log, rulebooks: rulebooks, whenListening: whenListening)
            try path.finishCheckpoints(at: clock.now)
        } catch let error as IndexError {
            path.discardCheckpoint()
            throw error
        }
    }

    private func serve(
        _ path: WritePath, log: EventLog, rulebooks: [RulebookFile], whenListening: (String) -> Void
    ) throws {
        let socket = try Socket(
            .router, in: context,
            options: .server(
                at: endpoint, maxMessageSize: IntakeLimits.frameBytes, receive: 1000, send: 10_000))
        let monitor = try socket.monitor()
        try socket.bind(to: endpoint)
        try path.activate(rulebooks, at: IntakeLoop.recordedTime(log, clock))
        whenListening(try socket.lastEndpoint)
        var loop = IntakeLoop(
            path, log: log, clock: clock, version: version, quarantine: quarantine, credit: credit)
        let poller = Poller()
        let waiting = poller.add(socket)
        let rung = poller.add(wakeUp)
        _ = poller.add(monitor.socket)
        var watch = PeerWatch(monitor)
        // A long time ago, but not so long that it overflows.
        var shownAt: Int64 = -1000
        defer { shownFigures.withLock { $0.isListening = false } }
        while true {
            let stopping = isStopping.load(ordering: .acquiring)
            let mayRead = !stopping && loop.hasRoom
            poller.watch(waiting, for: mayRead ? .readable : [])
            let now = loop.tellTime()
            _ = try poller.wait(atMost: min(loop.patience(reading: mayRead), watch.patience(now)))
            if poller.isReadable(rung) { wakeUp.drain() }
            for news in try watch.look(loop.doors) {
                loop.handler.figures.count(news)
                onNews(news)
            }
            if try loop.round(at: socket, reading: mayRead, stopping: stopping) { return }
            // The clock may have been set back.
            if now - shownAt >= 50 || now < shownAt {
                shownAt = now
                let figures = loop.figures
                shownFigures.withLock { $0 = figures }
            }
        }
    }
}
