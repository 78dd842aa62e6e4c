import Synchronization
import ZeroMQ

/// A ROUTER that plays the daemon, badly where a test wants it: real TCP, on a thread of its own.
///
/// It acknowledges a request with the request's own payload, so that a reply can be matched with its request.
final class Daemon: Sendable {
    /// What it does with a request.
    enum Behaviour: Sendable { case answer, drop, answerLater, answerTwice, refuse, talkNonsense, beBusy }

    /// The payload, and how often it has come before.
    typealias Script = @Sendable (_ payload: String, _ seen: Int) -> Behaviour

    let endpoint: String
    private let desk: Desk

    private init(_ endpoint: String, _ desk: Desk) { (self.endpoint, self.desk) = (endpoint, desk) }

    /// Listens at `endpoint`, as soon as that is free; nil takes a free port.
    static func start(
        at endpoint: String = "tcp://127.0.0.1:*", in context: Context,
        _ script: @escaping Script = { _, _ in .answer }
    ) async throws -> Daemon {
        let desk = try Desk()
        let bound = await withCheckedContinuation {
            (answer: CheckedContinuation<Result<String, ZeroMQError>, Never>) in
            DedicatedThread(name: "daemon").run {
                do throws(ZeroMQError) {
                    let router = try Socket(
                        .router, in: context,
                        options: .with {
                            $0.linger = .zero
                            $0.allowIPv6(at: endpoint)
                        })
                    try Self.bind(router, to: endpoint)
                    answer.resume(returning: .success(try router.lastEndpoint))
                    var loop = Loop(desk, script)
                    try loop.run(router)
                } catch { answer.resume(returning: .failure(error)) }
            }
        }
        return Daemon(try bound.get(), desk)
    }

    /// Vanishes: the socket is closed soon after this returns, its connections with it.
    func stop() {
        desk.state.withLock { $0.mustStop = true }
        desk.wakeUp.signal()
    }

    /// Payloads in the order they came, repeated ones too.
    var received: [String] { desk.state.withLock { $0.received } }

    /// A stopped daemon's port is free a moment later.
    private static func bind(_ router: borrowing Socket, to endpoint: String) throws(ZeroMQError) {
        let patience = ContinuousClock.now + .seconds(10)
        while true {
            do throws(ZeroMQError) { return try router.bind(to: endpoint) } catch {
                guard error.isAddressInUse, ContinuousClock.now < patience else { throw error }
                _ = try Poller().wait(atMost: 10)
            }
        }
    }
}

/// What the test and the daemon's thread share.
private final class Desk: Sendable {
    let wakeUp: WakeUp
    let state = Mutex((mustStop: false, received: [String]()))

    init() throws { wakeUp = try WakeUp() }
}

private struct Loop {
    private let desk: Desk
    private let script: Daemon.Script
    private var seen: [String: Int] = [:]
    private var later: [[[UInt8]]] = []

    init(_ desk: Desk, _ script: @escaping Daemon.Script) { (self.desk, self.script) = (desk, script) }

    mutating func run(_ router: borrowing Socket) throws(ZeroMQError) {
        let poller = Poller()
        _ = poller.add(router)
        _ = poller.add(desk.wakeUp)
        var message = Multipart()
        while !desk.state.withLock({ $0.mustStop }) {
            // What was put off is answered when nothing more comes, the last first.
            if try poller.wait(atMost: 20) == 0 { try answerPutOff(router) }
            desk.wakeUp.drain()
            while try router.receive(into: &message) {
                try answer((0..<message.count).map { message.copied(at: $0) }, router)
            }
        }
    }

    private mutating func answer(_ parts: [[UInt8]], _ router: borrowing Socket) throws(ZeroMQError) {
        let (peer, verb, correlation) = (parts[0], String(decoding: parts[1], as: UTF8.self), parts[2])
        if verb == "firstmile/1 PING" {
            return try send(
                [peer, utf8("firstmile/1 PONG"), correlation, utf8("application/json"), utf8("{}")], router)
        }
        let payload = String(decoding: parts[4], as: UTF8.self)
        desk.state.withLock { $0.received.append(payload) }
        let count = seen[payload, default: 0]
        seen[payload] = count + 1
        let reply = [
            peer, utf8("firstmile/1 ACK"), correlation, utf8("test/ack"), parts[4...].flatMap(\.self),
        ]
        switch script(payload, count) {
        case .answer: try send(reply, router)
        case .answerTwice:
            try send(reply, router)
            try send(reply, router)
        case .answerLater: later.append(reply)
        case .drop: break
        case .refuse:
            try send(
                [peer, utf8("firstmile/1 ERROR"), correlation, utf8("application/problem+json"), utf8("{}")],
                router)
        case .beBusy:
            try send(
                [
                    peer, utf8("firstmile/1 ERROR"), correlation, utf8("application/problem+json"),
                    utf8("{\"code\":\"busy\",\"reason\":\"\",\"fix\":\"\"}"),
                ], router)
        case .talkNonsense: try send([peer, utf8("HTTP/1.1 400")], router)
        }
    }

    private mutating func answerPutOff(_ router: borrowing Socket) throws(ZeroMQError) {
        for reply in later.reversed() { try send(reply, router) }
        later = []
    }

    private func send(_ parts: [[UInt8]], _ router: borrowing Socket) throws(ZeroMQError) {
        for (index, part) in parts.enumerated() { try router.send(part, more: index < parts.count - 1) }
    }
}

private func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }
