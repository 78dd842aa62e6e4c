/// Finds a frame near what is looked for without passing over all frames before it: it halves the segment, and
/// finds the next frame header from the middle on by its magic number, epoch and checksum.
///
/// What it finds is only where to begin: a frame for which `isEarlier` holds. So nothing is ever skipped by it.
struct SegmentProbe {
    /// Closer than this, passing over frames is quicker.
    private static let reach = 1 << 20

    let segment: Segment
    private let window: FrameWindow

    init(_ segment: Segment) {
        self.segment = segment
        window = FrameWindow(segment.file, pieceBytes: 256 << 10)
    }

    /// - Parameter low: where a frame is known to begin for which it holds, or the first one.
    func entry(from low: Int, isEarlier: (FrameHeader) -> Bool) throws(LogError) -> SparseIndex.Entry? {
        var low = low
        var high = try segment.file.size()
        var found: SparseIndex.Entry?
        while high - low > Self.reach {
            let middle = (low + (high - low) / 2).roundedUpTo8
            guard let (offset, header) = try header(from: middle, to: high), isEarlier(header) else {
                high = middle
                continue
            }
            low = offset
            found = SparseIndex.Entry(offset: offset, first: header.first, recordedAt: header.recordedAt)
        }
        return found
    }

    /// The next frame with records. It looks only a few frames far, since behind the end there is none.
    private func header(from start: Int, to end: Int) throws(LogError) -> (Int, FrameHeader)? {
        var at = start
        let limit = min(end, start + 4 * Self.reach)
        while at < limit {
            let count = try window.load(at, min(256 << 10, limit - at))
            guard count >= FrameHeader.byteCount else { return nil }
            let bytes = unsafe window.bytes(at: at)
            for candidate in stride(from: 0, through: count - FrameHeader.byteCount, by: 8) {
                guard unsafe bytes.load(UInt32.self, at: candidate) == FrameHeader.magic,
                    let header = unsafe FrameHeader.read(bytes + candidate),
                    header.epoch == segment.header.epoch, header.kind == .data
                else { continue }
                return (at + candidate, header)
            }
            at += (count - FrameHeader.byteCount + 8) & ~7
        }
        return nil
    }
}
