import CChecksum

/// A part of a segment in memory, read in large pieces; all reading of frames goes through one.
@safe final class FrameWindow {
    private static let grain = 256 << 10

    private let file: any StoredFile
    private var base: UnsafeMutableRawPointer
    private var capacity: Int
    /// What of the file is in memory.
    private var loaded = 0..<0
    /// How much is read at a time when reading goes on, and how much next: a jump elsewhere begins small.
    private let pieceBytes: Int
    private var nextPieceBytes: Int

    /// In a recycled file: frames of other epochs are nothing but what is left of it.
    private let onlyEpoch: UInt64?

    convenience init(_ segment: Segment, pieceBytes: Int) {
        self.init(
            segment.file, pieceBytes: pieceBytes,
            onlyEpoch: segment.header.isRecycled ? segment.header.epoch : nil)
    }

    init(_ file: any StoredFile, pieceBytes: Int, onlyEpoch: UInt64? = nil) {
        self.file = file
        self.onlyEpoch = onlyEpoch
        self.pieceBytes = pieceBytes
        nextPieceBytes = pieceBytes
        capacity = pieceBytes
        unsafe base = .allocate(byteCount: capacity, alignment: 4096)
    }

    deinit { unsafe base.deallocate() }

    /// What lies at an offset.
    enum Finding {
        /// A frame; with its records in memory when they were asked for.
        case frame(FrameHeader)
        /// Zeros or the end of the file.
        case nothing
        /// Something that is no whole frame. The header is given when it at least is intact.
        case broken(Damage, FrameHeader?)
    }

    /// Looks for a frame. What was read before and looks incomplete is read again, since a writer may have
    /// completed it meanwhile.
    func frame(at offset: Int, withRecords: Bool) throws(LogError) -> Finding {
        let known = loaded.contains(offset)
        let finding = try look(at: offset, withRecords: withRecords)
        if case .frame = finding { return finding }
        guard known else { return finding }
        forget()
        return try look(at: offset, withRecords: withRecords)
    }

    private func look(at offset: Int, withRecords: Bool) throws(LogError) -> Finding {
        let available = try load(offset, FrameHeader.byteCount)
        let bytes = unsafe self.bytes(at: offset)
        guard unsafe firstmile_first_nonzero(bytes, available) < available else { return .nothing }
        guard available >= FrameHeader.byteCount, let header = unsafe FrameHeader.read(bytes) else {
            return .broken(.frameHeader, nil)
        }
        if let onlyEpoch, header.epoch != onlyEpoch { return .broken(.foreignFrame, nil) }
        guard withRecords else { return .frame(header) }
        guard try load(offset, header.frameBytes) >= header.frameBytes else {
            return .broken(.cutShort, header)
        }
        return .frame(header)
    }

    /// Tells whether what looks like no frame still looks the same; valid right after it was looked at.
    func fingerprint(at offset: Int) -> UInt64 {
        guard offset >= loaded.lowerBound, offset + FrameHeader.byteCount <= loaded.upperBound else {
            return 0
        }
        return unsafe FrameHash.of(bytes(at: offset), FrameHeader.byteCount)
    }

    /// Reads everything anew from here on.
    func forget() { loaded = 0..<0 }

    /// Brings at least `count` bytes into memory and returns how many there are, fewer at the file's end.
    func load(_ offset: Int, _ count: Int) throws(LogError) -> Int {
        if offset >= loaded.lowerBound, offset + count <= loaded.upperBound { return count }
        if count > capacity {
            unsafe base.deallocate()
            // Most frames are little longer than a piece: twice as much would hardly ever be used.
            capacity = (count + Self.grain - 1) / Self.grain * Self.grain
            unsafe base = .allocate(byteCount: capacity, alignment: 4096)
        }
        let goesOn = offset >= loaded.lowerBound && offset <= loaded.upperBound
        nextPieceBytes = min(pieceBytes, goesOn ? nextPieceBytes * 4 : 16 << 10)
        loaded = 0..<0
        let wanted = max(count, nextPieceBytes)
        let read = try unsafe file.read(
            at: offset, into: UnsafeMutableRawBufferPointer(start: base, count: wanted))
        loaded = offset..<offset + read
        return min(count, read)
    }

    /// What was loaded, valid until the next load.
    func bytes(at offset: Int) -> UnsafeRawPointer {
        unsafe UnsafeRawPointer(base + (offset - loaded.lowerBound))
    }
}
