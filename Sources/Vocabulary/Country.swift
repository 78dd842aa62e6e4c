/// An ISO 3166-1 alpha-2 country, such as `ES`. Only assigned codes exist.
public struct Country: Hashable, Sendable, Comparable, BitwiseCopyable, CustomStringConvertible {
    /// Both letters, the first in the high byte.
    public let rawValue: UInt16

    /// Nil unless the two bytes are an assigned code in upper case.
    public init?(_ first: UInt8, _ second: UInt8) {
        let (row, column) = (Int(first) - 0x41, Int(second) - 0x41)
        guard (0..<26).contains(row), (0..<26).contains(column) else { return nil }
        guard Self.assigned[row] >> UInt32(column) & 1 == 1 else { return nil }
        rawValue = UInt16(first) << 8 | UInt16(second)
    }

    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 2 else { return nil }
        self.init(bytes[0], bytes[1])
    }

    public var text: String {
        String(decoding: [UInt8(rawValue >> 8), UInt8(truncatingIfNeeded: rawValue)], as: UTF8.self)
    }

    public var description: String { text }
    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

    /// The assigned codes of ISO 3166-1 (249 of them), by first letter.
    private static let codes = [
        "DEFGILMOQRSTUWXZ", "ABDEFGHIJLMNOQRSTVWYZ", "ACDFGHIKLMNORUVWXYZ", "EJKMOZ", "CEGHRST", "IJKMOR",
        "ABDEFGHILMNPQRSTUWY", "KMNRTU", "DELMNOQRST", "EMOP", "EGHIMNPRWYZ", "ABCIKRSTUVY",
        "ACDEFGHKLMNOPQRSTUVWXYZ", "ACEFGILOPRUZ", "M", "AEFGHKLMNRSTWY", "A", "EOSUW",
        "ABCDEGHIJKLMNORSTVXYZ", "CDFGHJKLMNORTVWZ", "AGMSYZ", "ACEGINU", "FS", "", "ET", "AMW",
    ]

    private static let assigned: [UInt32] = codes.map { row in
        row.utf8.reduce(UInt32(0)) { $0 | 1 << UInt32($1 - 0x41) }
    }

    /// Every assigned country, in order.
    public static let all: [Country] = (0x41...0x5A).flatMap { first in
        (0x41...0x5A).compactMap { second in Country(UInt8(first), UInt8(second)) }
    }
}
