/// Where some frames of a segment begin: one entry for every 64 KiB or so, found by position or by time.
struct SparseIndex {
    /// Bytes between two entries at least.
    static let step = 64 << 10

    struct Entry {
        var offset: Int
        var first: UInt64
        var recordedAt: Int64
    }

    private(set) var entries: [Entry] = []
    /// How far the segment is known: the next frame's offset.
    private(set) var end = SegmentHeader.byteCount

    init() {}

    /// A packed segment has it in its table.
    init(_ packed: PackedFile) {
        entries = packed.blocks.compactMap { block in
            block.frameOffset.map {
                Entry(offset: $0, first: block.position, recordedAt: block.recordedAt)
            }
        }
        end = packed.header.segmentBytes
    }

    /// Takes note of a frame; one that is known already changes nothing.
    mutating func add(_ header: FrameHeader, at offset: Int) {
        guard offset == end else { return }
        end += header.frameBytes
        guard header.kind == .data else { return }
        if let last = entries.last, offset - last.offset < Self.step { return }
        entries.append(Entry(offset: offset, first: header.first, recordedAt: header.recordedAt))
    }

    /// The last entry whose frame begins at or before the position.
    func entry(for position: UInt64) -> Entry? {
        lastEntry { $0.first <= position }
    }

    /// The last entry whose frame was recorded before the time: all from there back are earlier.
    func entry(before time: Int64) -> Entry? {
        lastEntry { $0.recordedAt < time }
    }

    /// Whether frames after this entry have not been seen yet.
    func isLast(_ entry: Entry?) -> Bool { entry?.offset == entries.last?.offset }

    private func lastEntry(where holds: (Entry) -> Bool) -> Entry? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if holds(entries[middle]) { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : entries[low - 1]
    }
}
