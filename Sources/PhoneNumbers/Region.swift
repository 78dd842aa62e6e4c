/// A destination as libphonenumber names it: an ISO 3166-1 alpha-2 code such as `ES`.
public struct Region: Hashable, Sendable {
    /// Both letters in upper case, the first in the high byte.
    public let rawValue: UInt16

    /// Takes the two letters of a code that is known to be one.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// Nil unless `text` is two letters from A to Z.
    public init?(_ text: some StringProtocol) {
        let letters = Array(text.utf8)
        guard letters.count == 2, letters.allSatisfy({ (0x41...0x5A).contains($0) }) else { return nil }
        rawValue = UInt16(letters[0]) << 8 | UInt16(letters[1])
    }
}
