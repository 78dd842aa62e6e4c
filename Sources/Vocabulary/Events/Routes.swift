/// Hub and line were assigned (R37). A route said by a provider is a fact and wins over ours.
public struct Routed: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID?
    public var provider: ProviderID?
    public var hub: Token
    public var line: LineID
    /// The lines it could have gone by, the chosen one among them.
    public var options: [LineID] = []
    /// Every line that was looked at, and why it was taken or not.
    public var considered: [ConsideredLine] = []
    public init(orderID: OrderID, hub: Token, line: LineID) {
        self.orderID = orderID
        self.hub = hub
        self.line = line
    }
}

/// A line as the routing saw it (R37).
public struct ConsideredLine: Sendable, Equatable {
    /// What became of it.
    public enum Outcome: String, Sendable, CaseIterable {
        /// The parcel goes by it: it was the cheapest and fastest by the rulebook's weights.
        case best
        /// The parcel goes by it: the seller named it.
        case named
        /// It could have gone by it.
        case possible
        /// Out: the line does not serve the destination.
        case country
        /// Out: it does not take such goods (battery, magnetic, cosmetics).
        case goods
        /// Out: the parcel is too heavy.
        case weight
        /// Out: the parcel is too large.
        case size
        /// Out: it took as many parcels as it may that day.
        case full
        /// Out: its rate card is not in force.
        case noRate = "no-rate"
        /// Out: its provider is not certified, or the seller has not bound it.
        case providerNotReady = "provider-not-ready"
        /// Out: the order's number is another provider's.
        case otherProvider = "other-provider"

        /// Whether the parcel goes by it.
        public var isChosen: Bool {
            switch self {
            case .best, .named: true
            case .possible, .country, .goods, .weight, .size, .full, .noRate, .providerNotReady,
                .otherProvider:
                false
            }
        }
    }
    public var line: LineID
    public var outcome: Outcome
    /// The hub it would go over; nil where the line is out.
    public var hub: Token?
    /// Base freight with its additions (R28, R31, R32); nil where the parcel's weight is not known.
    public var cost: Fen?
    /// Transit to the destination; nil where the line does not serve it.
    public var days: Int32?
    public init(line: LineID, outcome: Outcome) {
        self.line = line
        self.outcome = outcome
    }
}
