public import Vocabulary

/// What an order costs (R27–R33). Money is whole fen, shares are whole basis points.
public struct FeeRules: Sendable {
    /// In the order of the file; one id may stand there more than once, at different times.
    public var cards: [RateCard]
    /// R29, per order.
    public var serviceFee: Fen
    public var surcharges: Surcharges
    public var lightParcel: LightParcel
    /// R32: added to base freight, after R31, where duties are paid by the sender.
    public var ddpMarkup: BasisPoints
    public var coupon: Coupon
    public var clause: String

    public init(
        cards: [RateCard], serviceFee: Fen, surcharges: Surcharges, lightParcel: LightParcel,
        ddpMarkup: BasisPoints, coupon: Coupon, clause: String
    ) {
        self.cards = cards
        self.serviceFee = serviceFee
        self.surcharges = surcharges
        self.lightParcel = lightParcel
        self.ddpMarkup = ddpMarkup
        self.coupon = coupon
        self.clause = clause
    }

    /// The card that is in force then; nil where none of the name is.
    public func card(_ id: Token, at moment: Instant) -> RateCard? {
        cards.first { $0.id == id && $0.validity.contains(moment) }
    }
}

/// The markup on light parcels (R31).
public struct LightParcel: Sendable, Hashable {
    /// How the source is read ⚙.
    public enum Reading: String, Sendable, CaseIterable {
        /// Each parcel that is light pays it.
        case perParcel = "per-parcel"
        /// Nobody does: what the source says of an average is taken for no more than that.
        case off
    }
    public var reading: Reading
    /// Strictly below it a parcel is light, by the weight that is charged.
    public var below: Grams
    public var markup: BasisPoints

    public init(reading: Reading, below: Grams, markup: BasisPoints) {
        self.reading = reading
        self.below = below
        self.markup = markup
    }

    /// Whether a parcel of this charged weight pays it.
    public func applies(to weight: Grams) -> Bool { reading == .perParcel && weight < below }
}

/// The new seller's coupon (R33).
public struct Coupon: Sendable, Hashable {
    /// Which of a seller's accepted orders have one ⚙.
    public enum Reading: String, Sendable, CaseIterable {
        /// Each of the first `orders`.
        case eachOfFirst = "each-of-first"
        /// Only the very first.
        case firstOnly = "first-only"
        case off
    }
    public var reading: Reading
    public var amount: Fen
    /// At most ``mostOrders``.
    public var orders: Int32
    /// By the time that chooses the rate card.
    public var validity: Validity

    public static let mostOrders = 1000

    public init(reading: Reading, amount: Fen, orders: Int32, validity: Validity) {
        self.reading = reading
        self.amount = amount
        self.orders = orders
        self.validity = validity
    }

    /// How many of a seller's accepted orders have one.
    public var places: Int32 {
        switch reading {
        case .eachOfFirst: orders
        case .firstOnly: min(1, orders)
        case .off: 0
        }
    }

    /// Whether the seller's `ordinal`-th accepted order, from 1 on, has one.
    public func applies(to ordinal: Int32, at moment: Instant) -> Bool {
        ordinal >= 1 && ordinal <= places && validity.contains(moment)
    }
}
