import Rulebook
import Vocabulary

/// Reckons what an order costs under one rulebook (R27–R33). Values in, values out; each line of the working is
/// rounded half up to a fen before the next builds on it.
struct FeeSchedule: Sendable {
    private let rules: FeeRules
    private let texts: FeeTexts

    init(_ rules: FeeRules) {
        self.rules = rules
        texts = FeeTexts(rules)
    }

    /// Whether a card of this name is in force then.
    func hasCard(_ id: Token, at moment: Instant) -> Bool { card(id, at: moment) != nil }

    /// Base freight with its additions; nil where no such card is in force.
    func freight(_ it: Consignment, card id: Token, at moment: Instant) -> Freight? {
        guard let index = card(id, at: moment) else { return nil }
        let weight = rules.cards[index].charged(it.weight, it.size)
        var freight = Freight(card: index, weight: weight, base: rules.cards[index].price(weight))
        if rules.lightParcel.applies(to: weight) {
            freight.lightParcel = rules.lightParcel.markup.of(freight.base)
        }
        if it.isDDP { freight.ddp = rules.ddpMarkup.of(freight.total) }
        return freight
    }

    /// The whole fee; nil where no such card is in force.
    func fee(_ it: Consignment, _ terms: FeeTerms, card id: Token, at moment: Instant) -> Fee? {
        guard let freight = freight(it, card: id, at: moment) else { return nil }
        var lines: [FeeLine] = []
        lines.reserveCapacity(6)
        let steps = rules.cards[freight.card].steps(freight.weight)
        lines.append(FeeLine(.base, freight.base, basis: texts.base(card: freight.card, steps: steps)))
        if rules.lightParcel.applies(to: freight.weight) {
            lines.append(FeeLine(.lightParcel, freight.lightParcel, basis: texts.lightParcel))
        }
        if it.isDDP { lines.append(FeeLine(.ddp, freight.ddp, basis: texts.ddp)) }
        lines.append(FeeLine(.service, rules.serviceFee))
        if let row = rules.surcharges.highest(terms.goods, category: terms.category) {
            lines.append(FeeLine(.surcharge, row.amount, basis: texts.surcharge(row.goods)))
        }
        var fee = Fee(card: id, weight: freight.weight, lines: lines)
        guard rules.coupon.applies(to: terms.ordinal, at: moment) else { return fee }
        fee.couponOrdinal = terms.ordinal
        guard !terms.isAbnormal else { return fee }
        let off = min(rules.coupon.amount, fee.total)
        fee.lines.append(FeeLine(.coupon, Fen(-off.amount), basis: texts.coupon(terms.ordinal)))
        return fee
    }

    private func card(_ id: Token, at moment: Instant) -> Int? {
        rules.cards.firstIndex { $0.id == id && $0.validity.contains(moment) }
    }
}
