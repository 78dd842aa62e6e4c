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
    /// A router refuses to send to a peer it does not know (``SendOutcome/hostUnreachable``) instead of
    /// dropping in silence.
    public var routerMandatory: Bool?
    /// A router gives a routing id that is already in use to the newcomer. Default: the newcomer is refused.
    public var routerHandover: Bool?
    /// How long a connecting peer may take for the ZMTP handshake. Default 30 s.
    public var handshakeInterval: Duration?
    /// Wait before connecting again. Default 100 ms.
    public var reconnectInterval: Duration?
    /// Allows IPv6 addresses beside IPv4. Default: IPv4 only.
    public var ipv6: Bool?
    /// An xpub hears of every subscription, also of those that somebody else has already.
    public var tellsAllSubscriptions: Bool?
    /// Connections that may wait to be accepted. Default 100.
    public var backlog: Int?

    public init() {}

    /// Options written in place: `.with { $0.maxMessageSize = 1 << 20 }`.
    public static func with(_ set: (inout Self) -> Void) -> Self {
        var options = Self()
        set(&options)
        return options
    }

    /// What every ROUTER of the daemon is told, whoever connects: sizes and time have an end, a reply to nobody is seen,
    /// and a publisher who names himself may come back. Measured on libzmq 4.3.4: its size limit is per frame, its
    /// high-water marks count whole messages.
    public static func server(at endpoint: String, maxMessageSize: Int, receive: Int, send: Int) -> Self {
        .with {
            $0.maxMessageSize = maxMessageSize
            $0.receiveHighWaterMark = receive
            $0.sendHighWaterMark = send
            $0.heartbeatInterval = .seconds(5)
            $0.heartbeatTimeout = .seconds(15)
            $0.handshakeInterval = .seconds(5)
            $0.routerMandatory = true
            $0.routerHandover = true
            $0.backlog = 1024
            $0.allowIPv6(at: endpoint)
        }
    }

    /// Asks for IPv6 where the endpoint is an IPv6 address: libzmq takes none otherwise, and with it would write
    /// IPv4 endpoints in another way.
    public mutating func allowIPv6(at endpoint: String) {
        if endpoint.contains("[") { ipv6 = true }
    }
}
