import CChecksum

/// Looks at what follows the last whole frame, to tell a write that was never finished from damage.
///
/// A frame is written only after the one before it was synced. So a frame of this segment further on proves
/// that what is broken here had been whole.
struct TailScan {
    /// Where a later frame of the segment begins; nil when there is none.
    var laterFrame: Int?
    /// The end of the last byte that is not zero; `offset` when all are.
    var end: Int

    /// - Parameters:
    ///   - offset: where something is broken.
    ///   - resume: where a later frame can begin at the earliest.
    ///   - limit: how far to look; nil: to the end of the file.
    init(
        _ file: any StoredFile, from offset: Int, resume: Int, epoch: UInt64, limit: Int? = nil
    ) throws(LogError) {
        end = offset
        let window = FrameWindow(file, pieceBytes: 1 << 20)
        let size = min(try file.size(), limit ?? .max)
        var at = offset
        while at < size {
            let count = try window.load(at, min(1 << 20, size - at))
            guard count > 0 else { return }
            let bytes = unsafe window.bytes(at: at)
            let used = unsafe firstmile_end_of_nonzero(bytes, count)
            if used > 0 { end = at + used }
            for candidate in stride(from: max(0, (resume - at).roundedUpTo8), to: used, by: 8) {
                guard candidate + FrameHeader.byteCount <= count else { break }
                guard unsafe bytes.load(UInt32.self, at: candidate) == FrameHeader.magic else { continue }
                guard let header = unsafe FrameHeader.read(bytes + candidate) else { continue }
                guard header.epoch == epoch else { continue }
                laterFrame = at + candidate
                return
            }
            // Pieces overlap by a header, so that one across the border is seen.
            at += count > FrameHeader.byteCount && at + count < size ? count - 64 : count
        }
    }
}
