import CZeroMQ
import Glibc

/// The library's root object: one a process. Thread-safe by libzmq's own contract, so it may be shared.
@safe public final class Context: @unchecked Sendable {
    let handle: UnsafeMutableRawPointer

    /// - Parameter ioThreads: threads that move bytes; one carries about a gigabyte a second.
    public init(ioThreads: Int = 1) throws(ZeroMQError) {
        guard let handle = unsafe zmq_ctx_new() else { throw .last(during: .open) }
        unsafe self.handle = handle
        let setting = unsafe (
            zmq_ctx_set(handle, ZMQ_IO_THREADS, CInt(clamping: ioThreads)),
            // Otherwise a socket whose linger was never set holds the process's end for ever.
            zmq_ctx_set(handle, ZMQ_BLOCKY, 0)
        )
        guard setting == (0, 0) else { throw .last(during: .configure(option: "IO_THREADS")) }
    }

    /// Waits for what the sockets' linger still allows to leave; the last socket is gone by now.
    deinit {
        while unsafe zmq_ctx_term(handle) != 0, zmq_errno() == EINTR {}
    }

    /// Makes every blocking call of every socket fail with ``ZeroMQError/isShutdown``, now and from now on.
    ///
    /// For stopping threads that wait in ``Poller/wait(atMost:)`` or in a blocking send. Any thread, more
    /// than once.
    public func shutdown() { _ = unsafe zmq_ctx_shutdown(handle) }

    /// The version of the library that runs, e.g. "4.3.4".
    public static var libraryVersion: String {
        var (major, minor, patch): (CInt, CInt, CInt) = (0, 0, 0)
        unsafe zmq_version(&major, &minor, &patch)
        return "\(major).\(minor).\(patch)"
    }
}
