import CZeroMQ

/// A reusable receive buffer for a whole message of several parts: the parts stay where libzmq put them, and
/// the places for them are kept from one message to the next, so that a steady stream allocates nothing here.
@safe public struct Multipart: ~Copyable {
    private var parts: UnsafeMutablePointer<zmq_msg_t>
    private var capacity: Int
    /// Parts held.
    public private(set) var count = 0
    /// Bytes of the parts held.
    public private(set) var byteCount = 0
    /// Parts that arrived but exceeded the caps given to `receive`; they were dropped.
    public private(set) var droppedParts = 0
    /// Bytes that all parts took on the wire, dropped ones included, with ZMTP's framing.
    public private(set) var wireBytes = 0

    public init() {
        capacity = 8
        unsafe parts = .allocate(capacity: 8)
        for index in 0..<8 { _ = unsafe zmq_msg_init(parts + index) }
    }

    deinit {
        for index in 0..<capacity { _ = unsafe zmq_msg_close(parts + index) }
        unsafe parts.deallocate()
    }

    /// The message was larger than the caps: what is held is only its beginning.
    public var isTruncated: Bool { droppedParts > 0 }

    /// Bytes that a part takes on the wire (ZMTP 3.1): its own, and a flag with a length of one or eight bytes.
    public static func wireBytes(of size: Int) -> Int { size + (size > 255 ? 9 : 2) }

    /// The file descriptor of the connection by which the part came; -1 where there is none.
    public borrowing func descriptor(at index: Int) -> CInt {
        precondition(index >= 0 && index < count, "part \(index) of \(count)")
        return unsafe zmq_msg_get(parts + index, ZMQ_SRCFD)
    }

    /// Bytes of one part.
    public borrowing func byteCount(at index: Int) -> Int {
        precondition(index < count, "part \(index) of \(count)")
        return unsafe zmq_msg_size(parts + index)
    }

    /// Lends one part's bytes without copying; the compiler will not let the span leave `body`.
    public borrowing func withBytes<Result, Failure: Error>(
        at index: Int, _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(index >= 0 && index < count, "part \(index) of \(count)")
        return try unsafe body((parts + index).payload.bytes)
    }

    /// Lends one part's bytes to those who work on pointers; valid only inside `body`.
    public borrowing func withUnsafeBytes<Result, Failure: Error>(
        at index: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(index >= 0 && index < count, "part \(index) of \(count)")
        return try unsafe body((parts + index).payload)
    }

    /// The bytes of one part, to keep.
    public borrowing func copied(at index: Int) -> [UInt8] {
        precondition(index >= 0 && index < count, "part \(index) of \(count)")
        return unsafe [UInt8]((parts + index).payload)
    }

    /// Lets go of the parts, so that a large one does not stay in memory while the socket is quiet.
    public mutating func clear() {
        for index in 0..<count {
            _ = unsafe zmq_msg_close(parts + index)
            _ = unsafe zmq_msg_init(parts + index)
        }
        (count, byteCount, droppedParts, wireBytes) = (0, 0, 0, 0)
    }

    /// The place for the next part.
    mutating func nextPlace() -> UnsafeMutablePointer<zmq_msg_t> {
        if count == capacity { grow() }
        return unsafe parts + count
    }

    /// Counts the part just received into ``nextPlace()``, or drops it when it exceeds the caps.
    mutating func accept(maxParts: Int, maxBytes: Int) {
        let size = unsafe zmq_msg_size(parts + count)
        wireBytes += Self.wireBytes(of: size)
        // Once a part was dropped the later ones go too: what is held stays a beginning without gaps.
        guard droppedParts == 0, count < maxParts, byteCount + size <= maxBytes else {
            droppedParts += 1
            return
        }
        count += 1
        byteCount += size
    }

    /// Holds these parts as if they had just been received.
    package mutating func hold(_ bytes: [[UInt8]], maxParts: Int = .max, maxBytes: Int = .max) {
        clear()
        for part in bytes {
            let place = unsafe nextPlace()
            _ = unsafe zmq_msg_close(place)
            guard unsafe zmq_msg_init_size(place, part.count) == 0 else { fatalError("out of memory") }
            if let start = unsafe zmq_msg_data(place) {
                unsafe part.withUnsafeBytes {
                    unsafe UnsafeMutableRawBufferPointer(start: start, count: part.count).copyMemory(from: $0)
                }
            }
            accept(maxParts: maxParts, maxBytes: maxBytes)
        }
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<zmq_msg_t>.allocate(capacity: capacity * 2)
        for index in 0..<(capacity * 2) { _ = unsafe zmq_msg_init(larger + index) }
        for index in 0..<capacity {
            // Moved by libzmq, not by memcpy: the struct's inside is its own business.
            _ = unsafe zmq_msg_move(larger + index, parts + index)
            _ = unsafe zmq_msg_close(parts + index)
        }
        unsafe parts.deallocate()
        unsafe parts = unsafe larger
        capacity *= 2
    }
}
