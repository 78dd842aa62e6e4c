/// What an order costs, in fen, as the source words it (R27–R33) and the shipped rulebook has its amounts: reckoned here
/// once more, so that the truth owes nothing to the code that decides.
enum Tariff {
    /// Sellers' first accepted orders that have a coupon (R33).
    static let couponOrders = 30
    private static let service: Int64 = 250
    private static let coupon: Int64 = 500
    /// From 2024-01-01 to 2025-01-01 in Shanghai; milliseconds since 1970.
    private static let couponYear: Range<Int64> = 1_704_038_400_000..<1_735_660_800_000

    /// Whether an order that shipped then has its seller's coupon.
    static func hasCoupon(_ ordinal: Int?, shippedAt: Int64) -> Bool {
        guard let ordinal else { return false }
        return ordinal <= couponOrders && couponYear.contains(shippedAt)
    }

    static func freight(_ grams: Int64, by carrier: Carrier, isDDP: Bool) -> Int64 {
        let above = max(0, grams - 500)
        // Each hundred grams begun.
        var freight = carrier.firstFen + (above + 99) / 100 * carrier.stepFen
        if grams < 300 { freight += share(of: freight, perMille: 220) }
        if isDDP { freight += share(of: freight, perMille: 117) }
        return freight
    }

    /// The highest of what applies, once (R30).
    static func surcharge(_ parcel: Parcel) -> Int64 {
        var highest: Int64 = 0
        if parcel.traits.contains(.battery) { highest = parcel.isOfBatteryCategory ? 860 : 180 }
        if parcel.traits.contains(.magnetic) { highest = max(highest, 260) }
        if parcel.traits.contains(.cosmetic) { highest = max(highest, 420) }
        return highest
    }

    static func fee(_ parcel: Parcel, by carrier: Carrier, withCoupon hasCoupon: Bool) -> Int64 {
        let total =
            freight(parcel.grams, by: carrier, isDDP: parcel.isDDP) + service + surcharge(parcel)
        return hasCoupon ? max(0, total - coupon) : total
    }

    /// Rounded half up to a fen.
    private static func share(of fen: Int64, perMille: Int64) -> Int64 { (fen * perMille + 500) / 1000 }
}
