public import Vocabulary

/// Which rows a query wants; what is nil does not matter.
public struct ViewFilter: Sendable, Equatable {
    public var order: OrderID?
    public var seller: SellerID?
    /// Only these, beside all else: what somebody may see.
    public var sellers: [SellerID]?
    public var provider: ProviderID?
    public var country: Country?
    /// View `compliance`.
    public var status: ComplianceStatus?
    public var stage: Stage?
    /// A code that stands open.
    public var finding: FindingCode?
    public var isAbnormal: Bool?
    /// The upload clock was started and nothing is accepted yet: what a countdown shows, sorted by `deadlineAt`.
    public var hasOpenDeadline: Bool?
    /// As typed by anybody: compared with the number as it is shown.
    public var trackingNumber: TrackingNumber?
    /// View `anomalies`.
    public var kind: AnomalyKind?
    public var isOpen: Bool?
    public var severity: Severity?
    /// View `fees`: whether bill and computed fee are known and differ.
    public var isMismatched: Bool?
    /// A column of the view; nil: the order in which the rows came to be.
    public var sort: String?
    public var isDescending = false
    /// Nil: all.
    public var limit: Int?
    public var offset = 0

    public init() {}
}
