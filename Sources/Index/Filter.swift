/// Says of most keys that a run cannot hold them: a blocked Bloom filter, one cache line per question.
///
/// The block is taken from the key's high bits, so a filter built from sorted keys is written from front
/// to back. In the block each of the eight words has one bit per key.
@safe struct Filter: @unchecked Sendable {
    private static let wordsPerBlock = 8

    private let blocks: UInt64
    private let region: Region
    private let words: UnsafeMutablePointer<UInt64>

    /// - Parameter directory: where the file behind it lies, for the filter grows with the entries.
    init(entries: Int, bitsPerEntry: Int, in directory: String) throws(IndexError) {
        blocks = UInt64(entries * bitsPerEntry / 512 + 1)
        region = try Region(byteCount: Int(blocks) * 64, onDiskIn: directory)
        unsafe words = region.bound(to: UInt64.self)
    }

    /// Which bits a key has in its block; the same for every filter, so computed once per lookup.
    @inline(__always)
    static func pattern(of key: UInt64) -> UInt64 {
        ((key ^ (key >> 32)) &* 0xD6E8_FEB8_6659_FD93) >> 16
    }

    func insert(_ key: UInt64) {
        let block = unsafe words + Mixing.place(of: key, among: blocks) &* Self.wordsPerBlock
        var pattern = Self.pattern(of: key)
        for word in 0..<Self.wordsPerBlock {
            unsafe block[word] |= 1 &<< pattern
            pattern >>= 6
        }
    }

    /// What a lookup asks, without the reference that keeps the memory alive.
    var probe: Probe { unsafe Probe(words: UnsafePointer(words), blocks: blocks) }

    @safe struct Probe {
        fileprivate let words: UnsafePointer<UInt64>
        fileprivate let blocks: UInt64

        /// Reads one word of the key's block.
        @inline(__always)
        func touch(_ key: UInt64) -> UInt64 {
            unsafe words[Mixing.place(of: key, among: blocks) &* Filter.wordsPerBlock]
        }

        /// False only if the key was never inserted.
        @inline(__always)
        func mayContain(_ key: UInt64, pattern: UInt64) -> Bool {
            let block = unsafe words + Mixing.place(of: key, among: blocks) &* Filter.wordsPerBlock
            // Half the words first: they refuse nineteen keys in twenty, with one well predicted branch.
            let early =
                unsafe (block[0] &>> pattern) & (block[1] &>> (pattern >> 6)) & (block[2] &>> (pattern >> 12))
                & (block[3] &>> (pattern >> 18))
            guard early & 1 == 1 else { return false }
            let late =
                unsafe (block[4] &>> (pattern >> 24)) & (block[5] &>> (pattern >> 30))
                & (block[6] &>> (pattern >> 36)) & (block[7] &>> (pattern >> 42))
            return late & 1 == 1
        }
    }
}
