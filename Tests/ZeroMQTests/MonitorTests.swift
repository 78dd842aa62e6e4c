import Testing
import ZeroMQ

struct MonitorTests {
    @Test func `a reader that goes away while there is something to report stops nothing else`() throws {
        let context = try Context()
        // Somebody who takes connections and hangs up, as a daemon does that is killed.
        for _ in 0..<300 {
            let router = try Socket.bound(.router, in: context, options: .with { $0.linger = .zero })
            let endpoint = try router.lastEndpoint
            try connectAndLeave(to: endpoint, in: context, router)
        }
        let pull = try Socket.bound(.pull, in: context)
        let push = try Socket.connected(.push, to: try pull.lastEndpoint, in: context)
        try push.send(bytes("still there"))
        #expect(try pull.next() == [bytes("still there")])
    }

    /// Looks at the first report that the connection is gone, and no further.
    private func connectAndLeave(
        to endpoint: String, in context: Context, _ router: consuming Socket
    ) throws {
        let dealer = try Socket(
            .dealer, in: context,
            options: .with {
                $0.linger = .zero
                $0.reconnectInterval = .milliseconds(1)
            })
        let monitor = try dealer.monitor()
        try dealer.connect(to: endpoint)
        let poller = Poller()
        _ = poller.add(monitor.socket)
        func wait(for wanted: Monitor.Event) throws -> Bool {
            for _ in 0..<100 {
                while let event = try monitor.next() { if event == wanted { return true } }
                _ = try poller.wait(atMost: 100)
            }
            return false
        }
        #expect(try wait(for: .ready))
        _ = consume router
        #expect(try wait(for: .lost))
    }
}
