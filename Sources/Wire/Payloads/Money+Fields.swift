import Vocabulary

extension FeeBilled {
    init(_ it: Fields) {
        self.init(orderID: it.id(1), amount: Fen(Int64(bitPattern: it.bits(3))))
        provider = it.idIfAny(2)
    }
}

extension FeeAssessed {
    @inline(__always)
    init(_ it: Fields) {
        self.init(orderID: it.id(1), total: Fen(Int64(bitPattern: it.bits(8))))
        sellerID = it.idIfAny(2)
        provider = it.idIfAny(3)
        line = it.idIfAny(4)
        card = it.tokenIfAny(5)
        weight = it.has(6) ? Grams(it.number(6, else: 0)) : nil
        lines = it.messages(7) {
            FeeLine(
                $0.choice(1, Numbered.feeItems) ?? .base, Fen(Int64(bitPattern: $0.bits(2))),
                basis: $0.token(3))
        }
        couponOrdinal = it.has(9) ? it.number(9, else: 0) : nil
        rulebook = it.tokenIfAny(10)
    }
}

extension Routed {
    @inline(__always)
    init(_ it: Fields) {
        self.init(orderID: it.id(1), hub: it.token(4), line: it.id(5))
        sellerID = it.idIfAny(2)
        provider = it.idIfAny(3)
        options = it.tokens(6, LineID.init)
        considered = it.messages(7, ConsideredLine.init)
    }
}

extension ConsideredLine {
    init(_ it: Fields) {
        self.init(line: it.id(1), outcome: it.choice(2, Numbered.routings) ?? .possible)
        hub = it.tokenIfAny(3)
        cost = it.has(4) ? Fen(Int64(bitPattern: it.bits(4))) : nil
        days = it.has(5) ? it.number(5, else: 0) : nil
    }
}
