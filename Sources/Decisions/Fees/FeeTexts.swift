import Rulebook
import Vocabulary

/// How the lines of a working say what they come from. Written once per rulebook: an order's fee builds no text.
struct FeeTexts: Sendable {
    /// By card, then by steps begun above the first grams.
    private let bases: [[Token]]
    private let prices: [(first: Int64, step: Int64)]
    let lightParcel: Token
    let ddp: Token
    private let surcharges: [(goods: SensitiveGoods, text: Token)]
    private let coupons: [Token]

    /// Up to 26 kg on a card of 500 g and 100 g: what lines take. Heavier parcels have their text made.
    private static let stepsKept: Int64 = 256

    init(_ rules: FeeRules) {
        prices = rules.cards.map { ($0.firstPrice.amount, $0.stepPrice.amount) }
        bases = prices.map { price in (0..<Self.stepsKept).map { Self.base(price, steps: $0) } }
        lightParcel = Token(rules.lightParcel.markup.text) ?? Token()
        ddp = Token(rules.ddpMarkup.text) ?? Token()
        surcharges = SensitiveGoods.all.map { ($0.goods, Token($0.name) ?? Token()) }
        let places = rules.coupon.places
        coupons = (0..<places).map { Token("\($0 + 1) of \(places)") ?? Token() }
    }

    /// Such as `3800 + 1 x 320`.
    func base(card: Int, steps: Int64) -> Token {
        steps < Self.stepsKept ? bases[card][Int(steps)] : Self.base(prices[card], steps: steps)
    }

    func surcharge(_ goods: SensitiveGoods) -> Token {
        surcharges.first { $0.goods == goods }?.text ?? Token()
    }

    /// Such as `7 of 30`, for an ordinal that has a coupon.
    func coupon(_ ordinal: Int32) -> Token { coupons[Int(ordinal) - 1] }

    private static func base(_ price: (first: Int64, step: Int64), steps: Int64) -> Token {
        Token(steps == 0 ? "\(price.first)" : "\(price.first) + \(steps) x \(price.step)") ?? Token()
    }
}
