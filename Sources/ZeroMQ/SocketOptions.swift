/// What a socket is told before it binds or connects. Nil leaves libzmq's default.
public struct SocketOptions: Sendable {
    /// Bytes of one part; a peer that sends a larger one is disconnected. libzmq's default: no limit.
    public var maxMessageSize: Int?
    /// Whole messages (of any size) queued per peer on the way out before a send blocks; 0 is no limit.
    /// Default 1,000.
    public var sendHighWaterMark: Int?
    /// Whole messages queued per peer on the way in before its TCP connection is held back; 0 is no limit.
    /// Default 1,000.
    public var receiveHighWaterMark: Int?
    /// How long unsent messages hold up the end of the context. Bounded here, where libzmq would wait for
    /// ever.
    public var linger: Duration = .seconds(1)
    /// How often a quiet peer is asked for a sign of life. Default: never.
    public var heartbeatInterval: Duration?
    /// How long a peer may take to give one before it is disconnected. Default: the interval.
    public var heartbeatTimeout: Duration?
    /// What the peer is told to wait for us before it disconnects; counted in tenths of a second, at most
    /// 6,553 s.
    public var heartbeatTimeToLive: Duration?
    /// A router refuses to send to a peer it does not know (``SendOutcome/hostUnreachable``) instead of
    /// dropping in silence.
    public var routerMandatory: Bool?
    /// A router gives a routing id that is already in use to the newcomer. Default: the newcomer is refused.
    public var routerHandover: Bool?
    /// Queue only to peers whose connection is complete; what was queued to one that is lost is dropped with
    /// it.
    public var immediate: Bool?
    /// Lets the kernel probe quiet TCP connections, after so long.
    public var tcpKeepalive: Keepalive?
    /// How long a connecting peer may take for the ZMTP handshake. Default 30 s.
    public var handshakeInterval: Duration?
    /// Wait before connecting again. Default 100 ms.
    public var reconnectInterval: Duration?
    /// The wait doubles up to this. Default: it does not.
    public var reconnectIntervalMax: Duration?
    /// The name the peer's router will know us by: 1 to 255 bytes, not beginning with zero. Default: one of
    /// the router's choice.
    public var routingID: [UInt8]?
    /// Allows IPv6 addresses beside IPv4. Default: IPv4 only.
    public var ipv6: Bool?
    /// Connections that may wait to be accepted. Default 100.
    public var backlog: Int?

    /// The kernel's probing of a quiet TCP connection.
    public struct Keepalive: Sendable {
        /// Quiet for this long before the first probe, and between probes. Whole seconds.
        public var idle: Duration
        public var interval: Duration
        /// Unanswered probes until the connection is given up.
        public var probes: Int

        public init(idle: Duration, interval: Duration, probes: Int) {
            (self.idle, self.interval, self.probes) = (idle, interval, probes)
        }
    }

    public init() {}

    /// Options written in place: `.with { $0.maxMessageSize = 1 << 20 }`.
    public static func with(_ set: (inout Self) -> Void) -> Self {
        var options = Self()
        set(&options)
        return options
    }
}
