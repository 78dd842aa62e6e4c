import CZeroMQ
import Glibc
import Synchronization

/// Wakes a thread that waits in a ``Poller``: an eventfd, rung from any thread.
///
/// Publish the work first, then ``signal()``; on waking, ``drain()`` first, then look for work. Then no work
/// is missed, and many signals before one drain cost one system call.
public final class WakeUp: Sendable {
    /// To be polled for reading, by those who do not use ``Poller``.
    public let descriptor: CInt
    private let isRinging = Atomic(false)

    public init() throws(ZeroMQError) {
        descriptor = firstmile_eventfd()
        guard descriptor >= 0 else { throw ZeroMQError(operation: .wakeUp, endpoint: nil, code: errno) }
    }

    deinit { close(descriptor) }

    /// Any thread. The poll wakes once, however often this is called before the drain.
    public func signal() {
        guard !isRinging.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var one: UInt64 = 1
        while unsafe write(descriptor, &one, 8) < 0, errno == EINTR {}
    }

    /// The waiting thread: makes the next poll wait again.
    public func drain() {
        var count: UInt64 = 0
        while unsafe read(descriptor, &count, 8) < 0, errno == EINTR {}
        // After the read: a signal in between rings no bell, but its work is seen by whoever looks after this
        // line.
        _ = isRinging.exchange(false, ordering: .acquiringAndReleasing)
    }
}
