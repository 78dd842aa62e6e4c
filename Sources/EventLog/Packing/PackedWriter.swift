/// Packs a sealed segment into another file, and lets that count only when it gives back every byte.
struct PackedWriter {
    static let level: Int32 = 3
    /// Small enough to read one record without much unpacking; larger ones packed 3 % better.
    static let blockBytes = 128 << 10

    /// The segment, checked from its header to its seal, with what the table needs to know.
    private struct Survey {
        var header: PackedHeader
        var blocks: [PackedBlock]
        var chain: UInt64
    }

    /// Why nothing was packed.
    enum Refusal { case notSealed, stopped }

    let target: any Storage
    /// Asked between blocks; true gives up, and leaves a temporary file that means nothing.
    var mustStop: () -> Bool = { false }

    /// Makes `FIRST.packed` in the target.
    /// - Returns: nil when done.
    func pack(_ segment: Segment) throws(LogError) -> Refusal? {
        guard var survey = try survey(segment) else { return mustStop() ? .stopped : .notSealed }
        let file = try target.open(SegmentName.packing, for: .create)
        guard try write(segment, &survey, to: file) else { return .stopped }
        try file.sync()
        guard try check(survey) else { return .stopped }
        try target.rename(SegmentName.packing, to: SegmentName.packed(segment.header.first))
        return nil
    }

    private func survey(_ segment: Segment) throws(LogError) -> Survey? {
        var walk = SegmentWalk(segment)
        var header = PackedHeader(
            epoch: segment.header.epoch, first: segment.header.first, end: 0, segmentBytes: 0, frames: 0,
            firstRecordedAt: 0, lastRecordedAt: 0, longestFrameBytes: 0, sealHash: 0,
            blockBytes: Self.blockBytes, tableOffset: 0, tableChecksum: 0)
        var blocks: [PackedBlock] = []
        var offset = walk.offset
        while case .frame(let frame) = try walk.next() {
            defer { offset = walk.offset }
            guard !mustStop() else { return nil }
            guard frame.kind == .data else { continue }
            if header.frames == 0 { header.firstRecordedAt = frame.recordedAt }
            header.frames += 1
            header.lastRecordedAt = frame.recordedAt
            header.longestFrameBytes = max(header.longestFrameBytes, frame.frameBytes)
            let index = offset / Self.blockBytes
            guard blocks.count <= index else { continue }
            fill(&blocks, upTo: index, segment)
            blocks.append(
                PackedBlock(
                    packedBytes: 0, checksum: 0, position: frame.first, recordedAt: frame.recordedAt,
                    frameOffset: offset))
        }
        guard walk.lastKind == .seal else { return nil }
        header.end = walk.position
        header.segmentBytes = walk.offset
        header.sealHash = walk.chain
        fill(&blocks, upTo: header.blockCount, segment)
        return Survey(header: header, blocks: blocks, chain: walk.chain)
    }

    /// Blocks in which no frame begins.
    private func fill(_ blocks: inout [PackedBlock], upTo count: Int, _ segment: Segment) {
        while blocks.count < count {
            blocks.append(
                PackedBlock(
                    packedBytes: 0, checksum: 0, position: blocks.last?.position ?? segment.header.first,
                    recordedAt: blocks.last?.recordedAt ?? segment.header.createdAt, frameOffset: nil))
        }
    }

    /// Blocks, table, and the header last. False when told to stop.
    private func write(
        _ segment: Segment, _ survey: inout Survey, to file: any StoredFile
    ) throws(LogError) -> Bool {
        let packer = BlockPacker(level: Self.level)
        let plain = Room(Self.blockBytes)
        let bound = BlockPacker.bound(Self.blockBytes)
        let packed = Room(bound)
        var offset = PackedHeader.byteCount
        var synced = offset
        for index in survey.blocks.indices {
            guard !mustStop() else { return false }
            let start = index * Self.blockBytes
            let count = min(Self.blockBytes, survey.header.segmentBytes - start)
            guard try unsafe segment.file.read(at: start, into: plain.first(count)) == count else {
                throw .damaged(segment.place(start, survey.blocks[index].position), .cutShort)
            }
            let size = unsafe packer.pack(
                UnsafeRawBufferPointer(plain.first(count)), into: packed.first(bound))
            survey.blocks[index].packedBytes = size
            survey.blocks[index].checksum = unsafe Checksum.of(packed.base, size)
            try unsafe file.write(UnsafeRawBufferPointer(packed.first(size)), at: offset)
            offset += size
            guard offset - synced >= SegmentCopy.pieceBytes else { continue }
            try file.sync()
            synced = offset
        }
        let table = Room(survey.header.tableBytes)
        for (index, block) in survey.blocks.enumerated() {
            unsafe block.write(to: table.base + index * PackedBlock.byteCount)
        }
        survey.header.tableOffset = offset
        survey.header.tableChecksum = unsafe Checksum.of(table.base, survey.header.tableBytes)
        try unsafe file.write(UnsafeRawBufferPointer(table.first(survey.header.tableBytes)), at: offset)
        let header = Room(PackedHeader.byteCount)
        unsafe survey.header.write(to: header.base)
        try unsafe file.write(UnsafeRawBufferPointer(header.first(PackedHeader.byteCount)), at: 0)
        return true
    }

    /// Reads what was written. The chain's last hash stands for every byte before it. False when told to stop.
    private func check(_ survey: Survey) throws(LogError) -> Bool {
        let path = target.path(of: SegmentName.packing)
        let file = try PackedFile(
            target.open(SegmentName.packing, for: .read), path: path, position: survey.header.first)
        let segment = try Segment(SegmentName.packing, path: path, file: file, first: survey.header.first)
        var walk = SegmentWalk(segment)
        while case .frame = try walk.next() { guard !mustStop() else { return false } }
        guard walk.lastKind == .seal, walk.chain == survey.chain, file.header == survey.header else {
            throw .damaged(segment.place(0, survey.header.first), .packedBlock)
        }
        return true
    }
}
