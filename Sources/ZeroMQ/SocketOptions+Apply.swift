import CZeroMQ
import Glibc

extension SocketOptions {
    func apply(to socket: SocketHandle) throws(ZeroMQError) {
        try socket.set("LINGER", ZMQ_LINGER, linger.wholeMilliseconds)
        if let maxMessageSize { try socket.set("MAXMSGSIZE", ZMQ_MAXMSGSIZE, wide: Int64(maxMessageSize)) }
        try socket.set("SNDHWM", ZMQ_SNDHWM, sendHighWaterMark)
        try socket.set("RCVHWM", ZMQ_RCVHWM, receiveHighWaterMark)
        try socket.set("HEARTBEAT_IVL", ZMQ_HEARTBEAT_IVL, heartbeatInterval?.wholeMilliseconds)
        try socket.set("HEARTBEAT_TIMEOUT", ZMQ_HEARTBEAT_TIMEOUT, heartbeatTimeout?.wholeMilliseconds)
        try socket.set("ROUTER_MANDATORY", ZMQ_ROUTER_MANDATORY, routerMandatory.map { $0 ? 1 : 0 })
        try socket.set("ROUTER_HANDOVER", ZMQ_ROUTER_HANDOVER, routerHandover.map { $0 ? 1 : 0 })
        try socket.set("HANDSHAKE_IVL", ZMQ_HANDSHAKE_IVL, handshakeInterval?.wholeMilliseconds)
        try socket.set("RECONNECT_IVL", ZMQ_RECONNECT_IVL, reconnectInterval?.wholeMilliseconds)
        try socket.set("IPV6", ZMQ_IPV6, ipv6.map { $0 ? 1 : 0 })
        try socket.set("XPUB_VERBOSE", ZMQ_XPUB_VERBOSE, tellsAllSubscriptions.map { $0 ? 1 : 0 })
        try socket.set("BACKLOG", ZMQ_BACKLOG, backlog)
    }
}

extension SocketHandle {
    /// Sets an option that libzmq holds as a C `int`; nil leaves it alone.
    fileprivate func set(_ name: String, _ option: CInt, _ value: Int?) throws(ZeroMQError) {
        guard let value else { return }
        var number = CInt(clamping: value)
        guard unsafe zmq_setsockopt(pointer, option, &number, MemoryLayout<CInt>.size) == 0 else {
            throw .last(during: .configure(option: name))
        }
    }

    /// Sets an option that libzmq holds in 64 bits.
    fileprivate func set(_ name: String, _ option: CInt, wide value: Int64) throws(ZeroMQError) {
        var number = value
        guard unsafe zmq_setsockopt(pointer, option, &number, MemoryLayout<Int64>.size) == 0 else {
            throw .last(during: .configure(option: name))
        }
    }
}

extension Duration {
    /// Rounded up, so that a wait shorter than a millisecond does not become none.
    fileprivate var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
