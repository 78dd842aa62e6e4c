/// Moves packed segments to where there is more room. Readers find them there.
struct Archiver {
    private let source: any Storage
    private let archive: any Storage

    init(from source: any Storage, to archive: any Storage) {
        self.source = source
        self.archive = archive
    }

    /// The oldest segment that is packed and here.
    func next() throws(LogError) -> UInt64? {
        try source.listOwn().filter(SegmentName.isPacked).compactMap(SegmentName.first).min()
    }

    /// Copies, syncs and reads the copy whole before the original goes.
    func move(_ first: UInt64) throws(LogError) {
        let name = SegmentName.packed(first)
        try SegmentCopy(from: source, to: archive).copyPacked(first)
        try source.remove(name)
    }
}

/// Copies a packed segment from one storage to another, and reads the copy whole before it counts.
struct SegmentCopy {
    let source: any Storage
    let target: any Storage

    init(from source: any Storage, to target: any Storage) {
        self.source = source
        self.target = target
    }

    func copyPacked(_ first: UInt64) throws(LogError) {
        let name = SegmentName.packed(first)
        let from = try source.open(name, for: .read)
        let to = try target.open(SegmentName.arriving, for: .create)
        try Self.copy(from, to, 0..<from.size())
        try to.sync()
        let path = target.path(of: SegmentName.arriving)
        let copy = try Segment(
            SegmentName.arriving, path: path, file: PackedFile(to, path: path, position: first), first: first)
        guard let chain = try copy.sealedChain(), chain == copy.packed?.header.sealHash else {
            throw .damaged(copy.place(0, first), .packedBlock)
        }
        try target.rename(SegmentName.arriving, to: name)
    }

    /// Synced after so many bytes: the sync of an acknowledgement beside it then never waits for more than that.
    static let pieceBytes = 1 << 20

    /// Copies bytes as they are.
    static func copy(
        _ from: any StoredFile, _ to: any StoredFile, _ bytes: Range<Int>
    ) throws(LogError) {
        let room = Room(pieceBytes)
        var offset = bytes.lowerBound
        while offset < bytes.upperBound {
            let wanted = min(pieceBytes, bytes.upperBound - offset)
            let count = try unsafe from.read(at: offset, into: room.first(wanted))
            guard count > 0 else { return }
            try unsafe to.write(UnsafeRawBufferPointer(room.first(count)), at: offset)
            try to.sync()
            offset += count
        }
    }
}
