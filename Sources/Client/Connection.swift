import ZeroMQ

/// One connection to the daemon, with a socket of its own.
///
/// libzmq would connect again by itself and carry on with whatever is sent next, before anybody can know that
/// what was in flight is lost: newer requests would overtake older ones. So a lost connection is thrown away,
/// and what is unanswered goes to the next one from the oldest on.
final class Connection {
    enum Standing { case connecting, ready, over }

    let socket: Socket
    private let monitor: Monitor
    private let poller = Poller()
    private let entry: Poller.Entry
    private(set) var standing = Standing.connecting
    /// Somebody answered who does not speak ZeroMQ.
    private(set) var metAStranger = false

    init(to endpoint: String, in context: Context, wakeUp: WakeUp) throws(ZeroMQError) {
        let socket = try Socket(
            .dealer, in: context,
            options: .with {
                $0.linger = .zero
                $0.heartbeatInterval = .seconds(5)
                $0.heartbeatTimeout = .seconds(15)
                $0.handshakeInterval = .seconds(5)
                // Never reached: this connection is over before.
                $0.reconnectInterval = .seconds(3_600)
                $0.allowIPv6(at: endpoint)
            })
        let monitor = try socket.monitor()
        try socket.connect(to: endpoint)
        entry = poller.add(socket)
        _ = poller.add(monitor.socket)
        _ = poller.add(wakeUp)
        self.socket = socket
        self.monitor = monitor
    }

    /// Learns what has become of it.
    func look() throws(ZeroMQError) {
        while let event = try monitor.next() {
            switch event {
            case .ready: standing = .ready
            // It listens nowhere.
            case .accepted: break
            case .lost, .retrying: standing = .over
            case .handshakeFailed:
                metAStranger = true
                standing = .over
            }
        }
    }

    /// Waits until there is something to read, room to send if `wantsRoom`, news of the connection, or a
    /// wake-up.
    func wait(wantsRoom: Bool, atMost milliseconds: Int) throws(ZeroMQError) {
        poller.watch(entry, for: wantsRoom ? [.readable, .writable] : .readable)
        _ = try poller.wait(atMost: milliseconds)
    }
}
