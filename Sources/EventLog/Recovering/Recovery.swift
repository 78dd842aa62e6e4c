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
        var walk = SegmentWalk(try newest(in: storage))
        while true {
            switch try walk.next() {
            case .frame: continue
            case .end(let unfinishedBytes):
                try checkNotSealed(walk, in: storage)
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
