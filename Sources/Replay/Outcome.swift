public import Vocabulary

/// What came of an order: what a rulebook can change.
public struct Outcome: Hashable, Sendable {
    /// Where nothing was decided yet, the number is still awaited.
    public var status = ComplianceStatus.awaitingNumber
    /// The mark 「异常单」.
    public var isAbnormal = false
    /// Nil: none.
    public var line: LineID?
    /// What the order costs; nil: nothing was reckoned.
    public var fee: Fen?
    /// The codes of what is open.
    public var findings = FindingSet()
    /// A provider's own word stands over ours (R37).
    var isRoutedFromOutside = false
}

/// An order as it was decided, and as it would be.
public struct OrderOutcomes: Sendable {
    public let id: OrderID
    public var seller: SellerID?
    /// When it was handed over, by the facts as they are in the log; or first uploaded, or declared.
    public var moment: Instant?
    public var before = Outcome()
    public var after = Outcome()
    /// The strongest kind of fact that `moment` comes from.
    private var certainty = 0

    init(_ id: OrderID) { self.id = id }

    mutating func sees(_ time: Instant, certainty seen: Int) {
        if seen > certainty {
            (moment, certainty) = (time, seen)
        } else if seen == certainty, let known = moment, time < known {
            moment = time
        }
    }

    /// What of it a change of rules changes.
    public var changes: [Change] {
        var changes: [Change] = []
        if before.status != after.status { changes.append(.status) }
        if before.isAbnormal != after.isAbnormal { changes.append(.abnormal) }
        if before.line != after.line { changes.append(.route) }
        if (before.fee?.amount ?? 0) != (after.fee?.amount ?? 0) { changes.append(.fee) }
        return changes
    }
}

/// In what two outcomes differ.
public enum Change: String, Sendable, CaseIterable {
    case status
    case abnormal
    case route
    case fee
}
