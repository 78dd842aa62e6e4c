import Testing
import ZeroMQ

/// What happens when a peer misbehaves, vanishes, or is too fast.
@Suite(.timeLimit(.minutes(10)))
struct PeerTests {
    @Test func `a peer that sends an oversize part is disconnected, the others are not`() throws {
        let context = try Context()
        let router = try Socket.bound(.router, in: context, options: .with { $0.maxMessageSize = 1_000 })
        let endpoint = try router.lastEndpoint
        let good = try Socket.connected(.dealer, to: endpoint, in: context)
        let bad = try Socket(
            .dealer, in: context, options: .with { $0.reconnectInterval = .seconds(30) })
        let monitor = try bad.monitor()
        try bad.connect(to: endpoint)

        try bad.send(bytes("small"))
        #expect(try router.next()?.last == bytes("small"))
        try bad.send([UInt8](repeating: 1, count: 1_001))
        #expect(try event(.lost, of: monitor))
        try good.send([UInt8](repeating: 2, count: 1_000))
        #expect(try router.next()?.last == [UInt8](repeating: 2, count: 1_000))
    }

    @Test func `sending to a peer that has vanished is hostUnreachable, not silence`() throws {
        let context = try Context()
        let router = try Socket.bound(.router, in: context, options: .with { $0.routerMandatory = true })
        #expect(try router.trySend(bytes("nobody"), more: true) == .hostUnreachable)
        let peer = try requestAndLeave(router, in: context)
        var outcome = SendOutcome.sent
        for _ in 0..<500 {
            outcome = try router.trySend(peer, more: true)
            guard outcome == .sent else { break }
            try router.send(bytes("reply"))
            _ = try router.next(atMost: 10)
        }
        #expect(outcome == .hostUnreachable)
    }

    @Test func `a full queue is wouldBlock, whole messages at a time`() throws {
        let context = try Context()
        let dealer = try Socket(
            .dealer, in: context,
            options: .with {
                $0.sendHighWaterMark = 5
                $0.linger = .zero
            })
        #expect(try dealer.trySend(bytes("to nobody")) == .wouldBlock)
        // Port 1 answers nobody here: the connection stays pending and its queue fills.
        try dealer.connect(to: "tcp://127.0.0.1:1")
        var sent = 0
        while try dealer.trySend(bytes("first"), more: true) == .sent {
            for _ in 0..<3 { try dealer.send(bytes("middle"), more: true) }
            try dealer.send(bytes("last"))
            sent += 1
        }
        #expect(sent == 5)
    }

    @Test func `a monitor tells when a connection is ready and when it is lost`() throws {
        let context = try Context()
        let dealer = try Socket(.dealer, in: context)
        let monitor = try dealer.monitor()
        try connectOnce(dealer, monitor, in: context)
        #expect(try event(.lost, of: monitor))
        #expect(try event(.retrying, of: monitor))
    }

    @Test func `many small messages arrive in order`() throws {
        let context = try Context()
        let pull = try Socket.bound(.pull, in: context)
        let endpoint = try pull.lastEndpoint
        let thread = DedicatedThread(name: "sender")
        thread.run {
            do {
                let push = try Socket.connected(.push, to: endpoint, in: context)
                for number in 0..<UInt32(100_000) {
                    try unsafe withUnsafeBytes(of: number) { try unsafe push.send($0) }
                }
            } catch { Issue.record(error) }
        }
        let message = Message()
        for expected in 0..<UInt32(100_000) {
            try pull.waitAndReceive(into: message)
            let number = unsafe message.withUnsafeBytes { unsafe $0.loadUnaligned(as: UInt32.self) }
            if number != expected {
                Issue.record("\(number) arrived, \(expected) was next")
                return
            }
        }
    }

    /// The router hears of a dealer whose socket is closed when this returns.
    private func requestAndLeave(_ router: borrowing Socket, in context: Context) throws -> [UInt8] {
        let dealer = try Socket.connected(.dealer, to: router.lastEndpoint, in: context)
        try dealer.send(bytes("hello"))
        return try #require(try router.next())[0]
    }

    /// There is a listener until this returns.
    private func connectOnce(
        _ dealer: borrowing Socket, _ monitor: borrowing Monitor, in context: Context
    ) throws {
        let router = try Socket.bound(.router, in: context)
        try dealer.connect(to: router.lastEndpoint)
        #expect(try event(.ready, of: monitor))
    }

    /// Waits for one kind of event, passing over others.
    private func event(_ wanted: Monitor.Event, of monitor: borrowing Monitor) throws -> Bool {
        let poller = Poller()
        _ = poller.add(monitor.socket)
        for _ in 0..<50 {
            while let event = try monitor.next() {
                if event == wanted { return true }
            }
            _ = try poller.wait(atMost: 100)
        }
        return false
    }
}
