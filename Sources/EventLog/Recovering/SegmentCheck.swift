/// Verifies one segment of a log: that it follows the one before, every byte of it, and how it ends.
struct SegmentCheck {
    let storage: any Storage
    /// The first positions of all segments when verification began.
    let firsts: [UInt64]
    let index: Int
    /// Whether of a sealed segment only header, table and seal are looked at.
    var onlyEnds = false

    /// What was found in the segment.
    struct Finding: Sendable {
        var isPacked = false
        var frames = 0
        var records: UInt64 = 0
        var bytes = 0
        var end: UInt64 = 0
        var unfinished: CutTail?
        var damage: LogError?
    }

    private var first: UInt64 { firsts[index] }
    private var isNewest: Bool { index == firsts.count - 1 }

    /// - Parameter progress: told bytes of the file, each once.
    /// - Throws: when the file cannot be read; damage is in the finding.
    func run(_ progress: (Int) -> Void) throws(LogError) -> Finding {
        var told = 0
        while true {
            var finding = Finding()
            var segment: Segment?
            do throws(LogError) {
                let opened = try Segment.open(first, in: storage)
                segment = opened
                try checkFollows(opened)
                if onlyEnds, !isNewest {
                    try checkSeal(opened)
                    finding.isPacked = opened.packed != nil
                    return finding
                }
                let share = try fileShare(of: opened)
                try walk(opened, &finding) { offset in
                    let done = Int(Double(offset) * share)
                    if done > told { progress(done - told) }
                    told = max(told, done)
                }
            } catch {
                // Packed meanwhile, and its file written again: the packed one is there now.
                if let segment, segment.isReplaced { continue }
                guard error.isDamage else { throw error }
                finding.damage = error
            }
            finding.isPacked = segment?.packed != nil
            return finding
        }
    }

    /// The next one knows where the seal is and what it is; it tells when it is not there.
    private func checkSeal(_ segment: Segment) throws(LogError) {
        let next = try Segment.open(firsts[index + 1], in: storage)
        do throws(LogError) {
            try segment.checkContinues(in: next, storage)
        } catch {
            guard case .damaged(_, .sealMissing) = error, index + 2 == firsts.count, try next.isUntouched()
            else { throw error }
        }
    }

    /// Bytes of the file for each byte of the segment.
    private func fileShare(of segment: Segment) throws(LogError) -> Double {
        guard let header = segment.packed?.header else { return 1 }
        return Double(header.tableOffset + header.tableBytes) / Double(header.segmentBytes)
    }

    /// Says nothing when the one before cannot be opened: that is said of the one before.
    private func checkFollows(_ segment: Segment) throws(LogError) {
        guard index > 0 else { return }
        guard let before = try? Segment.open(firsts[index - 1], in: storage) else { return }
        do throws(LogError) {
            try before.checkContinues(in: segment, storage)
        } catch {
            if before.isReplaced, let packed = try? Segment.open(firsts[index - 1], in: storage) {
                return try packed.checkContinues(in: segment, storage)
            }
            // What damaged the block that the seal lies in is told with the segment before.
            if case .damaged(_, .packedBlock) = error { return }
            guard case .damaged(_, .sealMissing) = error, isNewest, try segment.isUntouched() else {
                throw error
            }
        }
    }

    private func walk(_ segment: Segment, _ finding: inout Finding, _ done: (Int) -> Void) throws(LogError) {
        var walk = SegmentWalk(segment)
        finding.bytes += SegmentHeader.byteCount
        while true {
            switch try walk.next() {
            case .frame(let header):
                if header.kind == .data { finding.frames += 1 }
                finding.records += UInt64(header.count)
                finding.bytes += header.frameBytes
                finding.end = walk.position
                done(walk.offset)
            case .end(let unfinishedBytes):
                try checkEnd(walk, unfinishedBytes)
                if unfinishedBytes > 0 {
                    finding.unfinished = CutTail(
                        place: segment.place(walk.offset, walk.position), byteCount: unfinishedBytes)
                }
                return
            }
        }
    }

    /// Every segment but the newest ends in a seal; the newest never does.
    private func checkEnd(_ walk: SegmentWalk, _ unfinishedBytes: Int) throws(LogError) {
        if walk.lastKind == .seal {
            if let packed = walk.segment.packed {
                guard packed.header.sealHash == walk.chain, packed.header.end == walk.position,
                    packed.header.segmentBytes == walk.offset
                else { throw .damaged(walk.segment.place(0, first), .packedHeader) }
            }
            if firsts.contains(walk.position) { return }
            // The writer may have gone on to the next one since.
            guard try !Segment.firsts(in: storage).contains(walk.position) else { return }
            throw .missingSegment(
                file: storage.path(of: SegmentName.of(walk.position)), position: walk.position)
        }
        guard !isNewest else { return }
        if firsts.last == walk.position, try Segment.open(walk.position, in: storage).isUntouched() { return }
        throw .damaged(walk.segment.place(walk.offset, walk.position), .sealMissing)
    }
}
