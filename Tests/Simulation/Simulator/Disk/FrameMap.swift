import CChecksum

/// Where the frames of a segment lie, read by the format's description and nothing of the log's own code.
struct FrameMap {
    struct Frame {
        var range: Range<Int>
        /// 1: records, 2: mark, 3: seal.
        var kind: UInt8
    }

    static let headerBytes = 80
    private static let magic: [UInt8] = [0x31, 0x4D, 0x46, 0x31]

    private(set) var frames: [Frame] = []

    init(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headerBytes else { return }
        var offset = Self.headerBytes
        // A recycled file may go on with frames of its earlier life: those have another epoch.
        while offset + 56 <= bytes.count, bytes[offset..<(offset + 4)].elementsEqual(Self.magic),
            bytes[(offset + 8)..<(offset + 16)].elementsEqual(bytes[16..<24]),
            Self.number(bytes, offset + 52, 4) == Int(Self.checksum(bytes, offset))
        {
            let payload = Self.number(bytes, offset + 40, 4)
            let end = offset + 56 + (payload + 7) / 8 * 8
            guard end <= bytes.count else { return }
            frames.append(Frame(range: offset..<end, kind: bytes[offset + 4]))
            offset = end
        }
    }

    /// Up to here what lies behind proves that it was whole: damage must be found. A seal is proven by a frame of the
    /// next segment; without one it may never have been finished.
    func provenEnd(isFollowed: Bool) -> Int {
        guard let last = frames.last else { return Self.headerBytes }
        return last.kind == 3 && isFollowed ? last.range.upperBound : last.range.lowerBound
    }

    func frame(at offset: Int) -> Frame? { frames.first { $0.range.contains(offset) } }

    /// Makes another frame of it that is whole in itself: another time of recording, with a checksum that matches.
    static func forge(_ bytes: inout [UInt8], _ frame: Frame) {
        let start = frame.range.lowerBound
        bytes[start + 24] &+= 1
        let sum = checksum(bytes, start)
        for place in 0..<4 { bytes[start + 52 + place] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * place)) }
    }

    private static func checksum(_ bytes: [UInt8], _ start: Int) -> UInt32 {
        unsafe bytes.withUnsafeBytes { unsafe firstmile_crc32c($0.baseAddress.map { unsafe $0 + start }, 52) }
    }

    private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
        (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
}
