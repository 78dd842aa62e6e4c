/// A growing buffer of raw bytes, reused from event to event.
///
/// `[UInt8]` checks uniqueness and capacity at each of the dozens of small appends an event takes.
@safe struct ByteWriter: ~Copyable {
    private var base: UnsafeMutableRawPointer?
    private(set) var count = 0
    private var capacity = 0

    /// Allocates nothing until something is written.
    init() {}

    deinit { unsafe base?.deallocate() }

    mutating func clear() { count = 0 }

    /// Drops what was written after the first `length` bytes.
    mutating func cut(to length: Int) { count = length }

    /// What was written; valid until the next write.
    var bytes: UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(start: base, count: count)
    }

    func bytes(from offset: Int) -> UnsafeRawBufferPointer {
        unsafe UnsafeRawBufferPointer(rebasing: bytes[offset...])
    }

    /// Makes room, after which that many bytes are written without moving those before them.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if capacity &- count <= more { grow(more) }
    }

    private mutating func grow(_ more: Int) {
        let wanted = max(1024, max(count + more + 1, capacity * 2))
        let fresh = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 16)
        if let base = unsafe base {
            unsafe fresh.copyMemory(from: base, byteCount: count)
            unsafe base.deallocate()
        }
        unsafe base = fresh
        capacity = wanted
    }

    /// Where the next byte goes; only after `reserve`.
    @inline(__always)
    private var cursor: UnsafeMutableRawPointer {
        unsafe base.unsafelyUnwrapped + count
    }

    @inline(__always)
    mutating func byte(_ value: UInt8) {
        reserve(1)
        unsafe cursor.storeBytes(of: value, as: UInt8.self)
        count &+= 1
    }

    @inline(__always)
    mutating func bytes(_ start: UnsafeRawPointer, _ length: Int) {
        reserve(length)
        unsafe cursor.copyMemory(from: start, byteCount: length)
        count &+= length
    }

    @inline(__always)
    mutating func bytes(_ buffer: UnsafeRawBufferPointer) {
        guard let start = buffer.baseAddress else { return }
        unsafe bytes(start, buffer.count)
    }

    @inline(__always)
    mutating func text(_ text: StaticString) {
        unsafe bytes(UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount)
    }

    mutating func text(_ text: String) {
        var copy = text
        copy.withUTF8 { unsafe bytes(UnsafeRawBufferPointer($0)) }
    }

    /// Room for `length` bytes that the caller fills; returns how many it wrote.
    @inline(__always)
    mutating func fill(_ length: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
        reserve(length)
        count &+= unsafe body(cursor.assumingMemoryBound(to: UInt8.self))
    }
}

/// Protobuf's encoding.
extension ByteWriter {
    @inline(__always)
    mutating func varint(_ value: UInt64) {
        reserve(10)
        var rest = value
        let start = unsafe cursor
        var written = 0
        while rest >= 0x80 {
            unsafe start.storeBytes(
                of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: written, as: UInt8.self)
            rest >>= 7
            written &+= 1
        }
        unsafe start.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: written, as: UInt8.self)
        count &+= written &+ 1
    }

    @inline(__always)
    mutating func key(_ number: Int, _ wire: UInt64) { varint(UInt64(number) << 3 | wire) }

    @inline(__always)
    mutating func varint(_ number: Int, _ value: UInt64) {
        key(number, 0)
        varint(value)
    }

    @inline(__always)
    mutating func fixed64(_ number: Int, _ value: UInt64) {
        key(number, 1)
        reserve(8)
        unsafe cursor.storeBytes(of: value.littleEndian, as: UInt64.self)
        count &+= 8
    }

    @inline(__always)
    mutating func text(_ number: Int, _ start: UnsafeRawPointer, _ length: Int) {
        key(number, 2)
        varint(UInt64(length))
        unsafe bytes(start, length)
    }

    /// Turns what was written since `start` into a length-delimited value.
    @inline(__always)
    mutating func close(from start: Int) {
        let length = count &- start
        reserve(10)
        let width = length < 0x80 ? 1 : (70 &- UInt64(length).leadingZeroBitCount) / 7
        let body = unsafe base.unsafelyUnwrapped + start
        unsafe (body + width).copyMemory(from: body, byteCount: length)
        count = start
        varint(UInt64(length))
        count = start &+ width &+ length
    }
}
