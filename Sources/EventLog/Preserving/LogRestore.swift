/// Copies a backup to where a log is wanted, and reads the copy whole.
public struct LogRestore {
    private let backup: any Storage
    private let target: any Storage

    /// - Parameter target: a place without a log.
    public init(from backup: any Storage, to target: any Storage) {
        self.backup = backup
        self.target = target
    }

    /// - Parameter progress: called after every segment: segments done, segments in all.
    /// - Returns: what the verifier says of the copy.
    public func run(progress: (Int, Int) -> Void = { _, _ in }) throws(LogError) -> LogVerifier.Report {
        let lock = try target.lock()
        defer { withExtendedLifetime(lock) {} }
        guard try Segment.firsts(in: target).isEmpty else { throw .notEmpty(file: target.directory) }
        let firsts = try Segment.firsts(in: backup)
        guard !firsts.isEmpty else {
            throw .missingSegment(file: backup.path(of: SegmentName.of(0)), position: 0)
        }
        // From the oldest on: what a crash leaves is then a log whose next segment is missing, and no shorter log.
        for (index, first) in firsts.enumerated() {
            let segment = try Segment.open(first, in: backup)
            if segment.packed == nil {
                try copyPlain(segment)
            } else {
                try SegmentCopy(from: backup, to: target).copyPacked(first)
            }
            progress(index + 1, firsts.count)
        }
        try complete()
        return try LogVerifier(target).verify()
    }

    /// A backup that was interrupted may end with a sealed segment. The one that follows, still empty, is made as
    /// the writer would have made it.
    private func complete() throws(LogError) {
        guard let last = try Segment.firsts(in: target).last else { return }
        let segment = try Segment.open(last, in: target)
        guard let packed = segment.packed?.header else { return }
        let seal = SegmentHeader.Predecessor(
            first: packed.first, epoch: packed.epoch,
            sealOffset: UInt64(packed.segmentBytes - FrameHeader.byteCount), sealHash: packed.sealHash)
        _ = try SegmentWriter.create(
            SegmentHeader(
                epoch: .random(in: 1...UInt64.max), first: packed.end,
                createdAt: max(segment.header.createdAt, packed.lastRecordedAt), previous: seal), in: target)
    }

    private func copyPlain(_ segment: Segment) throws(LogError) {
        let file = try target.open(SegmentName.arriving, for: .create)
        try SegmentCopy.copy(segment.file, file, 0..<segment.file.size())
        try file.sync()
        try target.rename(SegmentName.arriving, to: SegmentName.of(segment.header.first))
    }
}
