/// Reads a segment frame by frame and checks everything: checksums, positions and the chain.
struct SegmentWalk {
    let segment: Segment
    private let window: FrameWindow
    /// Where the next frame begins.
    private(set) var offset = SegmentHeader.byteCount
    /// The position of the next record.
    private(set) var position: UInt64
    /// What the next frame gives as the hash of the frame before it.
    private(set) var chain: UInt64
    /// The recorded time of the last frame.
    private(set) var recordedAt: Int64
    /// The last frame's kind; nil before the first.
    private(set) var lastKind: FrameKind?
    /// Where the last frame lies; empty before the first.
    private(set) var lastFrame = 0..<0

    init(_ segment: Segment) {
        self.segment = segment
        window = FrameWindow(segment, pieceBytes: 1 << 20)
        position = segment.header.first
        chain = segment.header.chain
        recordedAt = segment.header.createdAt
    }

    enum Step {
        case frame(FrameHeader)
        /// No further frame. What lies there from `offset` to `end` is a write that was never finished.
        case end(unfinishedBytes: Int)
    }

    /// The next frame.
    /// - Throws: `LogError.damaged` with the exact place when what had been synced is not whole.
    mutating func next() throws(LogError) -> Step {
        // Behind a seal nothing is ever written.
        if lastKind == .seal { return .end(unfinishedBytes: 0) }
        if let step = try look(isLastLook: false) { return step }
        // Beside a running writer the frame may have been completed between the look and the scan.
        window.forget()
        return try look(isLastLook: true) ?? .end(unfinishedBytes: 0)
    }

    /// Nil when something follows that proves damage, unless this is the last look; then it throws.
    private mutating func look(isLastLook: Bool) throws(LogError) -> Step? {
        switch try window.frame(at: offset, withRecords: true) {
        case .nothing:
            return try ending(.frameHeader, at: offset, position, resume: offset + 8, nil, isLastLook)
        case .broken(let damage, let header):
            // A header that does not belong here says nothing about where the next frame may begin.
            let isOurs = header.map { (try? check($0)) != nil } ?? false
            let resume = offset + (isOurs ? header?.frameBytes ?? 8 : 8)
            return try ending(damage, at: offset, position, resume: resume, header, isLastLook)
        case .frame(let header):
            do throws(Damage) {
                try check(header)
            } catch {
                throw .damaged(segment.place(offset, position), error)
            }
            let start = offset + FrameHeader.byteCount
            var records = unsafe RecordCursor(window.bytes(at: start), of: header)
            do throws(Damage) {
                try records.checkAll()
            } catch {
                let record = position + UInt64(records.index)
                let resume = offset + header.frameBytes
                return try ending(
                    error, at: start + records.offset, record, resume: resume, header, isLastLook)
            }
            advance(past: header)
            return .frame(header)
        }
    }

    private func check(_ header: FrameHeader) throws(Damage) {
        guard header.epoch == segment.header.epoch else { throw .foreignFrame }
        guard header.first == position else { throw .misplaced(says: header.first) }
        guard header.previousHash == chain else { throw .brokenChain }
    }

    private mutating func advance(past header: FrameHeader) {
        chain = unsafe FrameHash.of(window.bytes(at: offset), header.frameBytes)
        lastFrame = offset..<(offset + header.frameBytes)
        offset = lastFrame.upperBound
        position = header.end
        recordedAt = header.recordedAt
        lastKind = header.kind
    }

    /// Unfinished when nothing follows, damage when something does.
    private func ending(
        _ damage: Damage, at place: Int, _ record: UInt64, resume: Int, _ header: FrameHeader?,
        _ isLastLook: Bool
    ) throws(LogError) -> Step? {
        let tail = try TailScan(segment.file, from: offset, resume: resume, epoch: segment.header.epoch)
        guard tail.laterFrame != nil else {
            // Where the file held something before, only a frame header tells how much was meant to be written.
            let meant = segment.header.isRecycled ? header?.frameBytes ?? 0 : .max
            return .end(unfinishedBytes: min(meant, tail.end - offset))
        }
        guard isLastLook else { return nil }
        throw .damaged(segment.place(place, record), damage)
    }
}
