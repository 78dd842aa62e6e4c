/// Copies a log to another place while it is being written, and next time only what is new.
///
/// A backup is a log itself: sealed segments packed, and of the newest one what was proven to be synced when it was
/// copied. Every copy is read whole before it counts.
public struct LogBackup {
    private let source: any Storage
    private let target: any Storage

    public init(from source: any Storage, to target: any Storage) {
        self.source = source
        self.target = target
    }

    /// What was done.
    public struct Report: Sendable {
        /// Segments that were there already, and those copied now, the newest one included.
        public var keptSegments = 0
        public var copiedSegments = 0
        /// Bytes written into the backup.
        public var copiedBytes = 0
        /// The backup holds all records before this position.
        public var end: UInt64 = 0
    }

    /// - Parameter progress: called after every segment: segments done, segments in all.
    public func run(progress: (Int, Int) -> Void = { _, _ in }) throws(LogError) -> Report {
        // One backup at a time.
        let lock = try target.lock()
        defer { withExtendedLifetime(lock) {} }
        try checkSameLog()
        var report = Report()
        var first: UInt64? = try Segment.firsts(in: source).first
        while let current = first {
            let firsts = try Segment.firsts(in: source)
            first = try copy(current, isNewest: current == firsts.last, &report)
            progress((firsts.firstIndex(of: current) ?? 0) + 1, firsts.count)
        }
        return report
    }

    /// The same log, and not an older state of it: a backup never loses what it has.
    private func checkSameLog() throws(LogError) {
        let (here, there) = (try Segment.firsts(in: source), try Segment.firsts(in: target))
        guard let oldest = there.first, let newest = there.last else { return }
        guard oldest == here.first, here.contains(newest) else { throw .otherLog(file: target.directory) }
        for first in [oldest, newest] {
            guard try Segment.open(first, in: target).header == Segment.open(first, in: source).header else {
                throw .otherLog(file: target.path(of: SegmentName.of(first)))
            }
        }
    }

    /// Copies one segment unless it is there.
    /// - Returns: where the next one begins; nil behind the newest.
    private func copy(_ first: UInt64, isNewest: Bool, _ report: inout Report) throws(LogError) -> UInt64? {
        while true {
            let segment = try Segment.open(first, in: source)
            do throws(LogError) {
                if !isNewest, let end = try copySealed(segment, &report) { return end }
                return try copyTail(segment, &report)
            } catch {
                // Packed meanwhile, and its file written again: the packed one is there now.
                guard segment.isReplaced else { throw error }
            }
        }
    }

    /// Nil when the segment is not sealed after all: the crash came between making the next one and sealing it.
    private func copySealed(_ segment: Segment, _ report: inout Report) throws(LogError) -> UInt64? {
        let first = segment.header.first
        if let there = try Segment.openPacked(first, in: target)?.packed {
            report.keptSegments += 1
            report.end = there.header.end
            try dropPlain(first)
            return there.header.end
        }
        if segment.packed != nil {
            try SegmentCopy(from: source, to: target).copyPacked(first)
        } else if try PackedWriter(target: target).pack(segment) != nil {
            return nil
        }
        guard let there = try Segment.openPacked(first, in: target)?.packed else { return nil }
        report.copiedSegments += 1
        report.copiedBytes += there.header.tableOffset + there.header.tableBytes
        report.end = there.header.end
        try dropPlain(first)
        return there.header.end
    }

    /// What was copied of it while it was the newest one.
    private func dropPlain(_ first: UInt64) throws(LogError) {
        guard try target.listOwn().contains(SegmentName.of(first)) else { return }
        try target.remove(SegmentName.of(first))
    }

    /// Copies a segment that is being written, as far as it is proven to be synced.
    private func copyTail(_ segment: Segment, _ report: inout Report) throws(LogError) -> UInt64? {
        let known = try knownTail(segment)
        var walk = SegmentWalk(segment)
        var belongs = false
        // A frame proves that the one before it was synced, so the last one with records is left for the next time.
        var proven = (offset: walk.offset, position: walk.position)
        while true {
            let start = (offset: walk.offset, position: walk.position)
            if let known, walk.offset == known.offset { belongs = walk.chain == known.chain }
            guard case .frame(let header) = try walk.next() else { break }
            proven = header.kind == .data ? start : (walk.offset, walk.position)
        }
        let next = walk.lastKind == .seal ? walk.position : nil
        if let known, belongs, known.offset >= proven.offset {
            report.keptSegments += 1
            report.end = known.position
            return next
        }
        try write(segment, proven.offset, proven.position)
        report.copiedSegments += 1
        report.copiedBytes += proven.offset
        report.end = proven.position
        return next
    }

    /// How far the backup has this segment, from an earlier time.
    private func knownTail(_ segment: Segment) throws(LogError) -> (
        offset: Int, chain: UInt64, position: UInt64
    )? {
        let name = SegmentName.of(segment.header.first)
        guard try target.listOwn().contains(name) else { return nil }
        guard let there = try? Segment(name, in: target, for: .read), there.header == segment.header else {
            return nil
        }
        var walk = SegmentWalk(there)
        while case .frame? = try? walk.next() {}
        return (walk.offset, walk.chain, walk.position)
    }

    /// Written anew under another name: of an append to what is there a crash might keep the end and not the beginning.
    private func write(_ segment: Segment, _ byteCount: Int, _ end: UInt64) throws(LogError) {
        let first = segment.header.first
        let file = try target.open(SegmentName.arriving, for: .create)
        try SegmentCopy.copy(segment.file, file, 0..<byteCount)
        try file.sync()
        let path = target.path(of: SegmentName.arriving)
        let copy = try Segment(SegmentName.arriving, path: path, file: file, first: first)
        var walk = SegmentWalk(copy)
        while case .frame = try walk.next() {}
        guard walk.position == end, walk.offset == byteCount else {
            throw .damaged(copy.place(walk.offset, walk.position), .cutShort)
        }
        try target.rename(SegmentName.arriving, to: SegmentName.of(first))
    }
}
