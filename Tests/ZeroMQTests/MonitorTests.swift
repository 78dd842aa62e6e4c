import Testing
import ZeroMQ

struct MonitorTests {
    @Test func `a monitor that goes away while there is more to report stops nothing else`() throws {
        let context = try Context()
        // Nobody listens there: a report every millisecond.
        let dealer = try Socket(
            .dealer, in: context,
            options: .with {
                $0.linger = .zero
                $0.reconnectInterval = .milliseconds(1)
            })
        try watchAWhile(dealer)
        for _ in 0..<50 {
            let pull = try Socket.bound(.pull, in: context)
            let push = try Socket.connected(.push, to: try pull.lastEndpoint, in: context)
            try push.send(bytes("still there"))
            try #require(try pull.next() == [bytes("still there")])
        }
    }

    private func watchAWhile(_ dealer: borrowing Socket) throws {
        let monitor = try dealer.monitor()
        try dealer.connect(to: "tcp://127.0.0.1:1")
        let poller = Poller()
        _ = poller.add(monitor.socket)
        _ = try poller.wait(atMost: 5_000)
        #expect(try monitor.next() == .retrying)
    }
}
