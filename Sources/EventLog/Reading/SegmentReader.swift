/// Reads one segment's frames in order or from a place, remembering where frames begin.
final class SegmentReader {
    let segment: Segment
    private(set) var index: SparseIndex
    /// Large pieces for reading on; small ones for passing over frames by their headers.
    private let records: FrameWindow
    private let headers: FrameWindow
    /// Where the segment was found to end when it was last scanned, so that waiting there costs no scan.
    private var knownEnd: (offset: Int, fingerprint: UInt64)?
    /// How far a reader beside the writer looks for a later frame, in bytes: a segment may have much room left.
    private static let lookahead = 16 << 20

    init(_ segment: Segment, index: SparseIndex?) {
        self.segment = segment
        self.index = index ?? segment.packed.map(SparseIndex.init) ?? SparseIndex()
        records = FrameWindow(segment, pieceBytes: 1 << 20)
        headers = FrameWindow(segment, pieceBytes: 4096)
    }

    enum Finding {
        case frame(FrameHeader)
        /// Nothing whole yet.
        case end
    }

    /// The frame at an offset.
    /// - Parameter isSynced: whether a frame must be there, so that anything else is damage.
    func frame(
        at offset: Int, expecting position: UInt64, withRecords: Bool, isSynced: Bool
    ) throws(LogError) -> Finding {
        let window = withRecords ? records : headers
        var finding = try window.frame(at: offset, withRecords: withRecords)
        if let damage = finding.damage, isSynced || !isKnownEnd(finding, offset, window) {
            try checkUnfinished(damage, offset, position, &finding, isSynced ? nil : window, withRecords)
        }
        guard case .frame(let header) = finding else { return .end }
        guard header.epoch == segment.header.epoch else {
            throw .damaged(segment.place(offset, position), .foreignFrame)
        }
        guard header.first == position else {
            throw .damaged(segment.place(offset, position), .misplaced(says: header.first))
        }
        index.add(header, at: offset)
        return .frame(header)
    }

    /// Gets to know the frames around the place up to which it holds, where too few of them are known.
    func probe(isEarlier: (SparseIndex.Entry) -> Bool) throws(LogError) {
        let known = index.neighbours(where: isEarlier)
        try SegmentProbe(segment).look(
            from: known.before?.offset ?? SegmentHeader.byteCount, to: known.after?.offset
        ) { header, offset in
            index.add(header, at: offset)
            return isEarlier(SparseIndex.Entry(header, at: offset))
        }
    }

    /// Throws when the records of a frame that must be there are not what was written.
    func checkSynced(_ header: FrameHeader, at offset: Int) throws(LogError) {
        records.forget()
        _ = try frame(at: offset, expecting: header.first, withRecords: true, isSynced: true)
    }

    /// Throws when there is damage rather than a frame still to be written. When the writer has completed the
    /// frame meanwhile, `finding` becomes that frame.
    private func checkUnfinished(
        _ damage: Damage, _ offset: Int, _ position: UInt64, _ finding: inout FrameWindow.Finding,
        _ window: FrameWindow?, _ withRecords: Bool
    ) throws(LogError) {
        let error = LogError.damaged(segment.place(offset, position), damage)
        guard let window else { throw error }
        var resume = offset + 8
        if case .broken(_, let header?) = finding, header.first == position,
            header.epoch == segment.header.epoch
        {
            resume = offset + header.frameBytes
        }
        guard try isFollowed(offset, resume: resume) else {
            knownEnd = (offset, window.fingerprint(at: offset))
            return
        }
        window.forget()
        finding = try window.frame(at: offset, withRecords: withRecords)
        guard case .frame = finding else { throw error }
    }

    /// Whether nothing has changed there since the segment was found to end.
    private func isKnownEnd(_ finding: FrameWindow.Finding, _ offset: Int, _ window: FrameWindow) -> Bool {
        if case .broken(_, .some) = finding { return false }
        return knownEnd?.offset == offset && knownEnd?.fingerprint == window.fingerprint(at: offset)
    }

    private func isFollowed(_ offset: Int, resume: Int) throws(LogError) -> Bool {
        try TailScan(
            segment.file, from: offset, resume: resume, epoch: segment.header.epoch,
            limit: resume + Self.lookahead
        ).laterFrame != nil
    }

    /// Records in memory of the frame last found with them.
    func cursor(_ header: FrameHeader, at offset: Int, skipping: Int = 0, index: Int = 0) -> RecordCursor {
        unsafe RecordCursor(
            records.bytes(at: offset + FrameHeader.byteCount), of: header, offset: skipping, index: index)
    }

    /// The hash of a frame that was last found with its records: what the next frame says of it.
    func hash(of header: FrameHeader, at offset: Int) -> UInt64 {
        unsafe FrameHash.of(records.bytes(at: offset), header.frameBytes)
    }

    /// What to make of a record that is not whole. True when its frame has been completed meanwhile and is to be
    /// read again, false when it is still being written.
    func isCompleted(
        _ header: FrameHeader, at offset: Int, _ damage: Damage, _ records: RecordCursor, isSynced: Bool
    ) throws(LogError) -> Bool {
        if !isSynced {
            guard try isFollowed(offset, resume: offset + header.frameBytes) else { return false }
        }
        // Also when it is synced: the window reads ahead, and may have read this frame while it was being written.
        self.records.forget()
        if case .frame = try self.records.frame(at: offset, withRecords: true) {
            var again = cursor(header, at: offset)
            if (try? again.checkAll()) != nil { return true }
        }
        let place = segment.place(
            offset + FrameHeader.byteCount + records.offset, header.first + UInt64(records.index))
        throw .damaged(place, damage)
    }
}

extension FrameWindow.Finding {
    /// What is wrong when a frame should be here.
    fileprivate var damage: Damage? {
        switch self {
        case .frame: nil
        case .nothing: .frameHeader
        case .broken(let damage, _): damage
        }
    }
}
