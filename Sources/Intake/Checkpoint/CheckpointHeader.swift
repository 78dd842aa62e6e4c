import CChecksum
import EventLog

/// The first bytes of a checkpoint, written last: which state of which log the rest is.
///
/// Sixteen little-endian words: magic, format and layout, the log's mark (epoch, position, hash), blocks, bytes of
/// their content, hash over all blocks, seven zeros, hash of the words before.
struct CheckpointHeader: Equatable {
    static let byteCount = 128
    static let magic: UInt64 = 0x5450_4B43_4C49_4D31  // "1MILCKPT" as bytes.
    /// Of this file. The layout of the state in it has a number of its own.
    static let format: UInt32 = 1

    var layout: UInt32
    var mark: LogMark
    var blocks: UInt64 = 0
    var contentBytes: UInt64 = 0
    var contentHash: UInt64 = 0

    var bytes: [UInt8] {
        var words = [UInt64](repeating: 0, count: 15)
        words[0] = Self.magic
        words[1] = UInt64(Self.format) | UInt64(layout) << 32
        words[2] = mark.epoch
        words[3] = mark.position
        words[4] = mark.hash
        words[5] = blocks
        words[6] = contentBytes
        words[7] = contentHash
        var bytes: [UInt8] = []
        for word in words { bytes.append(word: word) }
        bytes.append(word: bytes.hash64)
        return bytes
    }

    /// - Throws: ``CheckpointRefusal`` when these are not the bytes of a header that this version reads.
    init(_ bytes: [UInt8], layout: UInt32) throws(CheckpointRefusal) {
        guard !bytes.isEmpty else { throw .absent }
        guard bytes.count == Self.byteCount, bytes.word(0) == Self.magic,
            bytes.word(15) == Array(bytes[..<120]).hash64
        else { throw .damaged("its header is not whole") }
        let found = (UInt32(truncatingIfNeeded: bytes.word(1)), UInt32(bytes.word(1) >> 32))
        guard found == (Self.format, layout) else { throw .version(format: found.0, layout: found.1) }
        self.layout = layout
        mark = LogMark(epoch: bytes.word(2), position: bytes.word(3), hash: bytes.word(4))
        blocks = bytes.word(5)
        contentBytes = bytes.word(6)
        contentHash = bytes.word(7)
    }

    init(layout: UInt32, mark: LogMark) {
        self.layout = layout
        self.mark = mark
    }
}

/// Why a checkpoint is not used. The state is folded from the log then.
enum CheckpointRefusal: Error, CustomStringConvertible {
    /// None was ever written.
    case absent
    case damaged(String)
    case version(format: UInt32, layout: UInt32)
    case otherLog
    case beyondLog(position: UInt64, end: UInt64)
    case otherHistory(position: UInt64)
    /// What left memory is not there as it was.
    case cold(String)

    var description: String {
        switch self {
        case .absent: "there is none"
        case .damaged(let what): "it is damaged: \(what)"
        case .version(let format, let layout):
            "another version of firstmile wrote it (format \(format), layout \(layout))"
        case .otherLog: "it belongs to another log"
        case .beyondLog(let position, let end):
            "it goes up to position \(position), the log only up to \(end)"
        case .otherHistory(let position): "the log holds other records before position \(position)"
        case .cold(let what): "what had left memory is not whole: \(what)"
        }
    }
}

extension [UInt8] {
    mutating func append(word: UInt64) {
        unsafe Swift.withUnsafeBytes(of: word.littleEndian) { unsafe append(contentsOf: $0) }
    }

    /// The little-endian word of this number.
    func word(_ number: Int) -> UInt64 {
        unsafe withUnsafeBytes {
            UInt64(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: number * 8, as: UInt64.self))
        }
    }

    var hash64: UInt64 { unsafe withUnsafeBytes { unsafe firstmile_hash64($0.baseAddress, $0.count) } }
}
