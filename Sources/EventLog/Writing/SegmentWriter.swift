import Measures

/// Writes frames at the tail of the newest segment and begins a new segment when one is full.
///
/// Used by one thread at a time. A frame counts as written when `write` returns; when it throws `diskFull` the
/// same call can be made again, after any other error nothing more may be written.
final class SegmentWriter {
    private let storage: any Storage
    private let segmentBytes: Int
    private let preparer: Preparer
    private let spares: Spares
    /// Called when a segment was sealed.
    var onSealed: () -> Void = {}
    private var segment: Segment
    private var tail: Int
    private var chain: UInt64
    private(set) var next: UInt64
    private(set) var recordedAt: Int64
    /// Whether the last frame has records that nothing after them proves to be synced.
    private(set) var needsMark: Bool
    private let empty = FrameBuffer(capacity: FrameHeader.byteCount)
    /// Of this thread; others get a copy after each commit.
    private(set) var figures = LogFigures()

    init(
        _ storage: any Storage, options: LogOptions, at end: SegmentWalk, preparer: Preparer, spares: Spares
    ) throws(LogError) {
        self.storage = storage
        self.spares = spares
        self.preparer = preparer
        segmentBytes = options.segmentBytes
        segment = end.segment
        tail = end.offset
        chain = end.chain
        next = end.position
        recordedAt = end.recordedAt
        needsMark = end.lastKind == .data
        preparer.follow(segment.name, prepared: try segment.file.size(), tail: tail)
    }

    /// Writes and syncs a frame with the records collected in it.
    func write(_ frame: FrameBuffer) throws(LogError) {
        let begun = MonotonicClock.now
        let needed = frame.byteCount.roundedUpTo8 + FrameHeader.byteCount
        if tail + needed > segmentBytes, tail > SegmentHeader.byteCount { try beginSegment() }
        try put(frame, .data)
        needsMark = true
        figures.commitTimes.add(MonotonicClock.now &- begun)
        figures.records &+= UInt64(frame.count)
        figures.frameRecords.add(UInt64(frame.count))
    }

    /// Writes and syncs a frame without records, which proves that the frame before it had been synced.
    func mark() throws(LogError) {
        guard needsMark else { return }
        try put(prepareEmpty(), .mark)
        needsMark = false
    }

    private func put(_ frame: FrameBuffer, _ kind: FrameKind) throws(LogError) {
        let bytes = unsafe frame.finish(kind, epoch: segment.header.epoch, previousHash: chain)
        preparer.claim(tail + bytes.count)
        try unsafe segment.file.write(bytes, at: tail)
        let written = MonotonicClock.now
        try segment.file.sync()
        figures.syncTimes.add(MonotonicClock.now &- written)
        figures.bytes &+= UInt64(bytes.count)
        guard let base = bytes.baseAddress else { return }
        chain = unsafe FrameHash.of(base, bytes.count)
        tail += bytes.count
        next += UInt64(frame.count)
        recordedAt = frame.recordedAt
        preparer.advance(tail)
    }

    private func prepareEmpty() -> FrameBuffer {
        empty.first = next
        empty.recordedAt = recordedAt
        return empty
    }

    /// The new segment is made first and the seal that leads to it second: a crash between the two leaves an
    /// untouched segment behind, never a seal that leads nowhere. When the disk is full between the two, the next
    /// attempt makes it again.
    private func beginSegment() throws(LogError) {
        let seal = prepareEmpty()
        let bytes = unsafe seal.finish(.seal, epoch: segment.header.epoch, previousHash: chain)
        guard let base = bytes.baseAddress else { return }
        let previous = unsafe SegmentHeader.Predecessor(
            first: segment.header.first, epoch: segment.header.epoch, sealOffset: UInt64(tail),
            sealHash: FrameHash.of(base, bytes.count))
        let header = SegmentHeader(
            epoch: .random(in: 1...UInt64.max), first: next, createdAt: recordedAt, previous: previous)
        let following = try Self.create(header, in: storage, spares)
        try put(seal, .seal)
        segment = following
        tail = SegmentHeader.byteCount
        chain = following.header.chain
        figures.segments &+= 1
        preparer.follow(following.name, prepared: try following.file.size(), tail: tail)
        onSealed()
    }

    /// Makes a segment whole under another name first, so that one with half a header never counts.
    static func create(
        _ header: SegmentHeader, in storage: any Storage, _ spares: Spares? = nil
    ) throws(LogError) -> Segment {
        var header = header
        header.isRecycled = try spares?.take(as: SegmentName.unborn) ?? false
        let file = try storage.open(SegmentName.unborn, for: header.isRecycled ? .write : .create)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: SegmentHeader.byteCount, alignment: 8)
        defer { unsafe bytes.deallocate() }
        if let base = bytes.baseAddress { unsafe header.write(to: base) }
        try unsafe file.write(UnsafeRawBufferPointer(bytes), at: 0)
        try file.sync()
        let name = SegmentName.of(header.first)
        try storage.rename(SegmentName.unborn, to: name)
        return try Segment(name, in: storage, for: .write)
    }
}
