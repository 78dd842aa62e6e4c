import CZeroMQ
import Glibc

extension Socket {
    /// Fills `message` with the next waiting part; false when there is none.
    public borrowing func receive(into message: borrowing Message) throws(ZeroMQError) -> Bool {
        try unsafe receive(into: message.storage)
    }

    /// Fills `message` with the next waiting message, all its parts; false when there is none.
    ///
    /// libzmq hands over a message only once all of it has arrived, so there is never half a one. Its own
    /// size limit is per part and its high-water mark counts messages, so the caps for the whole are here:
    /// parts beyond them are taken off the socket and dropped, see ``Multipart/isTruncated``.
    public borrowing func receive(
        into message: inout Multipart, maxParts: Int = .max, maxBytes: Int = .max
    ) throws(ZeroMQError) -> Bool {
        message.clear()
        repeat {
            let place = unsafe message.nextPlace()
            guard try unsafe receive(into: place) else { return false }
            let hasMore = unsafe zmq_msg_more(place) != 0
            message.accept(maxParts: maxParts, maxBytes: maxBytes)
            if !hasMore { return true }
        } while true
    }

    /// Fills `message` with the next part, waiting for one.
    public borrowing func waitAndReceive(into message: borrowing Message) throws(ZeroMQError) {
        while unsafe zmq_msg_recv(message.storage, pointer, 0) < 0 {
            guard zmq_errno() == EINTR else { throw .last(during: .receive) }
        }
    }

    private borrowing func receive(
        into storage: UnsafeMutablePointer<zmq_msg_t>
    ) throws(ZeroMQError) -> Bool {
        while unsafe zmq_msg_recv(storage, pointer, ZMQ_DONTWAIT) < 0 {
            switch zmq_errno() {
            case EAGAIN: return false
            case EINTR: continue
            default: throw .last(during: .receive)
            }
        }
        return true
    }
}
