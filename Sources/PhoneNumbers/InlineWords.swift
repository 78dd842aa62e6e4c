/// Bytes laid into machine words, zeros behind them: compared and hashed a word at a time.
struct InlineWords<let count: Int> {
    private var words = InlineArray<count, UInt64>(repeating: 0)

    /// Takes at most eight bytes for each word.
    init(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= count * 8, "\(bytes.count) bytes for \(count) words")
        unsafe withUnsafeMutableBytes(of: &words) { unsafe $0.copyMemory(from: bytes) }
    }

    subscript(index: Int) -> UInt64 { words[index] }
}
