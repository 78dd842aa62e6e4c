/// A segment file opened and known to be what its name says.
struct Segment {
    let name: String
    let header: SegmentHeader
    let file: any StoredFile
    /// The file with its directory, for messages.
    let path: String

    init(_ name: String, in storage: any Storage, for access: StorageAccess) throws(LogError) {
        self.name = name
        path = "\(storage.directory)/\(name)"
        file = try storage.open(name, for: access)
        let position = SegmentName.first(of: name) ?? 0
        let window = FrameWindow(file, pieceBytes: SegmentHeader.byteCount)
        let place = LogPlace(file: path, offset: 0, position: position)
        guard try window.load(0, SegmentHeader.byteCount) == SegmentHeader.byteCount else {
            throw .damaged(place, .segmentHeader)
        }
        do throws(Damage) {
            header = try unsafe SegmentHeader.read(window.bytes(at: 0))
        } catch { throw .damaged(place, error) }
        guard header.first == position else { throw .damaged(place, .segmentName(says: header.first)) }
    }

    func place(_ offset: Int, _ position: UInt64) -> LogPlace {
        LogPlace(file: path, offset: offset, position: position)
    }

    /// The first positions of all segments, ascending.
    static func firsts(in storage: any Storage) throws(LogError) -> [UInt64] {
        try storage.list().compactMap(SegmentName.first).sorted()
    }

    /// Makes sure that `next` continues this segment and that this one ends in the seal `next` knows.
    func checkContinues(in next: Segment, _ storage: any Storage) throws(LogError) {
        guard let known = next.header.previous else {
            throw .damaged(next.place(0, next.header.first), .brokenChain)
        }
        guard known.first == header.first else {
            let missing = "\(storage.directory)/\(SegmentName.of(known.first))"
            throw .missingSegment(file: missing, position: known.first)
        }
        guard known.epoch == header.epoch else {
            throw .damaged(next.place(0, next.header.first), .brokenChain)
        }
        let offset = Int(clamping: known.sealOffset)
        let window = FrameWindow(file, pieceBytes: FrameHeader.byteCount)
        guard try window.load(offset, FrameHeader.byteCount) == FrameHeader.byteCount,
            unsafe FrameHash.of(window.bytes(at: offset), FrameHeader.byteCount) == known.sealHash
        else { throw .damaged(place(offset, next.header.first), .sealMissing) }
    }

    /// Whether nothing was ever written after the header.
    func isUntouched() throws(LogError) -> Bool {
        let start = SegmentHeader.byteCount
        return try TailScan(file, from: start, resume: .max - 8, epoch: header.epoch).end == start
    }
}
