/// A write that a crash left unfinished and that opening the log removed. It was never acknowledged.
public struct CutTail: Hashable, Sendable {
    /// Where it began.
    public var place: LogPlace
    /// Bytes up to the last one that was not zero.
    public var byteCount: Int
}

/// Brings the log's end in order when it is opened for writing.
enum Recovery {
    /// Finds the end of the log, making the first segment of a new one.
    /// - Returns: the walk standing behind the last whole frame, and what was cut there.
    static func open(_ storage: any Storage) throws(LogError) -> (SegmentWalk, CutTail?) {
        try storage.syncNames()
        var walk = SegmentWalk(try newest(in: storage))
        while true {
            switch try walk.next() {
            case .frame: continue
            case .end(let unfinishedBytes):
                try checkNotSealed(walk, in: storage)
                try writeLastFrameAgain(of: walk, in: storage)
                return (walk, try cut(unfinishedBytes, after: walk))
            }
        }
    }

    /// The newest segment, after making sure that all before it are there and follow each other.
    private static func newest(in storage: any Storage) throws(LogError) -> Segment {
        let firsts = try Segment.firsts(in: storage)
        guard let oldest = firsts.first else {
            let header = SegmentHeader(epoch: .random(in: 1...UInt64.max), first: 0, createdAt: 0)
            return try SegmentWriter.create(header, in: storage)
        }
        guard oldest == 0 else {
            throw .missingSegment(file: storage.path(of: SegmentName.of(0)), position: 0)
        }
        var current = try open(oldest, firsts, storage)
        for first in firsts.dropFirst() {
            let next = try open(first, firsts, storage)
            do throws(LogError) {
                try current.checkContinues(in: next, storage)
            } catch {
                guard case .damaged(_, .sealMissing) = error, first == firsts.last, try next.isUntouched()
                else { throw error }
                // The crash came between making the segment and leading to it.
                try storage.rename(next.name, to: SegmentName.unborn)
                return try Segment(current.name, in: storage, for: .write)
            }
            current = next
        }
        return current
    }

    /// Only the newest one will be written, and only it is never packed.
    private static func open(
        _ first: UInt64, _ firsts: [UInt64], _ storage: any Storage
    ) throws(LogError) -> Segment {
        guard first == firsts.last else { return try Segment.open(first, in: storage) }
        do throws(LogError) {
            return try Segment(SegmentName.of(first), in: storage, for: .write)
        } catch {
            guard error.isAbsence else { throw error }
            // The newest one is sealed, so the one it leads to is missing; the walk says which.
            return try Segment.open(first, in: storage)
        }
    }

    /// A sealed segment leads to another one, which is not there.
    private static func checkNotSealed(_ walk: SegmentWalk, in storage: any Storage) throws(LogError) {
        guard walk.lastKind == .seal else { return }
        throw .missingSegment(file: storage.path(of: SegmentName.of(walk.position)), position: walk.position)
    }

    /// Whether the last frame reached the disk nothing proves: after a sync that failed, the system shows bytes that
    /// are nowhere else and takes them for written, and a process that starts again would build on them. Written once
    /// more they are synced with what follows. All frames before it were synced before it was written.
    private static func writeLastFrameAgain(
        of walk: SegmentWalk, in storage: any Storage
    ) throws(LogError) {
        try writeAgain(walk.lastFrame, of: walk.segment.file)
        guard walk.lastKind == nil, let previous = walk.segment.header.previous else { return }
        let sealed: Segment
        do throws(LogError) {
            sealed = try Segment(SegmentName.of(previous.first), in: storage, for: .write)
        } catch {
            // Packed by now, and synced with its seal.
            guard error.isAbsence else { throw error }
            return
        }
        let start = Int(clamping: previous.sealOffset)
        try writeAgain(start..<(start + FrameHeader.byteCount), of: sealed.file)
        try sealed.file.sync()
    }

    private static func writeAgain(_ range: Range<Int>, of file: any StoredFile) throws(LogError) {
        var offset = range.lowerBound
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Zeros.count, alignment: 4096)
        defer { unsafe piece.deallocate() }
        while offset < range.upperBound {
            let count = min(piece.count, range.upperBound - offset)
            let part = unsafe UnsafeMutableRawBufferPointer(rebasing: piece[..<count])
            guard try unsafe file.read(at: offset, into: part) == count else { return }
            try unsafe file.write(UnsafeRawBufferPointer(part), at: offset)
            offset += count
        }
    }

    /// Overwrites the unfinished bytes with zeros, so that nothing of them can ever be taken for a frame.
    /// Syncs in any case: what a killed process wrote is in the system's memory, not yet on the disk.
    private static func cut(_ byteCount: Int, after walk: SegmentWalk) throws(LogError) -> CutTail? {
        let file = walk.segment.file
        var offset = walk.offset
        let end = offset + byteCount
        while offset < end {
            let zeros = min(end - offset, Zeros.count)
            try unsafe file.write(UnsafeRawBufferPointer(rebasing: Zeros.bytes[..<zeros]), at: offset)
            offset += zeros
        }
        try file.sync()
        guard byteCount > 0 else { return nil }
        return CutTail(place: walk.segment.place(walk.offset, walk.position), byteCount: byteCount)
    }
}
