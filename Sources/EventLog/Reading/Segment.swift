/// A segment opened and known to be what its name says, packed or not.
struct Segment {
    let name: String
    let header: SegmentHeader
    /// Its bytes as they were written, also when the file holds them packed.
    let file: any StoredFile
    /// The file with its directory, for messages.
    let path: String
    /// Nil for one that is not packed.
    var packed: PackedFile? { file as? PackedFile }

    /// A file that is not packed.
    init(_ name: String, in storage: any Storage, for access: StorageAccess) throws(LogError) {
        try self.init(
            name, path: storage.path(of: name), file: storage.open(name, for: access),
            first: SegmentName.first(of: name) ?? 0)
    }

    init(_ name: String, path: String, file: any StoredFile, first: UInt64) throws(LogError) {
        self.name = name
        self.path = path
        self.file = file
        let window = FrameWindow(file, pieceBytes: SegmentHeader.byteCount)
        let place = LogPlace(file: path, offset: 0, position: first)
        guard try window.load(0, SegmentHeader.byteCount) == SegmentHeader.byteCount else {
            throw .damaged(place, .segmentHeader)
        }
        do throws(Damage) {
            header = try unsafe SegmentHeader.read(window.bytes(at: 0))
        } catch { throw .damaged(place, error) }
        guard header.first == first else { throw .damaged(place, .segmentName(says: header.first)) }
        guard let packed = file as? PackedFile else { return }
        guard packed.header.epoch == header.epoch, packed.header.first == first else {
            throw .damaged(place, .packedHeader)
        }
    }

    /// Opens the segment for reading, packed or not. Looks again when it was packed between two looks.
    static func open(_ first: UInt64, in storage: any Storage) throws(LogError) -> Segment {
        for _ in 0..<3 {
            if let packed = try openPacked(first, in: storage) { return packed }
            do throws(LogError) {
                return try Segment(SegmentName.of(first), in: storage, for: .read)
            } catch { guard error.isAbsence else { throw error } }
        }
        throw .missingSegment(file: storage.path(of: SegmentName.of(first)), position: first)
    }

    /// Nil when it is not packed.
    static func openPacked(_ first: UInt64, in storage: any Storage) throws(LogError) -> Segment? {
        let name = SegmentName.packed(first)
        let file: any StoredFile
        do throws(LogError) {
            file = try storage.open(name, for: .read)
        } catch {
            guard error.isAbsence else { throw error }
            return nil
        }
        let path = storage.path(of: name)
        return try Segment(
            name, path: path, file: PackedFile(file, path: path, position: first), first: first)
    }

    func place(_ offset: Int, _ position: UInt64) -> LogPlace {
        LogPlace(file: path, offset: offset, position: position)
    }

    /// The first positions of all segments, ascending.
    static func firsts(in storage: any Storage) throws(LogError) -> [UInt64] {
        Set(try storage.list().compactMap(SegmentName.first)).sorted()
    }

    /// Whether the file holds another segment by now: this one was packed, and its file written again.
    var isReplaced: Bool {
        guard packed == nil else { return false }
        let room = Room(SegmentHeader.byteCount)
        guard let count = try? unsafe file.read(at: 0, into: room.first(SegmentHeader.byteCount)),
            count == SegmentHeader.byteCount
        else { return false }
        return (try? unsafe SegmentHeader.read(room.base)) != header
    }

    /// Makes sure that `next` continues this segment and that this one ends in the seal `next` knows.
    func checkContinues(in next: Segment, _ storage: any Storage) throws(LogError) {
        guard let known = next.header.previous else {
            throw .damaged(next.place(0, next.header.first), .brokenChain)
        }
        guard known.first == header.first else {
            let missing = storage.path(of: SegmentName.of(known.first))
            throw .missingSegment(file: missing, position: known.first)
        }
        guard known.epoch == header.epoch else {
            throw .damaged(next.place(0, next.header.first), .brokenChain)
        }
        let offset = Int(min(known.sealOffset, 1 << 48))
        let window = FrameWindow(file, pieceBytes: FrameHeader.byteCount)
        guard try window.load(offset, FrameHeader.byteCount) == FrameHeader.byteCount,
            unsafe FrameHash.of(window.bytes(at: offset), FrameHeader.byteCount) == known.sealHash
        else { throw .damaged(place(offset, next.header.first), .sealMissing) }
    }

    /// Reads and checks all of it.
    /// - Returns: the hash of its seal, in which all before has part; nil when it has none.
    func sealedChain() throws(LogError) -> UInt64? {
        var walk = SegmentWalk(self)
        while case .frame = try walk.next() {}
        return walk.lastKind == .seal ? walk.chain : nil
    }

    /// Whether nothing was ever written after the header.
    func isUntouched() throws(LogError) -> Bool {
        let start = SegmentHeader.byteCount
        let resume = header.isRecycled ? start : .max - 8
        let scan = try TailScan(file, from: start, resume: resume, epoch: header.epoch)
        return header.isRecycled ? scan.laterFrame == nil : scan.end == start
    }
}

extension LogError {
    /// There is no such file.
    var isAbsence: Bool {
        if case .system(_, _, let code) = self { code == 2 } else { false }
    }
}
