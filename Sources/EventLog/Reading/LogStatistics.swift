/// What a log holds, read from its headers only.
public struct LogStatistics: Sendable {
    /// One segment file.
    public struct SegmentFigures: Sendable {
        public var name: String
        public var first: UInt64
        public var records: UInt64 = 0
        /// Frames with records: commits.
        public var frames = 0
        /// Bytes in use, before packing; a file that is not packed may be longer, with room for what comes.
        public var usedBytes = SegmentHeader.byteCount
        public var fileBytes: Int
        /// The segment ends in a seal and is never written again.
        public var isSealed = false
        /// The file holds it packed.
        public var isPacked = false
    }

    public var segments: [SegmentFigures] = []
    /// The position of the oldest record, and the one after the last.
    public var first: UInt64 = 0
    public var end: UInt64 = 0
    /// Nanoseconds since 1970; nil in an empty log.
    public var firstRecordedAt: Int64?
    public var lastRecordedAt: Int64?
    /// The longest frame, in bytes.
    public var longestFrameBytes = 0

    // Sums over all segments.
    public var records: UInt64 { segments.reduce(0) { $0 + $1.records } }
    public var frames: Int { segments.reduce(0) { $0 + $1.frames } }
    public var usedBytes: Int { segments.reduce(0) { $0 + $1.usedBytes } }
    public var fileBytes: Int { segments.reduce(0) { $0 + $1.fileBytes } }

    public init(directory: String) throws(LogError) { try self.init(Disk(directory)) }

    public init(_ storage: any Storage) throws(LogError) {
        let firsts = try Segment.firsts(in: storage)
        first = firsts.first ?? 0
        for first in firsts {
            let segment = try Segment.open(first, in: storage)
            if let packed = segment.packed {
                segments.append(try figures(of: segment, packed.header, storage))
            } else {
                segments.append(try figures(of: segment))
            }
        }
    }

    /// A packed segment has its figures in its header.
    private mutating func figures(
        of segment: Segment, _ header: PackedHeader, _ storage: any Storage
    ) throws(LogError) -> SegmentFigures {
        end = header.end
        longestFrameBytes = max(longestFrameBytes, header.longestFrameBytes)
        if header.frames > 0 {
            firstRecordedAt = firstRecordedAt ?? header.firstRecordedAt
            lastRecordedAt = header.lastRecordedAt
        }
        return SegmentFigures(
            name: segment.name, first: header.first, records: header.end - header.first,
            frames: header.frames, usedBytes: header.segmentBytes,
            fileBytes: header.tableOffset + header.tableBytes, isSealed: true, isPacked: true)
    }

    private mutating func figures(of segment: Segment) throws(LogError) -> SegmentFigures {
        let reader = SegmentReader(segment, index: nil)
        var figures = SegmentFigures(
            name: segment.name, first: segment.header.first, fileBytes: try segment.file.size())
        end = segment.header.first
        while !figures.isSealed {
            let finding = try reader.frame(
                at: figures.usedBytes, expecting: end, withRecords: false, isSynced: false)
            guard case .frame(let header) = finding else { break }
            figures.usedBytes += header.frameBytes
            figures.isSealed = header.kind == .seal
            guard header.kind == .data else { continue }
            figures.frames += 1
            figures.records += UInt64(header.count)
            end = header.end
            firstRecordedAt = firstRecordedAt ?? header.recordedAt
            lastRecordedAt = header.recordedAt
            longestFrameBytes = max(longestFrameBytes, header.frameBytes)
        }
        return figures
    }
}
