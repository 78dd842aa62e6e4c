/// The first 120 bytes of a packed segment: which segment it holds, and where its blocks are.
struct PackedHeader: Equatable, Sendable {
    static let byteCount = 120
    static let version: UInt32 = 1
    private static let magic: UInt64 = 0x4B43_4150_4C49_4D31  // "1MILPACK" as bytes.

    /// The segment's own epoch and first position.
    var epoch: UInt64
    var first: UInt64
    /// The position after its last record.
    var end: UInt64
    /// Bytes of the segment from its header to the end of its seal.
    var segmentBytes: Int
    /// Frames with records.
    var frames: Int
    /// When its first and last frames with records were recorded, nanoseconds since 1970; 0 when it has none.
    var firstRecordedAt: Int64
    var lastRecordedAt: Int64
    /// The longest frame with records, in bytes.
    var longestFrameBytes: Int
    /// The hash of its seal, which the next segment's header names.
    var sealHash: UInt64
    /// Bytes of the segment in each block, but for the last one.
    var blockBytes: Int
    /// Where the table of blocks begins, behind the last block.
    var tableOffset: Int
    var tableChecksum: UInt32

    var blockCount: Int { (segmentBytes + blockBytes - 1) / blockBytes }
    var tableBytes: Int { blockCount * PackedBlock.byteCount }

    func write(to bytes: UnsafeMutableRawPointer) {
        unsafe bytes.store(Self.magic, at: 0)
        unsafe bytes.store(Self.version, at: 8)
        unsafe bytes.store(UInt32(Self.byteCount), at: 12)
        unsafe bytes.store(epoch, at: 16)
        unsafe bytes.store(first, at: 24)
        unsafe bytes.store(end, at: 32)
        unsafe bytes.store(UInt64(segmentBytes), at: 40)
        unsafe bytes.store(UInt64(frames), at: 48)
        unsafe bytes.store(firstRecordedAt, at: 56)
        unsafe bytes.store(lastRecordedAt, at: 64)
        unsafe bytes.store(UInt64(longestFrameBytes), at: 72)
        unsafe bytes.store(sealHash, at: 80)
        unsafe bytes.store(UInt64(tableOffset), at: 88)
        unsafe bytes.store(UInt32(blockBytes), at: 96)
        unsafe bytes.store(tableChecksum, at: 100)
        unsafe bytes.store(UInt64(0), at: 104)
        unsafe bytes.store(UInt32(0), at: 112)
        unsafe bytes.store(Checksum.of(bytes, 116), at: 116)
    }

    static func read(_ bytes: UnsafeRawPointer) throws(Damage) -> PackedHeader {
        guard unsafe bytes.load(UInt64.self, at: 0) == magic,
            unsafe bytes.load(UInt32.self, at: 116) == Checksum.of(bytes, 116)
        else { throw .packedHeader }
        let found = unsafe bytes.load(UInt32.self, at: 8)
        guard found == version else { throw .version(found) }
        let header = unsafe PackedHeader(
            epoch: bytes.load(UInt64.self, at: 16), first: bytes.load(UInt64.self, at: 24),
            end: bytes.load(UInt64.self, at: 32),
            segmentBytes: Int(clamping: bytes.load(UInt64.self, at: 40)),
            frames: Int(clamping: bytes.load(UInt64.self, at: 48)),
            firstRecordedAt: bytes.load(Int64.self, at: 56), lastRecordedAt: bytes.load(Int64.self, at: 64),
            longestFrameBytes: Int(clamping: bytes.load(UInt64.self, at: 72)),
            sealHash: bytes.load(UInt64.self, at: 80), blockBytes: Int(bytes.load(UInt32.self, at: 96)),
            tableOffset: Int(clamping: bytes.load(UInt64.self, at: 88)),
            tableChecksum: bytes.load(UInt32.self, at: 100))
        // Bounds that everything after this relies on; a file that breaks them was not written by us.
        guard header.blockBytes > 0, header.segmentBytes > SegmentHeader.byteCount,
            header.segmentBytes < 1 << 48, header.tableOffset >= byteCount
        else { throw .packedHeader }
        return header
    }
}

/// One entry of the table: a block, and the first frame with records that begins in it.
struct PackedBlock: Equatable, Sendable {
    static let byteCount = 32

    var packedBytes: Int
    /// Of the packed bytes.
    var checksum: UInt32
    /// The frame's first position and recorded time; those of the frame before when none begins in this block.
    var position: UInt64
    var recordedAt: Int64
    /// Where in the segment the frame begins; nil when none does in this block.
    var frameOffset: Int?

    func write(to bytes: UnsafeMutableRawPointer) {
        unsafe bytes.store(UInt32(packedBytes), at: 0)
        unsafe bytes.store(checksum, at: 4)
        unsafe bytes.store(position, at: 8)
        unsafe bytes.store(recordedAt, at: 16)
        unsafe bytes.store(UInt64(frameOffset ?? 0), at: 24)
    }

    init(packedBytes: Int, checksum: UInt32, position: UInt64, recordedAt: Int64, frameOffset: Int?) {
        self.packedBytes = packedBytes
        self.checksum = checksum
        self.position = position
        self.recordedAt = recordedAt
        self.frameOffset = frameOffset
    }

    init(_ bytes: UnsafeRawPointer) {
        packedBytes = unsafe Int(bytes.load(UInt32.self, at: 0))
        checksum = unsafe bytes.load(UInt32.self, at: 4)
        position = unsafe bytes.load(UInt64.self, at: 8)
        recordedAt = unsafe bytes.load(Int64.self, at: 16)
        let offset = unsafe Int(clamping: bytes.load(UInt64.self, at: 24))
        frameOffset = offset == 0 ? nil : offset
    }
}
