/// A packed segment, read as if it were not: offsets and bytes are those of the segment it was made from.
///
/// Only the blocks that are asked for are unpacked; the last one is kept, since the next read often begins in it.
@safe final class PackedFile: StoredFile, @unchecked Sendable {
    let header: PackedHeader
    private(set) var blocks: [PackedBlock]
    /// Where each block begins in the file, and where the last one ends.
    private let offsets: [Int]
    private let file: any StoredFile
    private let path: String

    private let monitor = Monitor()
    // The rest only while the monitor is locked.
    private let unpacker = BlockUnpacker()
    private var packed = Room()
    private var kept = Room()
    private var keptIndex: Int?

    init(_ file: any StoredFile, path: String, position: UInt64) throws(LogError) {
        self.file = file
        self.path = path
        let whole = LogPlace(file: path, offset: 0, position: position)
        let size = try file.size()
        let room = Room(PackedHeader.byteCount)
        guard try unsafe file.read(at: 0, into: room.first(PackedHeader.byteCount)) == PackedHeader.byteCount
        else {
            throw .damaged(whole, .packedHeader)
        }
        do throws(Damage) {
            header = try unsafe PackedHeader.read(room.base)
        } catch { throw .damaged(whole, error) }
        let table = LogPlace(file: path, offset: header.tableOffset, position: header.first)
        guard header.tableBytes == size - header.tableOffset else { throw .damaged(table, .packedTable) }
        let bytes = Room(header.tableBytes)
        guard
            try unsafe file.read(at: header.tableOffset, into: bytes.first(header.tableBytes))
                == header.tableBytes,
            unsafe Checksum.of(bytes.base, header.tableBytes) == header.tableChecksum
        else { throw .damaged(table, .packedTable) }
        blocks = (0..<header.blockCount).map { unsafe PackedBlock(bytes.base + $0 * PackedBlock.byteCount) }
        var offset = PackedHeader.byteCount
        offsets = blocks.map(\.packedBytes).reduce(into: [offset]) { offsets, count in
            offset += count
            offsets.append(offset)
        }
        guard offset == header.tableOffset else { throw .damaged(table, .packedTable) }
    }

    func size() throws(LogError) -> Int { header.segmentBytes }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(LogError) -> Int {
        let end = min(offset + buffer.count, header.segmentBytes)
        guard offset < end else { return 0 }
        return try monitor.withLock { () throws(LogError) in
            let (low, high) = (offset / header.blockBytes, (end - 1) / header.blockBytes)
            let mustLoad = low == keptIndex ? low + 1 : low
            if mustLoad <= high { try load(mustLoad...high) }
            for index in low...high {
                let bytes = extent(of: index)
                let wanted = bytes.clamped(to: offset..<end)
                let target = unsafe UnsafeMutableRawBufferPointer(
                    rebasing: buffer[(wanted.lowerBound - offset)..<(wanted.upperBound - offset)])
                if wanted == bytes, index != keptIndex {
                    try unsafe unpack(index, loadedFrom: mustLoad, into: target)
                } else {
                    if index != keptIndex {
                        keptIndex = nil
                        kept.grow(to: bytes.count)
                        try unsafe unpack(index, loadedFrom: mustLoad, into: kept.first(bytes.count))
                        keptIndex = index
                    }
                    unsafe target.copyMemory(
                        from: UnsafeRawBufferPointer(
                            start: kept.base + (wanted.lowerBound - bytes.lowerBound), count: wanted.count))
                }
            }
            return end - offset
        }
    }

    /// The bytes of the segment that a block holds.
    private func extent(of index: Int) -> Range<Int> {
        let start = index * header.blockBytes
        return start..<min(start + header.blockBytes, header.segmentBytes)
    }

    /// Reads packed blocks, which lie one behind the other, in one go.
    private func load(_ indexes: ClosedRange<Int>) throws(LogError) {
        let start = offsets[indexes.lowerBound]
        let count = offsets[indexes.upperBound + 1] - start
        packed.grow(to: count)
        guard try unsafe file.read(at: start, into: packed.first(count)) == count else {
            throw .damaged(place(of: indexes.lowerBound), .cutShort)
        }
    }

    private func unpack(
        _ index: Int, loadedFrom first: Int, into room: UnsafeMutableRawBufferPointer
    ) throws(LogError) {
        let block = blocks[index]
        let bytes = unsafe UnsafeRawBufferPointer(
            start: packed.base + (offsets[index] - offsets[first]), count: block.packedBytes)
        guard let base = bytes.baseAddress, unsafe Checksum.of(base, bytes.count) == block.checksum,
            unsafe unpacker.unpack(bytes, into: room)
        else { throw .damaged(place(of: index), .packedBlock) }
    }

    private func place(of index: Int) -> LogPlace {
        LogPlace(file: path, offset: offsets[index], position: blocks[index].position)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(LogError) {
        throw .system(operation: "write into the sealed", file: path, errno: 30)
    }

    func sync() throws(LogError) {}
}

/// Memory that grows and is reused.
@safe final class Room {
    private(set) var base: UnsafeMutableRawPointer
    private var capacity: Int

    init(_ capacity: Int = 4096) {
        self.capacity = max(capacity, 8)
        unsafe base = .allocate(byteCount: self.capacity, alignment: 64)
    }

    deinit { unsafe base.deallocate() }

    /// Keeps nothing of what was there.
    func grow(to count: Int) {
        guard count > capacity else { return }
        unsafe base.deallocate()
        capacity = (count + 0xFFFF) & ~0xFFFF
        unsafe base = .allocate(byteCount: capacity, alignment: 64)
    }

    func first(_ count: Int) -> UnsafeMutableRawBufferPointer {
        unsafe UnsafeMutableRawBufferPointer(start: base, count: count)
    }
}
