/// A number in E.164, such as `+34912345678`, held inline: giving one from the cache allocates nothing.
public struct E164: Hashable, Sendable, BitwiseCopyable {
    /// The bytes in order, little-endian; the last byte of `c` is the length.
    let a: UInt64
    let b: UInt64
    let c: UInt64

    static let capacity = 23

    init(_ a: UInt64, _ b: UInt64, _ c: UInt64) { (self.a, self.b, self.c) = (a, b, c) }

    init(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= Self.capacity, "an E.164 of \(bytes.count) bytes")
        let words = unsafe InlineWords<3>(bytes)
        self.init(words[0], words[1], words[2] | UInt64(bytes.count) << 56)
    }

    /// Bytes of text, the plus included.
    public var count: Int { Int(c >> 56) }

    /// Lends the text's bytes, all ASCII.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe Swift.withUnsafeBytes(of: self) { (all) throws(Failure) in
            try unsafe body(UnsafeRawBufferPointer(rebasing: all[..<count]))
        }
    }

    public var text: String { unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) } }
}

extension E164: CustomStringConvertible {
    public var description: String { text }
}
