import Rulebook
import Vocabulary

/// What an order costs, with its working (R27).
struct Fee: Sendable, Equatable {
    /// Name of the rate card.
    var card: Token
    /// What is charged for (R28).
    var weight: Grams
    /// In the order in which they are reckoned; together they make the total.
    var lines: [FeeLine]
    /// Which of the seller's accepted orders this is, where it is one that may have a coupon (R33).
    var couponOrdinal: Int32?

    /// Never negative: a coupon takes off no more than there is.
    var total: Fen { Fen(lines.reduce(0) { $0 + $1.amount.amount }) }
}

/// Base freight and what is added to it (R28, R31, R32).
struct Freight: Sendable, Equatable {
    /// Which of the schedule's cards gave it.
    var card: Int
    var weight: Grams
    var base: Fen
    /// Nothing where the parcel is not light.
    var lightParcel = Fen(0)
    /// Nothing where the recipient pays the duties.
    var ddp = Fen(0)

    var total: Fen { Fen(base.amount + lightParcel.amount + ddp.amount) }
}

/// What freight is reckoned from.
struct Consignment: Sendable {
    /// As weighed.
    var weight: Grams
    var size: Dimensions?
    /// The sender pays the duties (R32).
    var isDDP: Bool
}

/// What is asked besides freight.
struct FeeTerms: Sendable {
    var goods: SensitiveGoods
    var category: Token?
    /// Which of the seller's accepted orders this is, from 1 on (R33).
    var ordinal: Int32
    /// 「异常单」 by its times (R22): no coupon.
    var isAbnormal: Bool
}
