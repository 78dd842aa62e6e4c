/// A segment's file name: its first position in 20 digits, so that names sort as positions do.
enum SegmentName {
    private static let ending = ".segment"
    /// A segment that does not count yet. Left behind by a crash, it is overwritten.
    static let unborn = "unborn.tmp"

    static func of(_ first: UInt64) -> String {
        let digits = String(first)
        return String(repeating: "0", count: 20 - digits.count) + digits + ending
    }

    static func first(of name: String) -> UInt64? {
        guard name.hasSuffix(ending), name.utf8.count == 20 + ending.utf8.count else { return nil }
        guard let first = UInt64(name.dropLast(ending.count)), of(first) == name else { return nil }
        return first
    }
}
