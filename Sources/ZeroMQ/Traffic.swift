import CZeroMQ
import Glibc

/// What a TCP connection has carried so far, as the kernel counts it. libzmq itself tells nobody how much it holds
/// for a peer: its high-water marks count messages.
public struct Traffic: Sendable, Equatable {
    /// Bytes that came in.
    public var received: UInt64
    /// Bytes sent that the peer's kernel has taken.
    public var taken: UInt64

    /// Nil where the descriptor is no TCP connection.
    public init?(of descriptor: CInt) {
        (received, taken) = (0, 0)
        guard unsafe firstmile_tcp_traffic(descriptor, &received, &taken) == 0 else { return nil }
    }

    /// No connection has this descriptor any more.
    public static func isClosed(_ descriptor: CInt) -> Bool {
        let looking = CInt(clamping: Int(MSG_DONTWAIT)) | CInt(clamping: Int(MSG_PEEK))
        return recv(descriptor, nil, 0, looking) < 0 && (errno == EBADF || errno == ENOTSOCK)
    }

    /// Ends a connection that libzmq serves: it notices, and forgets the peer and what it holds for it.
    public static func hangUp(_ descriptor: CInt) { _ = shutdown(descriptor, CInt(SHUT_RDWR)) }
}
