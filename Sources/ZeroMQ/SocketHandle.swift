import CZeroMQ

/// The C socket and what must outlive it. Shared by a ``Socket`` and the ``Poller``s that watch it, so that
/// none ever looks at a closed one; it closes when the last of them goes, on their common thread.
@safe final class SocketHandle {
    let pointer: UnsafeMutableRawPointer
    private let context: Context

    init(_ kind: Socket.Kind, in context: Context) throws(ZeroMQError) {
        guard let pointer = unsafe zmq_socket(context.handle, kind.number) else { throw .last(during: .open) }
        unsafe self.pointer = pointer
        self.context = context
    }

    deinit { _ = unsafe zmq_close(pointer) }

    /// A second socket in the same context.
    func sibling(_ kind: Socket.Kind, options: SocketOptions) throws(ZeroMQError) -> Socket {
        try Socket(kind, in: context, options: options)
    }
}
