import CZeroMQ
import Glibc

/// Waits for any of several sockets and file descriptors. Used by the one thread that owns the sockets.
@safe public final class Poller {
    /// What to wait for.
    public struct Interest: OptionSet, Sendable {
        public let rawValue: CShort
        public init(rawValue: CShort) { self.rawValue = rawValue }
        public static let readable = Self(rawValue: CShort(ZMQ_POLLIN))
        public static let writable = Self(rawValue: CShort(ZMQ_POLLOUT))
    }

    /// Something that is watched; valid for the poller that gave it.
    public struct Entry: Sendable { let index: Int }

    private var items: [zmq_pollitem_t] = unsafe []
    /// Keeps each watched thing open for as long as its handle is looked at.
    private var held: [AnyObject] = []

    public init() {}

    /// Watches a socket, and keeps it open as long.
    public func add(_ socket: borrowing Socket, for interest: Interest = .readable) -> Entry {
        held.append(socket.handle)
        return unsafe add(
            zmq_pollitem_t(socket: socket.pointer, fd: 0, events: interest.rawValue, revents: 0))
    }

    /// Watches for a signal from another thread.
    public func add(_ wakeUp: WakeUp) -> Entry {
        held.append(wakeUp)
        return add(descriptor: wakeUp.descriptor)
    }

    /// Watches a file descriptor, which its owner keeps open for as long as this poller waits.
    public func add(descriptor: CInt, for interest: Interest = .readable) -> Entry {
        unsafe add(zmq_pollitem_t(socket: nil, fd: descriptor, events: interest.rawValue, revents: 0))
    }

    /// Changes what is waited for; an empty set pauses the entry.
    public func watch(_ entry: Entry, for interest: Interest) {
        unsafe items[entry.index].events = interest.rawValue
        unsafe items[entry.index].revents = 0
    }

    /// Waits until at least one entry is ready.
    ///
    /// - Parameter milliseconds: 0 only looks, -1 waits for ever.
    /// - Returns: how many are ready; 0 when the time ran out or a signal interrupted.
    public func wait(atMost milliseconds: Int) throws(ZeroMQError) -> Int {
        let ready = unsafe items.withUnsafeMutableBufferPointer {
            unsafe zmq_poll($0.baseAddress, CInt($0.count), milliseconds)
        }
        if ready >= 0 { return Int(ready) }
        guard zmq_errno() == EINTR else { throw .last(during: .poll) }
        for index in unsafe items.indices { unsafe items[index].revents = 0 }
        return 0
    }

    /// The last wait found something to receive, or an error on a descriptor.
    public func isReadable(_ entry: Entry) -> Bool {
        unsafe items[entry.index].revents & CShort(ZMQ_POLLIN | ZMQ_POLLERR) != 0
    }

    /// The last wait found room to send.
    public func isWritable(_ entry: Entry) -> Bool {
        unsafe items[entry.index].revents & CShort(ZMQ_POLLOUT) != 0
    }

    private func add(_ item: zmq_pollitem_t) -> Entry {
        unsafe items.append(item)
        return Entry(index: unsafe items.count - 1)
    }
}
