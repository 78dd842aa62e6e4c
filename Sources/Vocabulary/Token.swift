/// A short text held inline: at most 39 bytes of UTF-8, no allocation, no reference counting.
///
/// Ids, numbers and codes are compared and hashed for every event; as five machine words they cost
/// a few nanoseconds, where a `String` of 16 digits would be an allocation and an atomic each time.
public struct Token: Hashable, Sendable, BitwiseCopyable {
    /// The longest text a token holds, in bytes of UTF-8.
    public static let capacity = 39

    /// The bytes in order, little-endian; the last byte of `e` is the length.
    var a: UInt64 = 0
    var b: UInt64 = 0
    var c: UInt64 = 0
    var d: UInt64 = 0
    var e: UInt64 = 0

    /// The empty token.
    public init() {}

    /// Copies valid UTF-8. Nil when it is longer than ``capacity``.
    ///
    /// The caller vouches for the encoding; both decoders of `Wire` check it.
    public init?(utf8 bytes: UnsafeRawBufferPointer) {
        guard bytes.count <= Self.capacity else { return nil }
        unsafe withUnsafeMutableBytes(of: &self) { unsafe $0.copyMemory(from: bytes) }
        e |= UInt64(bytes.count) << 56
    }

    /// Nil when `text` is longer than ``capacity`` bytes of UTF-8.
    public init?(_ text: some StringProtocol) {
        var copy = String(text)
        guard let token = copy.withUTF8({ unsafe Token(utf8: UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self = token
    }

    /// Bytes of UTF-8.
    public var count: Int { Int(e >> 56) }

    public var isEmpty: Bool { count == 0 }

    /// Lends the bytes.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe Swift.withUnsafeBytes(of: self) { (all) throws(Failure) in
            try unsafe body(UnsafeRawBufferPointer(rebasing: all[..<count]))
        }
    }

    /// The text as a `String`: for people and for the cold path.
    public var text: String { unsafe withBytes { unsafe String(decoding: $0, as: UTF8.self) } }

    /// A well-mixed 64-bit digest, equal on every machine and in every run: indexes on disk rely on it.
    public var digest: UInt64 {
        var h: UInt64 = 0x9E37_79B9_7F4A_7C15
        h = Self.fold(h ^ a, 0xA076_1D64_78BD_642F ^ b)
        if count > 16 { h = Self.fold(h ^ c, 0xE703_7ED1_A0B4_28DB ^ d) }
        return Self.fold(h ^ e, 0x8EBC_6AF0_9C88_C6E3)
    }

    /// The high and low halves of a 128-bit product, combined: the mixing step of `digest`.
    public static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
        let product = x.multipliedFullWidth(by: y)
        return product.high ^ product.low
    }

    /// As ``digest``, but of this process alone. The digest is public knowledge, so that anybody can write as many
    /// ids of one digest as they like; tables in memory go by this.
    public var tableHash: UInt64 {
        var h = Self.fold(Self.secret ^ a, 0xA076_1D64_78BD_642F ^ b)
        if count > 16 { h = Self.fold(h ^ Self.secret ^ c, 0xE703_7ED1_A0B4_28DB ^ d) }
        return Self.fold(h ^ e, Self.secret | 1)
    }

    /// From the seed that Swift hashes with in this process: nothing but the order of tables may follow from it.
    private static let secret = {
        var hasher = Hasher()
        hasher.combine(0)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }()

    public func hash(into hasher: inout Hasher) { hasher.combine(tableHash) }
}

extension Token: Comparable {
    public static func < (one: Self, other: Self) -> Bool {
        if one.a != other.a { return one.a.bigEndian < other.a.bigEndian }
        if one.b != other.b { return one.b.bigEndian < other.b.bigEndian }
        if one.c != other.c { return one.c.bigEndian < other.c.bigEndian }
        if one.d != other.d { return one.d.bigEndian < other.d.bigEndian }
        return one.e.bigEndian < other.e.bigEndian
    }
}

extension Token: CustomStringConvertible {
    public var description: String { text }
}

extension Token: ExpressibleByStringLiteral {
    /// For literals in code and tests; a longer literal is a programming error.
    public init(stringLiteral value: String) {
        guard let token = Token(value) else {
            preconditionFailure("a token holds \(Self.capacity) bytes, this literal is longer: \(value)")
        }
        self = token
    }
}
