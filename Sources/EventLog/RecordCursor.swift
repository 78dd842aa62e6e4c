/// Walks the records of one frame in memory. Every length is checked against the frame before it is used.
@safe struct RecordCursor {
    private let base: UnsafeRawPointer
    private let payloadBytes: Int
    private let count: Int
    /// Bytes from the first record to the next one to be read.
    private(set) var offset: Int
    /// Records walked so far.
    private(set) var index: Int

    /// - Parameter base: the first byte after the frame header.
    init(_ base: UnsafeRawPointer, of header: FrameHeader, offset: Int = 0, index: Int = 0) {
        unsafe self.base = unsafe base
        payloadBytes = header.payloadBytes
        count = header.count
        self.offset = offset
        self.index = index
    }

    var isAtEnd: Bool { index == count }

    /// The next record with its checksum compared. Call only while not at the end.
    @inline(__always)
    mutating func next() throws(Damage) -> UnsafeRawBufferPointer {
        let record = try unsafe peek()
        let checked = unsafe Checksum.of(base + offset + 4, record.count + 4)
        guard unsafe base.load(UInt32.self, at: offset) == checked else { throw .record }
        advance(past: record.count)
        return unsafe record
    }

    /// Passes a record without reading it.
    mutating func skip() throws(Damage) { advance(past: try unsafe peek().count) }

    private mutating func advance(past count: Int) {
        offset += FrameBuffer.recordHeaderBytes + count
        index += 1
    }

    @inline(__always)
    private func peek() throws(Damage) -> UnsafeRawBufferPointer {
        let start = offset + FrameBuffer.recordHeaderBytes
        guard start <= payloadBytes else { throw .frameLayout }
        let length = unsafe Int(base.load(UInt32.self, at: offset + 4))
        guard length <= payloadBytes - start else { throw .record }
        return unsafe UnsafeRawBufferPointer(start: base + start, count: length)
    }

    /// Walks all that is left and makes sure that the frame ends where the records do, in zeros.
    mutating func checkAll() throws(Damage) {
        while !isAtEnd { _ = try unsafe next() }
        guard offset == payloadBytes else { throw .frameLayout }
        for padding in payloadBytes..<payloadBytes.roundedUpTo8 {
            guard unsafe base.load(UInt8.self, at: padding) == 0 else { throw .frameLayout }
        }
    }
}
