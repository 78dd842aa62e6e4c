/// The outcome of the pre-dispatch compliance check for one upload or one order.
public enum Verdict: String, Sendable, CaseIterable, BitwiseCopyable {
    case pass
    case intercepted
    case exempt
    case notApplicable = "not-applicable"
    /// Nothing to judge yet: the order was not declared, or its number was voided (R21).
    case pending
}

/// The compliance status of an order (view `compliance`).
public enum ComplianceStatus: String, Sendable, CaseIterable, BitwiseCopyable {
    case notApplicable = "not-applicable"
    case exempt
    case awaitingNumber = "awaiting-number"
    case intercepted
    case compliant
}

/// The check gave its verdict (R13). As a decision it is also a snapshot of how the order stands after it.
public struct Validated: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID?
    public var verdict: Verdict
    /// Of the judged upload, sorted by code.
    public var findings: [Finding] = []

    // The judged upload; nil where the verdict is about an order without one.
    public var provider: ProviderID?
    public var trackingNumber: TrackingNumber?
    public var erpAccount: ERPAccount?
    /// Name of the rulebook that gave the verdict.
    public var rulebook: Token?
    /// Version of the numbering plans that judged the phone (R18): verdicts change with it. Decisions only.
    public var phoneMetadata: Token?

    // How the order stands: decisions only.
    public var status: ComplianceStatus?
    /// The number that is bound to the order now.
    public var acceptedNumber: TrackingNumber?
    public var acceptedProvider: ProviderID?
    /// Time of the first accepted upload: what the clock counts (R22). Stays after voiding (R21).
    public var firstAcceptedAt: Instant?
    /// Everything that now stands open against the order, refused further uploads included.
    public var open: [Finding] = []

    public init(orderID: OrderID, verdict: Verdict) {
        self.orderID = orderID
        self.verdict = verdict
    }
}

/// The upload deadline is near (R26).
public struct DeadlineApproaching: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID?
    public var deadline: Instant
    /// The warning step that was reached: 60, 30 or 10 in the shipped rulebook.
    public var minutesLeft: Int32
    public init(orderID: OrderID, sellerID: SellerID?, deadline: Instant, minutesLeft: Int32) {
        self.orderID = orderID
        self.sellerID = sellerID
        self.deadline = deadline
        self.minutesLeft = minutesLeft
    }
}

/// The deadline passed without an accepted upload: 「异常单」 (R22, R23).
public struct DeadlineMissed: Sendable, Equatable {
    public var orderID: OrderID
    public var sellerID: SellerID?
    public var handedOverAt: Instant
    public var deadline: Instant
    /// The upload that came too late; nil where none was accepted yet.
    public var acceptedAt: Instant?
    public init(
        orderID: OrderID, sellerID: SellerID?, handedOverAt: Instant, deadline: Instant, acceptedAt: Instant?
    ) {
        self.orderID = orderID
        self.sellerID = sellerID
        self.handedOverAt = handedOverAt
        self.deadline = deadline
        self.acceptedAt = acceptedAt
    }
}

/// A late-arriving fact shows that the mark was never true (R23).
public struct DeadlineWithdrawn: Sendable, Equatable {
    /// Why the mark does not hold.
    public enum Reason: String, Sendable, CaseIterable {
        case uploadedInTime = "uploaded-in-time"
        case notMandatory = "not-mandatory"
        case exempt
    }
    public var orderID: OrderID
    public var sellerID: SellerID?
    public var reason: Reason
    public var acceptedAt: Instant?
    public init(orderID: OrderID, sellerID: SellerID?, reason: Reason, acceptedAt: Instant?) {
        self.orderID = orderID
        self.sellerID = sellerID
        self.reason = reason
        self.acceptedAt = acceptedAt
    }
}
