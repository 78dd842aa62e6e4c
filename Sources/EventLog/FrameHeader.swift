/// What a frame is for.
enum FrameKind: UInt8, Sendable {
    /// Records.
    case data = 1
    /// No records: written after an idle moment, it proves that the frame before it had been synced.
    case mark = 2
    /// No records: the segment ends here and the next one begins at the same position.
    case seal = 3
}

/// The 56 bytes before a frame's records. Its own checksum tells a damaged length from a long frame.
struct FrameHeader: Equatable, Sendable {
    static let byteCount = 56
    static let magic: UInt32 = 0x3146_4D31  // "1MF1" as bytes.

    var kind: FrameKind
    /// The segment's epoch, so that a frame left over from a file's earlier life is never taken for a new one.
    var epoch: UInt64
    /// The position of the first record, or of the next record when there is none.
    var first: UInt64
    /// Nanoseconds since 1970; never less than in the frame before.
    var recordedAt: Int64
    /// The hash of the whole frame before this one, or of the segment header.
    var previousHash: UInt64
    /// Bytes of records after this header, without the zeros that fill up to a multiple of 8.
    var payloadBytes: Int
    /// Records in the frame.
    var count: Int

    /// The position after the last record.
    var end: UInt64 { first + UInt64(count) }
    /// Bytes from this frame's beginning to the next one's.
    var frameBytes: Int { Self.byteCount + payloadBytes.roundedUpTo8 }

    func write(to bytes: UnsafeMutableRawPointer) {
        unsafe bytes.store(Self.magic, at: 0)
        unsafe bytes.store(UInt32(kind.rawValue), at: 4)
        unsafe bytes.store(epoch, at: 8)
        unsafe bytes.store(first, at: 16)
        unsafe bytes.store(recordedAt, at: 24)
        unsafe bytes.store(previousHash, at: 32)
        unsafe bytes.store(UInt32(payloadBytes), at: 40)
        unsafe bytes.store(UInt32(count), at: 44)
        unsafe bytes.store(UInt32(0), at: 48)
        unsafe bytes.store(Checksum.of(bytes, 52), at: 52)
    }

    /// The header at these 56 bytes, or nil when they are not one.
    static func read(_ bytes: UnsafeRawPointer) -> FrameHeader? {
        guard unsafe bytes.load(UInt32.self, at: 0) == magic,
            unsafe bytes.load(UInt32.self, at: 52) == Checksum.of(bytes, 52),
            let kind = unsafe FrameKind(rawValue: bytes.load(UInt8.self, at: 4))
        else { return nil }
        return unsafe FrameHeader(
            kind: kind, epoch: bytes.load(UInt64.self, at: 8), first: bytes.load(UInt64.self, at: 16),
            recordedAt: bytes.load(Int64.self, at: 24), previousHash: bytes.load(UInt64.self, at: 32),
            payloadBytes: Int(bytes.load(UInt32.self, at: 40)), count: Int(bytes.load(UInt32.self, at: 44)))
    }
}
