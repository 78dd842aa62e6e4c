public import Vocabulary

/// How the mandate treats a category (R4, R5).
public enum CategoryKind: String, Sendable, CaseIterable {
    /// Mandatory, and no exemption can be had.
    case standard
    /// Mandatory until an approved exemption covers the order.
    case special
}

/// Which goods are standard and which may be exempted (R4, R5).
public struct CategoryRules: Sendable {
    /// What makes a parcel special whatever its category says.
    public struct SpecialTraits: OptionSet, Sendable, Hashable {
        public let rawValue: UInt8
        public init(rawValue: UInt8) { self.rawValue = rawValue }
        public static let custom = Self(rawValue: 1)
        public static let largeFurniture = Self(rawValue: 2)
        public static let battery = Self(rawValue: 4)

        /// The names in the file, in the order of their bits.
        public static let names = ["custom", "large-furniture", "battery"]
    }

    public var kinds: [Token: CategoryKind]
    /// The kind of a category that is absent or not listed ⚙.
    public var unknown: CategoryKind
    public var specialTraits: SpecialTraits
    public var clause: String

    public init(
        kinds: [Token: CategoryKind], unknown: CategoryKind, specialTraits: SpecialTraits, clause: String
    ) {
        self.kinds = kinds
        self.unknown = unknown
        self.specialTraits = specialTraits
        self.clause = clause
    }

    /// Of a category as declared; one that is absent or not listed is what `unknown` says (R4).
    public func kind(_ category: Token?) -> CategoryKind {
        guard let category else { return unknown }
        return kinds[category] ?? unknown
    }

    /// Whether an approved exemption can free this order: its category is special, or one of its traits is.
    ///
    /// So an electronic accessory with a battery is mandatory until an exemption covers it (R5).
    public func mayBeExempted(_ order: OrderDeclared) -> Bool {
        var traits: SpecialTraits = []
        if order.custom { traits.insert(.custom) }
        if order.largeFurniture { traits.insert(.largeFurniture) }
        if order.battery { traits.insert(.battery) }
        return mayBeExempted(order.category, traits)
    }

    /// The same, of a category and what the declaration says of the parcel.
    public func mayBeExempted(_ category: Token?, _ traits: SpecialTraits) -> Bool {
        !traits.isDisjoint(with: specialTraits) || kind(category) == .special
    }
}
