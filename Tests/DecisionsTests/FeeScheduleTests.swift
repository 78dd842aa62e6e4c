import Rulebook
import Testing
import Vocabulary

@testable import Decisions

/// The arithmetic of a fee, without an order: the shipped rulebook's, and what its options change.
struct FeeScheduleTests {
    private static let rules = RulebookFile.shipped.rules.fees
    private let moment = at("02:00:00")

    private func fee(
        _ grams: Int32, size: Dimensions? = nil, goods: SensitiveGoods = [], category: Token? = nil,
        ddp: Bool = false, ordinal: Int32 = 31, abnormal: Bool = false, card: Token = "cainiao-standard",
        rules: FeeRules = Self.rules
    ) throws -> Fee {
        let fee = FeeSchedule(rules).fee(
            Consignment(weight: Grams(grams), size: size, isDDP: ddp),
            FeeTerms(goods: goods, category: category, ordinal: ordinal, isAbnormal: abnormal), card: card,
            at: moment)
        return try #require(fee)
    }

    private func amount(_ item: FeeLine.Item, of fee: Fee) -> Int64? {
        fee.lines.first { $0.item == item }?.amount.amount
    }

    @Test func `R27 250 g with a battery, DDP and a coupon cost 5108 fen, shown line by line`() throws {
        let fee = try fee(250, goods: .battery, ddp: true, ordinal: 7)
        #expect(
            fee.lines == [
                FeeLine(.base, Fen(3800), basis: "3800"), FeeLine(.lightParcel, Fen(836), basis: "22 %"),
                FeeLine(.ddp, Fen(542), basis: "11.7 %"), FeeLine(.service, Fen(250)),
                FeeLine(.surcharge, Fen(180), basis: "battery"),
                FeeLine(.coupon, Fen(-500), basis: "7 of 30"),
            ])
        #expect(fee.total == Fen(5108))
        #expect(fee.couponOrdinal == 7)
    }

    @Test(arguments: [
        (Int32(1), Int64(3800), Token("3800")), (500, 3800, "3800"), (501, 4120, "3800 + 1 x 320"),
        (510, 4120, "3800 + 1 x 320"), (600, 4120, "3800 + 1 x 320"), (601, 4440, "3800 + 2 x 320"),
        (30_000, 98_200, "3800 + 295 x 320"),
    ]) func `R28 each step begun costs`(grams: Int32, base: Int64, basis: Token?) throws {
        let fee = try fee(grams)
        #expect(amount(.base, of: fee) == base)
        #expect(fee.lines.first?.basis == basis)
    }

    @Test(arguments: [(Int32(400), Int32(60), Int32(400)), (400, 80, 400), (400, 81, 405), (2000, 81, 2000)])
    func `R28 the volumetric weight counts where it is more and the card has a divisor`(
        weight: Int32, height: Int32, charged: Int32
    ) throws {
        // 8000 cubic centimetres are a kilogram: of 20 × 20 cm, each millimetre of height is 5 g.
        let size = Dimensions(length: 200, width: 200, height: height)
        #expect(try fee(weight, size: size, card: "yanwen-express").weight == Grams(charged))
        #expect(try fee(weight, size: size).weight == Grams(weight), "no divisor on this card")
    }

    @Test func `R28 a gram of volume that is begun counts whole`() throws {
        let size = Dimensions(length: 201, width: 200, height: 100)
        #expect(try fee(1, size: size, card: "yanwen-express").weight == Grams(503))
    }

    @Test func `R28 a card counts from its beginning to its end`() throws {
        var rules = Self.rules
        let index = try #require(rules.cards.firstIndex { $0.id == "cainiao-standard" })
        rules.cards[index].validity.until = moment
        #expect(!FeeSchedule(rules).hasCard("cainiao-standard", at: moment))
        #expect(FeeSchedule(rules).hasCard("cainiao-standard", at: moment - .milliseconds(1)))
    }

    @Test func `R29 every order pays the service fee`() throws {
        #expect(amount(.service, of: try fee(500)) == 250)
    }

    private static let surcharges: [(SensitiveGoods, Token?, Int64?, Token)] = [
        ([], nil, nil, ""), (.battery, nil, 180, "battery"), (.magnetic, nil, 260, "magnetic"),
        (.cosmetic, nil, 420, "cosmetic"), ([.battery, .magnetic, .cosmetic], nil, 420, "cosmetic"),
        (.battery, "electronic-accessories", 180, "battery"), (.battery, "battery-products", 860, "battery"),
        ([.battery, .cosmetic], "battery-products", 860, "battery"),
        (.magnetic, "battery-products", 260, "magnetic"),
    ]

    @Test(arguments: surcharges.indices)
    func `R30 the highest surcharge that applies is charged once`(_ index: Int) throws {
        let (goods, category, surcharge, basis) = Self.surcharges[index]
        let lines = try fee(500, goods: goods, category: category).lines.filter { $0.item == .surcharge }
        #expect(lines.count == (surcharge == nil ? 0 : 1))
        #expect(lines.first?.amount.amount == surcharge)
        #expect(lines.first?.basis ?? "" == basis)
    }

    @Test(arguments: [(Int32(299), Int64?.some(836)), (300, nil), (1, 836)])
    func `R31 strictly below 300 g base freight rises by 22 %`(grams: Int32, markup: Int64?) throws {
        #expect(amount(.lightParcel, of: try fee(grams)) == markup)
        var rules = Self.rules
        rules.lightParcel.reading = .off
        #expect(amount(.lightParcel, of: try fee(grams, rules: rules)) == nil)
    }

    @Test func `R31 a light parcel that is charged by its volume is not light`() throws {
        let size = Dimensions(length: 300, width: 200, height: 100)
        let fee = try fee(250, size: size, card: "yanwen-express")
        #expect(fee.weight == Grams(750))
        #expect(amount(.lightParcel, of: fee) == nil)
    }

    @Test func `R32 DDP adds 11.7 % to freight after the light markup, rounded half up`() throws {
        #expect(amount(.ddp, of: try fee(250, ddp: true)) == 542, "542.412")
        #expect(amount(.ddp, of: try fee(500, ddp: true)) == 445, "444.6")
        #expect(amount(.ddp, of: try fee(500)) == nil)
        #expect(BasisPoints(5000).of(Fen(1)) == Fen(1), "half a fen is one")
        #expect(BasisPoints(4999).of(Fen(1)) == Fen(0))
        #expect(BasisPoints(1170).text == "11.7 %")
        #expect(BasisPoints(1175).text == "11.75 %")
        #expect(BasisPoints(2205).text == "22.05 %")
    }

    @Test(arguments: [(Int32(1), true), (30, true), (31, false), (0, false)])
    func `R33 each of the first 30 orders has a coupon`(ordinal: Int32, has: Bool) throws {
        let fee = try fee(500, ordinal: ordinal)
        #expect(amount(.coupon, of: fee) == (has ? -500 : nil))
        #expect(fee.couponOrdinal == (has ? ordinal : nil))
    }

    @Test func `R33 the other reading gives the first order alone a coupon`() throws {
        var rules = Self.rules
        rules.coupon.reading = .firstOnly
        #expect(amount(.coupon, of: try fee(500, ordinal: 1, rules: rules)) == -500)
        #expect(amount(.coupon, of: try fee(500, ordinal: 2, rules: rules)) == nil)
        rules.coupon.reading = .off
        #expect(amount(.coupon, of: try fee(500, ordinal: 1, rules: rules)) == nil)
    }

    @Test func `R33 an abnormal order has no coupon and keeps its place`() throws {
        let fee = try fee(500, ordinal: 7, abnormal: true)
        #expect(amount(.coupon, of: fee) == nil)
        #expect(fee.couponOrdinal == 7)
    }

    @Test func `R33 a coupon takes off no more than there is`() throws {
        var rules = Self.rules
        rules.coupon.amount = Fen(1_000_000)
        let fee = try fee(500, ordinal: 1, rules: rules)
        #expect(amount(.coupon, of: fee) == -4050)
        #expect(fee.total == Fen(0))
    }

    @Test(arguments: [UInt64(20_240_506), 7, 99, 123_456_789])
    func `R27 money is never negative and the lines make the total`(seed: UInt64) throws {
        var dice = FeeDice(state: seed)
        for _ in 0..<2000 {
            var rules = Self.rules
            rules.coupon.amount = Fen(dice.below(20_000))
            rules.serviceFee = Fen(dice.below(1000))
            rules.ddpMarkup = BasisPoints(dice.below(10_001))
            rules.lightParcel.markup = BasisPoints(dice.below(10_001))
            let fee = try fee(
                Int32(1 + dice.below(100_000)),
                size: dice.below(2) == 0
                    ? nil
                    : Dimensions(
                        length: Int32(1 + dice.below(100_000)), width: Int32(1 + dice.below(100_000)),
                        height: Int32(1 + dice.below(100_000))),
                goods: SensitiveGoods(rawValue: UInt8(dice.below(8))),
                category: dice.below(2) == 0 ? nil : "battery-products", ddp: dice.below(2) == 0,
                ordinal: Int32(dice.below(40)), abnormal: dice.below(4) == 0,
                card: ["cainiao-standard", "yanwen-express", "4px-priority"][Int(dice.below(3))],
                rules: rules)
            #expect(fee.total.amount >= 0, "seed \(seed)")
            #expect(fee.lines.allSatisfy { $0.amount.amount >= 0 || $0.item == .coupon }, "seed \(seed)")
            #expect(fee.lines.reduce(0) { $0 + $1.amount.amount } == fee.total.amount, "seed \(seed)")
            #expect(fee.weight.amount >= 1 && fee.weight <= RateCard.heaviest, "seed \(seed)")
        }
    }
}

/// SplitMix64: a few lines, and the same everywhere.
private struct FeeDice {
    var state: UInt64

    mutating func below(_ bound: Int64) -> Int64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int64((mixed ^ mixed >> 31) % UInt64(bound))
    }
}
