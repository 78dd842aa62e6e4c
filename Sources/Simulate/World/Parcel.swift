/// What is in an order's parcel and how it weighs. A corrected declaration declares the same parcel again.
struct Parcel {
    /// Index into ``Article/all``.
    var article = 0
    var quantity: Int64 = 1
    var grams: Int64 = 100
    var isCustom = false
    /// Duties are paid by the sender (R32).
    var isDDP = false

    /// Which parcels are wanted.
    enum Choice {
        case any
        /// Goods that no exemption can free.
        case standard
        /// Goods that an exemption can free (R5).
        case exemptible
    }

    init() {}

    init(_ choice: Choice, _ dice: inout Dice) {
        // One parcel in sixteen is of the special categories.
        let isSpecial = dice.chance(choice == .exemptible ? 0.75 : choice == .any ? 0.0625 : 0)
        article =
            isSpecial
            ? Article.specialFrom + dice.below(Article.all.count - Article.specialFrom)
            : dice.below(Article.specialFrom)
        quantity = dice.between(1, 1 + dice.between(0, 3))
        grams = Int64(dice.logNormal(mean: Article.all[article].grams * Double(quantity), spread: 0.35))
            .clamped(12, 60_000)
        let isMade = dice.chance(0.01)
        isCustom = choice == .any ? isMade : choice == .exemptible && !isSpecial
        isDDP = dice.chance(0.3)
    }

    var traits: Article.Traits { Article.all[article].traits }
    var category: StaticString { isCustom ? "custom-made" : Article.all[article].category }
    /// Whether it is of the category that sellers ask exemptions for (R5).
    var isOfBatteryCategory: Bool { !isCustom && Article.all[article].isBatteryProduct }
}
