import CZeroMQ

/// A reusable receive buffer for one part. On the heap because libzmq keeps small payloads inside the struct.
@safe public struct Message: ~Copyable {
    let storage: UnsafeMutablePointer<zmq_msg_t>

    public init() {
        unsafe storage = .allocate(capacity: 1)
        _ = unsafe zmq_msg_init(storage)
    }

    deinit {
        _ = unsafe zmq_msg_close(storage)
        unsafe storage.deallocate()
    }

    /// Further parts of the same message follow.
    public var hasMore: Bool { unsafe zmq_msg_more(storage) != 0 }

    /// Bytes of this part.
    public var count: Int { unsafe zmq_msg_size(storage) }

    /// Lends the bytes without copying; the compiler will not let the span leave `body`.
    public borrowing func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(storage.payload.bytes)
    }

    /// Lends the bytes to those who work on pointers; valid only inside `body`.
    public borrowing func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(storage.payload)
    }

    /// The bytes, to keep.
    public borrowing func copied() -> [UInt8] { unsafe [UInt8](storage.payload) }
}

extension UnsafeMutablePointer<zmq_msg_t> {
    /// The message's bytes, valid until it is received into, moved or closed.
    @unsafe var payload: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: zmq_msg_data(self), count: zmq_msg_size(self))
    }
}
