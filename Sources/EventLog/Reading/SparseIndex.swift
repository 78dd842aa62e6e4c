/// Where some frames of a segment begin: one entry for every 64 KiB or so of what was seen of it, found by position
/// or by time.
struct SparseIndex {
    /// Bytes between two entries at least.
    static let step = 64 << 10

    struct Entry {
        var offset: Int
        var first: UInt64
        var recordedAt: Int64

        init(offset: Int, first: UInt64, recordedAt: Int64) {
            (self.offset, self.first, self.recordedAt) = (offset, first, recordedAt)
        }

        init(_ header: FrameHeader, at offset: Int) {
            self.init(offset: offset, first: header.first, recordedAt: header.recordedAt)
        }
    }

    /// Ascending; parts of the segment may lie between them that were never seen.
    private var entries: [Entry] = []
    /// The furthest frame seen, however near to the entry before it.
    private var furthest: Entry?

    init() {}

    /// A packed segment has it in its table.
    init(_ packed: PackedFile) {
        entries = packed.blocks.compactMap { block in
            block.frameOffset.map {
                Entry(offset: $0, first: block.position, recordedAt: block.recordedAt)
            }
        }
    }

    /// Takes note of a frame; one that is known already changes nothing.
    mutating func add(_ header: FrameHeader, at offset: Int) {
        guard header.kind == .data else { return }
        let entry = Entry(header, at: offset)
        if furthest.map({ $0.offset < offset }) ?? true { furthest = entry }
        let next = count(while: { $0.offset <= offset })
        if next > 0, offset - entries[next - 1].offset < Self.step { return }
        entries.insert(entry, at: next)
    }

    /// The last frame known for which it holds, and the first one after it for which it does not: nil where nothing
    /// further on is known. It must hold for all frames up to one, and for none after it.
    func neighbours(where holds: (Entry) -> Bool) -> (before: Entry?, after: Entry?) {
        if let furthest, holds(furthest) { return (furthest, nil) }
        let next = count(while: holds)
        return (next == 0 ? nil : entries[next - 1], next == entries.count ? furthest : entries[next])
    }

    private func count(while holds: (Entry) -> Bool) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if holds(entries[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
