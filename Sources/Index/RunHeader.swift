/// What the first page of a run says; the entries follow it, 256 to a page.
///
/// Twelve little-endian words: magic, epoch, first table, last table, tier, count, whether covered,
/// covered through, checksum of the entries, two zeros, checksum of the words before. Written last, and
/// the file gets its name only after it, so a file with a good header and the right size was finished;
/// the checksum of the entries tells what a power failure took from it.
struct RunHeader: Equatable {
    /// Bytes before the first entry: a page, so that pages of entries are pages of the file.
    static let byteCount = 4096
    private static let magic: UInt64 = 0x3158_444E_4946_4D46

    /// The caller's epoch: files of another epoch are another log's.
    var epoch: UInt64
    /// The numbers of the tables in it, oldest and newest.
    var first: UInt64
    var last: UInt64
    /// How often its entries were merged.
    var tier: UInt64
    var count: UInt64
    var coveredThrough: UInt64?
    var checksum: UInt64 = 0

    var fileName: String { "run-\(first)-\(last)" }
    var fileByteCount: UInt64 { UInt64(Self.byteCount) + count * UInt64(Entry.stride) }

    init(epoch: UInt64, first: UInt64, last: UInt64, tier: UInt64, count: UInt64, coveredThrough: UInt64?) {
        self.epoch = epoch
        self.first = first
        self.last = last
        self.tier = tier
        self.count = count
        self.coveredThrough = coveredThrough
    }

    func write(to file: File) throws(IndexError) {
        var words = [
            Self.magic, epoch, first, last, tier, count, coveredThrough == nil ? 0 : 1, coveredThrough ?? 0,
            checksum, 0, 0,
        ]
        words.append(Self.sum(words))
        try unsafe words.span.bytes.withUnsafeBytes { (bytes) throws(IndexError) in
            try unsafe file.write(bytes, at: 0)
        }
    }

    /// Nil when the file does not begin with a whole header or has another size than it tells.
    init?(of file: File) throws(IndexError) {
        var words = [UInt64](repeating: 0, count: 12)
        var span = words.mutableSpan
        let read = try unsafe span.withUnsafeMutableBytes { (bytes) throws(IndexError) in
            try unsafe file.read(bytes, at: 0)
        }
        guard read == 96, words[0] == Self.magic, words[11] == Self.sum(words[..<11]), words[5] < 1 << 56
        else { return nil }
        self.init(
            epoch: words[1], first: words[2], last: words[3], tier: words[4], count: words[5],
            coveredThrough: words[6] == 0 ? nil : words[7])
        checksum = words[8]
        guard try file.byteCount() == fileByteCount, first <= last else { return nil }
    }

    private static func sum(_ words: some Sequence<UInt64>) -> UInt64 {
        var checksum = Checksum(seed: magic)
        for word in words { checksum.add(word, 0) }
        return checksum.value
    }
}
