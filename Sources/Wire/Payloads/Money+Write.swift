import Vocabulary

extension FeeAssessed {
    @inline(__always)
    func write(into out: inout ByteWriter) {
        out.id(1, orderID)
        out.id(2, sellerID)
        out.id(3, provider)
        out.id(4, line)
        out.token(5, card)
        if let weight { out.varint(6, UInt64(bitPattern: Int64(weight.amount))) }
        for line in lines {
            out.message(7) { out in
                out.choice(1, line.item, Numbered.feeItems)
                out.varint(2, UInt64(bitPattern: line.amount.amount))
                out.token(3, line.basis)
            }
        }
        out.varint(8, UInt64(bitPattern: total.amount))
        if let couponOrdinal { out.varint(9, UInt64(bitPattern: Int64(couponOrdinal))) }
        out.token(10, rulebook)
    }
}

extension Routed {
    @inline(__always)
    func write(into out: inout ByteWriter) {
        out.id(1, orderID)
        out.id(2, sellerID)
        out.id(3, provider)
        out.token(4, hub)
        out.id(5, line)
        for line in options { out.id(6, line) }
        for line in considered {
            out.message(7) { out in
                out.id(1, line.line)
                out.choice(2, line.outcome, Numbered.routings)
                out.token(3, line.hub)
                if let cost = line.cost { out.varint(4, UInt64(bitPattern: cost.amount)) }
                if let days = line.days { out.varint(5, UInt64(bitPattern: Int64(days))) }
            }
        }
    }
}
