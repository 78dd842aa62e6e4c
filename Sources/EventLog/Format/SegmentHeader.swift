/// The first 80 bytes of a segment: who it is and which segment it follows.
struct SegmentHeader: Equatable, Sendable {
    static let byteCount = 80
    static let version: UInt32 = 1
    private static let magic: UInt64 = 0x474F_4C45_4C49_4D31  // "1MILELOG" as bytes.

    /// A random number that every frame of the segment repeats.
    var epoch: UInt64
    /// The position of the first record.
    var first: UInt64
    /// No record of this segment was recorded earlier, nanoseconds since 1970.
    var createdAt: Int64
    /// The segment before this one; nil in the first.
    var previous: Predecessor?
    /// The file held another segment before: behind the last frame there may be what is left of that one.
    var isRecycled = false

    private static let recycledFlag: UInt32 = 1

    /// What the header knows of the segment before it, so that a missing or exchanged file is seen at once.
    struct Predecessor: Equatable, Sendable {
        var first: UInt64
        var epoch: UInt64
        /// The offset of its seal.
        var sealOffset: UInt64
        /// The hash of its seal.
        var sealHash: UInt64
    }

    func write(to bytes: UnsafeMutableRawPointer) {
        unsafe bytes.store(Self.magic, at: 0)
        unsafe bytes.store(Self.version, at: 8)
        unsafe bytes.store(UInt32(Self.byteCount), at: 12)
        unsafe bytes.store(epoch, at: 16)
        unsafe bytes.store(first, at: 24)
        unsafe bytes.store(createdAt, at: 32)
        unsafe bytes.store(previous?.first ?? .max, at: 40)
        unsafe bytes.store(previous?.epoch ?? 0, at: 48)
        unsafe bytes.store(previous?.sealOffset ?? 0, at: 56)
        unsafe bytes.store(previous?.sealHash ?? 0, at: 64)
        unsafe bytes.store(isRecycled ? Self.recycledFlag : 0, at: 72)
        unsafe bytes.store(Checksum.of(bytes, 76), at: 76)
    }

    static func read(_ bytes: UnsafeRawPointer) throws(Damage) -> SegmentHeader {
        guard unsafe bytes.load(UInt64.self, at: 0) == magic,
            unsafe bytes.load(UInt32.self, at: 76) == Checksum.of(bytes, 76)
        else { throw .segmentHeader }
        let found = unsafe bytes.load(UInt32.self, at: 8)
        guard found == version else { throw .version(found) }
        let flags = unsafe bytes.load(UInt32.self, at: 72)
        guard flags & ~recycledFlag == 0 else { throw .features(flags & ~recycledFlag) }
        let previousFirst = unsafe bytes.load(UInt64.self, at: 40)
        let previous = unsafe Predecessor(
            first: previousFirst, epoch: bytes.load(UInt64.self, at: 48),
            sealOffset: bytes.load(UInt64.self, at: 56), sealHash: bytes.load(UInt64.self, at: 64))
        return unsafe SegmentHeader(
            epoch: bytes.load(UInt64.self, at: 16), first: bytes.load(UInt64.self, at: 24),
            createdAt: bytes.load(Int64.self, at: 32), previous: previousFirst == .max ? nil : previous,
            isRecycled: flags & recycledFlag != 0)
    }

    /// What the segment's first frame gives as the hash of the frame before it.
    var chain: UInt64 {
        unsafe withUnsafeTemporaryAllocation(byteCount: Self.byteCount, alignment: 8) { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            unsafe write(to: base)
            return unsafe FrameHash.of(base, Self.byteCount)
        }
    }
}
