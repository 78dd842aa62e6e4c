/// Finds frames near what is looked for without passing over all frames before it: it halves the segment, and
/// finds the next frame header from the middle on by its magic number, epoch and checksum.
///
/// What it finds is only where to begin: at a frame that lies before. So nothing is ever skipped by it.
struct SegmentProbe {
    /// Closer than this, passing over frames is quicker.
    private static let reach = 1 << 20

    let segment: Segment
    private let window: FrameWindow

    init(_ segment: Segment) {
        self.segment = segment
        window = FrameWindow(segment.file, pieceBytes: 256 << 10)
    }

    /// Looks until it is near to where frames no longer lie before what is looked for.
    /// - Parameters:
    ///   - low: where a frame is known to begin that does, or the first one.
    ///   - high: where one is known to begin that does not; nil when nothing is known of what follows.
    ///   - isEarlier: whether the frame found at an offset does.
    func look(from low: Int, to high: Int?, isEarlier: (FrameHeader, Int) -> Bool) throws(LogError) {
        var low = low
        var end: Int
        if let high { end = high } else { end = try segment.file.size() }
        // Where the written part ends is not known then, and the middle of the room after it is far from it.
        var leap = high == nil ? Self.reach : Int.max / 2
        while end - low > Self.reach {
            let middle = (low + min(leap, (end - low) / 2)).roundedUpTo8
            if let (offset, header) = try header(from: middle, to: end), isEarlier(header, offset) {
                low = offset
                leap = min(leap * 2, Int.max / 4)
            } else {
                (end, leap) = (middle, Int.max / 4)
            }
        }
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
