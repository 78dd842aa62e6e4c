import CZeroMQ
import Glibc

/// How to send a message of several parts: ``trySend(_:more:)`` the first, and once that is `.sent`,
/// ``send(_:more:)`` the others. They do not block, because libzmq counts whole messages against the
/// high-water mark; and should the peer vanish midway, libzmq drops the rest of the message by itself. A
/// `trySend` of a later part could instead say `wouldBlock` for a message that is already lost (libzmq 4.3.4,
/// lb.cpp).
extension Socket {
    /// Sends a part, or says why it cannot be sent now. The bytes are copied.
    public borrowing func trySend(
        _ bytes: UnsafeRawBufferPointer, more: Bool = false
    ) throws(ZeroMQError) -> SendOutcome {
        let flags = ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0)
        while unsafe zmq_send(pointer, bytes.baseAddress, bytes.count, flags) < 0 {
            switch zmq_errno() {
            case EAGAIN: return .wouldBlock
            case EHOSTUNREACH: return .hostUnreachable
            case EINTR: continue
            default: throw .last(during: .send)
            }
        }
        return .sent
    }

    /// Sends a part, or says why it cannot be sent now. The bytes are copied.
    public borrowing func trySend(_ bytes: RawSpan, more: Bool = false) throws(ZeroMQError) -> SendOutcome {
        try unsafe bytes.withUnsafeBytes { (bytes) throws(ZeroMQError) in
            try unsafe trySend(bytes, more: more)
        }
    }

    /// Sends a part, or says why it cannot be sent now. The bytes are copied.
    public borrowing func trySend(_ bytes: [UInt8], more: Bool = false) throws(ZeroMQError) -> SendOutcome {
        try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(ZeroMQError) in
            try unsafe trySend(UnsafeRawBufferPointer(bytes), more: more)
        }
    }

    /// Sends a part, waiting while there is no peer or no room. The bytes are copied.
    public borrowing func send(_ bytes: UnsafeRawBufferPointer, more: Bool = false) throws(ZeroMQError) {
        let flags = more ? ZMQ_SNDMORE : 0
        while unsafe zmq_send(pointer, bytes.baseAddress, bytes.count, flags) < 0 {
            guard zmq_errno() == EINTR else { throw .last(during: .send) }
        }
    }

    /// Sends a part, waiting while there is no peer or no room. The bytes are copied.
    public borrowing func send(_ bytes: RawSpan, more: Bool = false) throws(ZeroMQError) {
        try unsafe bytes.withUnsafeBytes { (bytes) throws(ZeroMQError) in
            try unsafe send(bytes, more: more)
        }
    }

    /// Sends a part, waiting while there is no peer or no room. The bytes are copied.
    public borrowing func send(_ bytes: [UInt8], more: Bool = false) throws(ZeroMQError) {
        try unsafe bytes.withUnsafeBufferPointer { (bytes) throws(ZeroMQError) in
            try unsafe send(UnsafeRawBufferPointer(bytes), more: more)
        }
    }
}
