/// The provider's bill for an order (R34).
public struct FeeBilled: Sendable, Equatable {
    public var orderID: OrderID
    public var provider: ProviderID?
    /// Not negative.
    public var amount: Fen
    public init(orderID: OrderID, amount: Fen) {
        self.orderID = orderID
        self.amount = amount
    }
}

/// What an order costs by the rulebook, with its working (R27). A later one replaces it.
public struct FeeAssessed: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID?
    public var provider: ProviderID?
    public var line: LineID?
    /// Name of the rate card.
    public var card: Token?
    /// What is charged for: the actual or the volumetric weight, whichever is more (R28).
    public var weight: Grams?
    /// The working, in the order in which it is reckoned. Empty: by its facts now the order owes nothing.
    public var lines: [FeeLine] = []
    /// The lines added up; never negative.
    public var total: Fen
    /// Which of the seller's accepted orders this is, from 1 on, where it is one that may have a coupon (R33).
    public var couponOrdinal: Int32?
    /// Name of the rulebook that gave the amounts.
    public var rulebook: Token?
    public init(orderID: OrderID, total: Fen) {
        self.orderID = orderID
        self.total = total
    }
}

/// One line of a fee's working (R27).
public struct FeeLine: Sendable, Hashable {
    /// What it is for.
    public enum Item: String, Sendable, CaseIterable {
        /// Freight by the line's rate card (R28).
        case base
        /// Added for a light parcel (R31).
        case lightParcel = "light-parcel"
        /// Added where duties are paid by the sender (R32).
        case ddp
        /// The pre-shipment service fee (R29).
        case service
        /// For battery, magnetic goods or cosmetics (R30).
        case surcharge
        /// Taken off for a new seller (R33).
        case coupon
    }
    public var item: Item
    /// Negative for what is taken off.
    public var amount: Fen
    /// How it comes to that, such as `3800 + 1 x 320`; empty where the item says it all.
    public var basis: Token
    public init(_ item: Item, _ amount: Fen, basis: Token = Token()) {
        self.item = item
        self.amount = amount
        self.basis = basis
    }
}
