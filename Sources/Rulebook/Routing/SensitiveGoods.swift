/// Goods that not every line takes and that cost a surcharge (R30, R37): 含电、含磁、化妆品.
public struct SensitiveGoods: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let battery = Self(rawValue: 1)
    public static let magnetic = Self(rawValue: 2)
    public static let cosmetic = Self(rawValue: 4)

    /// Each by itself, and its name in the file, in the order of their bits.
    public static let all: [(goods: SensitiveGoods, name: String)] = [
        (.battery, "battery"), (.magnetic, "magnetic"), (.cosmetic, "cosmetic"),
    ]
}
