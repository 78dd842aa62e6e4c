/// A place in the log: what to look at, and where.
public struct LogPlace: Hashable, Sendable, CustomStringConvertible {
    /// The file with its directory.
    public var file: String
    /// Bytes from the beginning of the file.
    public var offset: Int
    /// The position of the record, or of the first record of the frame, expected there.
    public var position: UInt64

    public init(file: String, offset: Int, position: UInt64) {
        self.file = file
        self.offset = offset
        self.position = position
    }

    public var description: String { "\(file), offset \(offset), position \(position)" }
}

/// What is wrong with bytes that were once written whole.
public enum Damage: Error, Hashable, Sendable {
    /// The segment's first bytes are not a segment header of this format.
    case segmentHeader
    /// The segment was written by a newer program.
    case version(UInt32)
    /// The segment was written by a newer program, which marked what this one does not know.
    case features(UInt32)
    /// The segment header says it begins elsewhere: the file was renamed or copied.
    case segmentName(says: UInt64)
    /// The frame header does not match its checksum.
    case frameHeader
    /// A frame of another segment or another log.
    case foreignFrame
    /// A whole frame that belongs elsewhere.
    case misplaced(says: UInt64)
    /// A whole frame that does not follow the one before it.
    case brokenChain
    /// The file ends before the frame does.
    case cutShort
    /// A record does not match its checksum.
    case record
    /// The records do not fill the frame exactly.
    case frameLayout
    /// The next segment is there, but this one does not end in a seal that leads to it.
    case sealMissing
    /// The first bytes are not the header of a packed segment.
    case packedHeader
    /// The table of a packed segment's blocks does not match its checksum, or the file its table.
    case packedTable
    /// A block of a packed segment does not match its checksum.
    case packedBlock
}

extension Damage: CustomStringConvertible {
    public var description: String {
        switch self {
        case .segmentHeader: "the segment header is damaged"
        case .version(let version): "the segment has format version \(version), this program knows 1"
        case .features(let bits): "the segment has features (bits \(bits)) that this program does not know"
        case .segmentName(let says): "the segment header says it begins at position \(says)"
        case .frameHeader: "the frame header does not match its checksum"
        case .foreignFrame: "the frame belongs to another segment or another log"
        case .misplaced(let says): "a frame lies here that begins at position \(says)"
        case .brokenChain: "the frame does not follow the one before it"
        case .cutShort: "the file ends inside the frame"
        case .record: "the record does not match its checksum"
        case .frameLayout: "the records do not fill the frame"
        case .sealMissing: "the segment has a successor but does not end in a seal"
        case .packedHeader: "the header of the packed segment is damaged"
        case .packedTable: "the table of the packed segment's blocks does not match its checksum"
        case .packedBlock: "the packed block does not match its checksum"
        }
    }
}
