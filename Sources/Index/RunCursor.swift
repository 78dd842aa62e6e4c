/// Reads a run from front to back through a buffer of its own.
@safe struct RunCursor {
    private static let bufferEntries = 1 << 14

    private let run: Run
    private let region: Region
    private let buffer: UnsafeMutableBufferPointer<Entry>
    private var position = 0
    private var filled = 0
    /// Entries taken from the file so far.
    private var taken = 0

    init(_ run: Run, meter: MemoryMeter) {
        self.run = run
        let capacity = max(1, min(Self.bufferEntries, Int(run.header.count)))
        region = Region(byteCount: capacity * Entry.stride, meter: meter)
        unsafe buffer = UnsafeMutableBufferPointer(start: region.bound(to: Entry.self), count: capacity)
    }

    /// The next entry, nil after the last.
    @inline(__always)
    mutating func next() throws(IndexError) -> Entry? {
        if position == filled {
            guard try refill() else { return nil }
        }
        position += 1
        return unsafe buffer[position - 1]
    }

    private mutating func refill() throws(IndexError) -> Bool {
        position = 0
        filled = unsafe min(buffer.count, Int(run.header.count) - taken)
        try unsafe run.read(from: taken, into: UnsafeMutableBufferPointer(rebasing: buffer[..<filled]))
        taken += filled
        return filled > 0
    }
}
