public import Vocabulary

/// Which anomalies are wanted; what is nil does not matter.
public struct AnomalyQuery: Sendable, Hashable {
    /// What anomalies are counted by.
    public enum Grouping: String, Sendable, CaseIterable {
        case kind
        case seller
        /// Of the parcel.
        case provider
        case country
    }

    public var kind: AnomalyKind?
    public var severity: Severity?
    public var seller: SellerID?
    public var provider: ProviderID?
    public var country: Country?
    public var order: OrderID?
    /// Nil: resolved ones too.
    public var isOpen: Bool? = true
    /// Only theirs, beside all else: what somebody may see.
    public var sellers: [SellerID]?

    public init() {}
}

/// An anomaly with the parcel it is about.
public struct FoundAnomaly: Sendable, Equatable {
    public var id: Int64
    public var kind: AnomalyKind
    public var severity: Severity
    public var order: OrderID?
    public var seller: SellerID?
    public var provider: String?
    public var country: String?
    public var openedAt: Instant
    public var resolvedAt: Instant?
    /// Positions of the log.
    public var evidence: [Position]
    public var clause: String
    public var message: String
    public var messageZh: String
    public var fix: String
    public var detail: String
    /// What it is about where that is no order.
    public var subject: String?
}

/// So many anomalies have the same kind, seller, provider or country.
public struct AnomalyGroup: Sendable, Equatable {
    /// Empty where there is none.
    public var name: String
    public var blocking: Int
    public var warnings: Int
    public var count: Int { blocking + warnings }
}
