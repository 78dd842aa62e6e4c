/// Something that is sold: its customs name and code agree with the rulebook's map (R17).
struct Article {
    let name: StaticString
    let hsCode: StaticString
    let category: StaticString
    /// Mean weight of one parcel of it, in grams.
    let grams: Double
    let traits: Traits

    struct Traits: OptionSet {
        let rawValue: UInt8
        static let battery = Self(rawValue: 1)
        static let magnetic = Self(rawValue: 2)
        static let cosmetic = Self(rawValue: 4)
        static let largeFurniture = Self(rawValue: 8)
    }

    /// Of the category that sellers ask exemptions for (R5).
    let isBatteryProduct: Bool

    private init(
        _ name: StaticString, _ hsCode: StaticString, _ category: StaticString, _ grams: Double,
        _ traits: Traits = []
    ) {
        self.name = name
        self.hsCode = hsCode
        self.category = category
        self.grams = grams
        self.traits = traits
        isBatteryProduct = traits.contains(.battery)
    }

    /// Standard goods first; see ``specialFrom``.
    static let all: [Article] = [
        Article("phone case", "392690", electronics, 90),
        Article("plastic phone case", "392690", electronics, 80),
        Article("usb cable", "854442", electronics, 120),
        Article("charging cable", "854442", electronics, 130),
        Article("usb charger", "850440", electronics, 210),
        Article("power adapter", "850440", electronics, 340),
        Article("headphones", "851830", electronics, 380), Article("wifi router", "851762", electronics, 620),
        Article("plastic storage hook", "392690", home, 150),
        Article("plastic lunch box", "392410", home, 430),
        Article("porcelain mug", "691110", home, 520), Article("stainless steel pan", "732393", home, 1350),
        Article("cotton bath towel", "630260", home, 640),
        Article("memory foam pillow", "940490", home, 1500),
        Article("led string lights", "940542", home, 310),
        Article("fridge magnet", "850519", home, 60, .magnetic),
        Article("cotton t-shirt", "610910", apparel, 240), Article("cotton sweater", "611020", apparel, 520),
        Article("men's cotton trousers", "620342", apparel, 560),
        Article("women's leggings", "610463", apparel, 260), Article("canvas shoes", "640419", apparel, 820),
        Article("leather shoes", "640399", apparel, 1050),
        Article("textile backpack", "420292", apparel, 760),
        Article("fashion necklace", "711719", apparel, 70), Article("sunglasses", "900410", apparel, 110),
        Article("toy car", "950300", "toys", 330), Article("puzzle", "950300", "toys", 450),
        Article("face cream", "330499", "beauty", 180, .cosmetic),
        Article("shampoo", "330510", "beauty", 480, .cosmetic),
        Article("wireless earphones", "851830", battery, 160, .battery),
        Article("power bank", "850760", battery, 390, .battery),
        Article("bluetooth receiver", "851762", battery, 90, .battery),
        Article("led flashlight", "851310", battery, 270, .battery),
        Article("wooden bed frame", "940350", "large-furniture", 14_000, .largeFurniture),
        Article("upholstered metal chair", "940171", "large-furniture", 7_500, .largeFurniture),
    ]

    /// The first article of the special categories (R5): without an exemption they are mandatory too.
    static let specialFrom = all.firstIndex { $0.traits.contains(.battery) } ?? all.count

    /// For each article the next one whose code is another.
    static let ofAnotherCode: [Int] = all.indices.map { index in
        let others = all.indices.map { (index + $0) % all.count }
        return others.first { "\(all[$0].hsCode)" != "\(all[index].hsCode)" } ?? index
    }

    /// Names that say nothing; all stand in the shipped rulebook's list.
    static let vagueNames: [StaticString] = [
        "gift", "accessories", "parts", "sample", "general cargo", "as per invoice", "goods",
    ]

    /// Codes that are not in the Harmonized System, or too short.
    static let unknownCodes: [StaticString] = ["999999", "392699", "85176", "950399"]

    private static let electronics: StaticString = "electronic-accessories"
    private static let home: StaticString = "home-garden"
    private static let apparel: StaticString = "apparel-shoes"
    private static let battery: StaticString = "battery-products"
}
