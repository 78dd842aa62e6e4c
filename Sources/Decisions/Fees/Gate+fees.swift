import Rulebook
import Vocabulary

extension Gate {
    /// What an order costs now, where that is news (R27). Only for an order that ships through the network: mandatory,
    /// its number accepted, its line and weight known.
    ///
    /// - Parameters:
    ///   - line: by which it goes, the route just decided included; ``Name/none`` where none is known.
    ///   - ordinal: which of the seller's accepted orders it is; 0 where it is none.
    func assess(
        _ order: borrowing OrderState, _ judgement: borrowing Judgement, line: LineID?, ordinal: Int32,
        names: borrowing Names
    ) -> FeeAssessed? {
        let policy = policies.policy(for: order)
        var assessed = FeeAssessed(orderID: order.id, total: Fen(0))
        assessed.sellerID = SellerID(names[order.seller])
        assessed.rulebook = policy.book.rules.identity
        if let line, judgement.applicability == .mandatory, let bound = judgement.bound,
            let listed = policy.book.line(line),
            let fee = fee(of: order, judgement, by: listed, ordinal, policy, names)
        {
            assessed.provider = ProviderID(names[bound.provider])
            assessed.line = line
            assessed.card = fee.card
            assessed.weight = fee.weight
            assessed.lines = fee.lines
            assessed.total = fee.total
            assessed.couponOrdinal = fee.couponOrdinal
        } else if order.feeDigest == 0 {
            return nil
        }
        return assessed.digest == order.feeDigest ? nil : assessed
    }

    private func fee(
        of order: borrowing OrderState, _ judgement: borrowing Judgement, by listed: LineReference,
        _ ordinal: Int32,
        _ policy: Policy, _ names: borrowing Names
    ) -> Fee? {
        guard let declaration = order.terms, let weight = declaration.weight,
            let moment = order.shippedAt
        else { return nil }
        // What a provider says of its own route is a fact; ours must still take the parcel as it is declared now.
        if !order.isRoutedFromOutside, listed.line.refusal(of: Parcel(declaration)) != nil { return nil }
        var isAbnormal = false
        if let deadline = policy.clock.deadline(order, judgement.applicability),
            let accepted = judgement.firstAcceptedAt
        {
            isAbnormal = accepted > deadline
        }
        return policy.fees.fee(
            Consignment(declaration, weight: weight),
            FeeTerms(
                goods: SensitiveGoods(declaration.traits),
                category: declaration.category == .none ? nil : names[declaration.category],
                ordinal: ordinal, isAbnormal: isAbnormal),
            card: listed.line.rateCard, at: moment)
    }
}

extension Consignment {
    init(_ declaration: DeclaredTerms, weight: Grams) {
        self.init(
            weight: weight, size: declaration.dimensions, isDDP: declaration.incoterm.value == .ddp)
    }
}

extension SensitiveGoods {
    init(_ traits: Traits) {
        self = []
        if traits.contains(.battery) { insert(.battery) }
        if traits.contains(.magnetic) { insert(.magnetic) }
        if traits.contains(.cosmetic) { insert(.cosmetic) }
    }
}

extension Parcel {
    init(_ declaration: DeclaredTerms) {
        self.init(
            country: declaration.country, goods: SensitiveGoods(declaration.traits),
            weight: declaration.weight, size: declaration.dimensions)
    }
}

extension FeeAssessed {
    /// Equal for equal workings, whatever rulebook gave them; never 0.
    var digest: UInt64 {
        var digest = Token.fold(line?.digest ?? 0, 0x9E37_79B9_7F4A_7C15)
        digest = Token.fold(digest ^ (card?.digest ?? 0), 0xA076_1D64_78BD_642F)
        digest = Token.fold(
            digest ^ UInt64(UInt32(bitPattern: weight?.amount ?? 0)) << 32
                ^ UInt64(UInt32(bitPattern: couponOrdinal ?? 0)), 0xE703_7ED1_A0B4_28DB)
        for line in lines {
            let amount = UInt64(bitPattern: line.amount.amount)
            digest = Token.fold(digest ^ amount, line.basis.digest ^ 0x8EBC_6AF0_9C88_C6E3)
        }
        return digest | 1
    }
}
