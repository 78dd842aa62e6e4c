import Vocabulary

extension Story {
    mutating func assess(_ minute: Int64, _ fee: FeeAssessed) { decision(minute, .feeAssessed(fee)) }

    mutating func bill(_ minute: Int64, _ fen: Int64, _ order: OrderID = order) {
        var it = FeeBilled(orderID: order, amount: Fen(fen))
        it.provider = Self.provider
        fact(minute, .feeBilled(it))
    }
}
