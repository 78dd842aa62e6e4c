/// One frame being filled: room for the header, then the records one after the other.
///
/// A record is copied once, here, and its checksum is taken while it is in the cache. Only growth allocates.
@safe final class FrameBuffer: @unchecked Sendable {
    /// Checksum and length before each record.
    static let recordHeaderBytes = 8

    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// Header and records so far, in bytes.
    private(set) var byteCount = FrameHeader.byteCount
    private(set) var count = 0
    /// The position of the first record.
    var first: UInt64 = 0
    var recordedAt: Int64 = 0
    var isEmpty: Bool { count == 0 }

    init(capacity: Int) {
        self.capacity = max(capacity, 4096)
        unsafe base = .allocate(byteCount: self.capacity, alignment: 4096)
    }

    deinit { unsafe base.deallocate() }

    @inline(__always)
    func append(_ record: UnsafeRawBufferPointer) {
        let start = byteCount
        let end = start + Self.recordHeaderBytes + record.count
        if end + 8 > capacity { grow(toHold: end + 8) }
        let at = unsafe base + start
        unsafe at.store(UInt32(record.count), at: 4)
        if let source = record.baseAddress {
            unsafe (at + Self.recordHeaderBytes).copyMemory(from: source, byteCount: record.count)
        }
        unsafe at.store(Checksum.of(at + 4, 4 + record.count), at: 0)
        byteCount = end
        count += 1
    }

    private func grow(toHold needed: Int) {
        let larger = max(needed, capacity * 2)
        let new = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 4096)
        unsafe new.copyMemory(from: base, byteCount: byteCount)
        unsafe base.deallocate()
        unsafe base = new
        capacity = larger
    }

    /// Completes the frame and lends its bytes.
    func finish(
        _ kind: FrameKind, epoch: UInt64, previousHash: UInt64
    ) -> UnsafeRawBufferPointer {
        let header = FrameHeader(
            kind: kind, epoch: epoch, first: first, recordedAt: recordedAt, previousHash: previousHash,
            payloadBytes: byteCount - FrameHeader.byteCount, count: count)
        unsafe header.write(to: base)
        unsafe (base + byteCount).initializeMemory(
            as: UInt8.self, repeating: 0, count: header.frameBytes - byteCount)
        return unsafe UnsafeRawBufferPointer(start: base, count: header.frameBytes)
    }

    /// Empties the frame and keeps its memory.
    func clear() {
        byteCount = FrameHeader.byteCount
        count = 0
    }
}
