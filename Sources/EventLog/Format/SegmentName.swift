/// A segment's file name: its first position in 20 digits, so that names sort as positions do.
enum SegmentName {
    private static let plainEnding = ".segment"
    private static let packedEnding = ".packed"
    /// A segment that does not count yet. Left behind by a crash, it is overwritten.
    static let unborn = "unborn.tmp"
    /// The same for a segment that is being packed, and for one that is being copied here.
    static let packing = "packing.tmp"
    static let arriving = "arriving.tmp"
    /// Files of segments that were packed since, to be written again: no blocks need to be found for them.
    static let spares = ["spare-1.tmp", "spare-2.tmp"]

    /// As it is written.
    static func of(_ first: UInt64) -> String { digits(first) + plainEnding }

    /// As it is kept once it is sealed and packed.
    static func packed(_ first: UInt64) -> String { digits(first) + packedEnding }

    private static func digits(_ first: UInt64) -> String {
        let digits = String(first)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }

    /// Nil for other files.
    static func first(of name: String) -> UInt64? {
        guard let first = UInt64(name.prefix(20)) else { return nil }
        return name == of(first) || name == packed(first) ? first : nil
    }

    static func isPacked(_ name: String) -> Bool { name.hasSuffix(packedEnding) }
}
