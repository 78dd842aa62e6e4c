/// Reads a whole log and checks every byte that means something. Works beside a running daemon.
public struct LogVerifier {
    private let storage: any Storage

    public init(directory: String) throws(LogError) { self.init(try Disk(directory)) }

    public init(_ storage: any Storage) { self.storage = storage }

    /// What was found.
    public struct Report: Sendable {
        public var segments = 0
        /// Frames with records.
        public var frames = 0
        public var records: UInt64 = 0
        /// Bytes of frames and segment headers.
        public var bytes = 0
        /// The position after the last whole frame.
        public var end: UInt64 = 0
        /// A write under way, or one that a crash left unfinished: the next opening removes it.
        public var unfinished: CutTail?
        /// At most one a segment, since behind the first one nothing in the segment can be trusted.
        public var damages: [LogError] = []
        public var isWhole: Bool { damages.isEmpty }
    }

    /// How far the verification is, in bytes of segment files.
    public struct Progress: Sendable {
        public var doneBytes: Int
        public var totalBytes: Int
    }

    /// Verifies all segments; damage is reported, not thrown.
    /// - Throws: when files cannot be read at all.
    public func verify(progress: (Progress) -> Void = { _ in }) throws(LogError) -> Report {
        var report = Report()
        let firsts = try Segment.firsts(in: storage)
        if let oldest = firsts.first, oldest != 0 {
            let file = "\(storage.directory)/\(SegmentName.of(0))"
            report.damages.append(.missingSegment(file: file, position: 0))
        }
        var shown = Progress(doneBytes: 0, totalBytes: 0)
        for first in firsts {
            shown.totalBytes += try storage.open(SegmentName.of(first), for: .read).size()
        }
        var previous: Segment?
        for first in firsts {
            let isNewest = first == firsts.last
            let start = shown.doneBytes
            do throws(LogError) {
                let segment = try Segment(SegmentName.of(first), in: storage, for: .read)
                if let before = previous { try checkFollows(before, segment, isNewest: isNewest) }
                previous = segment
                try verify(segment, isNewest, &report) { done in
                    shown.doneBytes = start + done
                    progress(shown)
                }
                shown.doneBytes = start + (try segment.file.size())
            } catch {
                guard error.isDamage else { throw error }
                report.damages.append(error)
                if previous?.header.first != first { previous = nil }
            }
            report.segments += 1
            progress(shown)
        }
        return report
    }

    private func checkFollows(_ before: Segment, _ next: Segment, isNewest: Bool) throws(LogError) {
        do throws(LogError) {
            try before.checkContinues(in: next, storage)
        } catch {
            guard case .damaged(_, .sealMissing) = error, isNewest, try next.isUntouched() else {
                throw error
            }
        }
    }

    private func verify(
        _ segment: Segment, _ isNewest: Bool, _ report: inout Report, _ done: (Int) -> Void
    ) throws(LogError) {
        var walk = SegmentWalk(segment)
        report.bytes += SegmentHeader.byteCount
        while true {
            switch try walk.next() {
            case .frame(let header):
                if header.kind == .data { report.frames += 1 }
                report.records += UInt64(header.count)
                report.bytes += header.frameBytes
                report.end = walk.position
                done(walk.offset)
            case .end(let unfinishedBytes):
                try checkEnd(walk, isNewest, unfinishedBytes)
                let place = segment.place(walk.offset, walk.position)
                if unfinishedBytes > 0 {
                    report.unfinished = CutTail(place: place, byteCount: unfinishedBytes)
                }
                return
            }
        }
    }

    /// Every segment but the newest ends in a seal with only zeros behind; the newest never does.
    private func checkEnd(_ walk: SegmentWalk, _ isNewest: Bool, _ unfinishedBytes: Int) throws(LogError) {
        let firsts = try Segment.firsts(in: storage)
        if walk.lastKind == .seal {
            guard !firsts.contains(walk.position) else { return }
            let file = "\(storage.directory)/\(SegmentName.of(walk.position))"
            throw .missingSegment(file: file, position: walk.position)
        }
        guard !isNewest else { return }
        if unfinishedBytes == 0, firsts.last == walk.position {
            let newest = try Segment(SegmentName.of(walk.position), in: storage, for: .read)
            if try newest.isUntouched() { return }
        }
        throw .damaged(walk.segment.place(walk.offset, walk.position), .sealMissing)
    }
}
