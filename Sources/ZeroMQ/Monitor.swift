import CZeroMQ

/// Tells what becomes of a socket's connections. Lives on the socket's thread; put ``socket`` into its
/// ``Poller``.
public struct Monitor: ~Copyable {
    /// What happened to one of the socket's connections.
    public enum Event: Sendable, Equatable {
        /// The peer is there and speaks ZMTP: messages flow.
        case ready
        /// Somebody has connected to this socket, and has not shown yet what he speaks.
        case accepted
        /// A connection that was there is lost.
        case lost
        /// Connecting did not succeed; it will be tried again.
        case retrying
        /// Somebody answered, but not as a ZMTP peer with the same security would.
        case handshakeFailed
    }

    /// A pair socket over which libzmq reports; to be polled for reading.
    public let socket: Socket
    private let message = Message()
    private let watched: SocketHandle

    fileprivate init(_ socket: consuming Socket, of watched: SocketHandle) {
        self.socket = socket
        self.watched = watched
    }

    // First no more reports, then no more reader: libzmq's I/O thread would wait for ever to report to nobody,
    // and carry no connection of this process any further (libzmq 4.3.4, socket_base.cpp).
    deinit { _ = unsafe zmq_socket_monitor(watched.pointer, nil, 0) }

    /// The next event that waits, nil when there is none.
    public borrowing func next() throws(ZeroMQError) -> Event? { try nextOfPeer()?.event }

    /// The same, with the connection it is about: its file descriptor, for ``Event/accepted`` and ``Event/lost``.
    public borrowing func nextOfPeer() throws(ZeroMQError) -> (event: Event, descriptor: CInt)? {
        while try socket.receive(into: message) {
            let (number, value) = unsafe message.withUnsafeBytes { bytes in
                bytes.count >= 6
                    ? unsafe (
                        CInt(bytes.loadUnaligned(as: UInt16.self)),
                        bytes.loadUnaligned(fromByteOffset: 2, as: CInt.self)
                    ) : (0, -1)
            }
            // The second part is the endpoint, which the owner knows.
            while message.hasMore, try socket.receive(into: message) {}
            if let event = Event(number) { return (event, value) }
        }
        return nil
    }
}

extension Monitor.Event {
    static let numbers =
        ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_ACCEPTED | ZMQ_EVENT_DISCONNECTED
        | ZMQ_EVENT_CONNECT_RETRIED
        | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
        | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH

    fileprivate init?(_ number: CInt) {
        switch number {
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: self = .ready
        case ZMQ_EVENT_ACCEPTED: self = .accepted
        case ZMQ_EVENT_DISCONNECTED: self = .lost
        case ZMQ_EVENT_CONNECT_RETRIED: self = .retrying
        case ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL, ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL,
            ZMQ_EVENT_HANDSHAKE_FAILED_AUTH:
            self = .handshakeFailed
        default: return nil
        }
    }
}

extension Socket {
    /// Starts reporting on this socket's connections; call it before `connect` or `bind`, once.
    public borrowing func monitor() throws(ZeroMQError) -> Monitor {
        // inproc names are per context; the socket's address is unique among the sockets that are open.
        let endpoint = unsafe "inproc://monitor-\(UInt(bitPattern: pointer))"
        guard unsafe zmq_socket_monitor(pointer, endpoint, Monitor.Event.numbers) == 0 else {
            throw .last(during: .monitor, at: endpoint)
        }
        let reports = try handle.sibling(
            .pair,
            options: .with {
                $0.linger = .zero
                // libzmq's I/O thread reports with a blocking send: with a limit here, events nobody read
                // would stop it.
                $0.receiveHighWaterMark = 0
            })
        try reports.connect(to: endpoint)
        return Monitor(reports, of: handle)
    }
}
