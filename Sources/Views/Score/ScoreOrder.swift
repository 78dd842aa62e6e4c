import Vocabulary

/// What an order's part in the score follows from. What it was last counted as lies beside it, so that a change
/// moves the day's sums by the difference, in whatever order facts arrive.
struct ScoreOrder: Sendable {
    /// How sure a value is: a surer one replaces it, a less sure one does not.
    enum Certainty: UInt8, Comparable, Sendable {
        case unknown, declared, handedOver, uploaded, accepted

        static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    }

    let key: OrderID
    var sellerID: SellerID?
    var country: Country?
    var provider: ProviderID?
    var providerCertainty = Certainty.unknown
    var line: LineID?
    /// A route said by a provider wins over ours, ours over the declared one (R37).
    var lineCertainty = Certainty.unknown
    var acceptedNumber: TrackingNumber?
    var status = ComplianceStatus.awaitingNumber
    var isAbnormal = false
    var isLost = false
    var isComplainedOf = false
    var handedOverAt: Instant?
    var uploadedAt: Instant?
    var track = TrackSummary()
    /// As what it was counted when it was last written; nil before its handover is known.
    var counted: Contribution.Measures?

    init(key: OrderID) { self.key = key }

    /// What it should be counted as now.
    func measures(under rules: ViewRules) -> Contribution.Measures? {
        guard let handedOverAt, sellerID != nil else { return nil }
        var measures = Contribution.Measures(day: CalendarDay(shanghai: handedOverAt), standing: standing)
        if uploadedAt != nil, !isAbnormal { measures.flags.insert(.uploadedInTime) }
        if let onNetworkAt = track.onNetworkAt {
            let delay = max(onNetworkAt - handedOverAt, .seconds(0))
            measures.flags.insert(.onNetwork)
            if delay <= .hours(48) { measures.flags.insert(.within48h) }
            if delay <= .hours(72) { measures.flags.insert(.within72h) }
            // A year bounds the sums: a scan with a wild date must not overflow them.
            measures.delayMilliseconds = min(delay, .days(365)).milliseconds
        }
        if let deliveredAt = track.deliveredAt {
            measures.flags.insert(.delivered)
            let span = max(deliveredAt - handedOverAt, .seconds(0))
            measures.deliveryMilliseconds = min(span, .days(365)).milliseconds
            let expected = rules.completeTrack(provider, handedOverAt: handedOverAt)
            if track.milestones.isSuperset(of: expected) { measures.flags.insert(.complete) }
        } else if isLost {
            measures.flags.insert(.lost)
        }
        if isComplainedOf { measures.flags.insert(.complained) }
        return measures
    }

    private var standing: Standing {
        switch status {
        case .notApplicable, .exempt: .outside
        case .awaitingNumber, .intercepted, .compliant: isAbnormal ? .abnormal : .counted
        }
    }

    mutating func learn(_ provider: ProviderID?, _ certainty: Certainty) {
        guard let provider, certainty >= providerCertainty else { return }
        (self.provider, providerCertainty) = (provider, certainty)
    }

    mutating func learn(_ line: LineID?, _ certainty: Certainty) {
        guard let line, certainty >= lineCertainty else { return }
        (self.line, lineCertainty) = (line, certainty)
    }
}

/// Whether a parcel counts in the score (R25).
enum Standing: Int64, Sendable {
    /// Mandatory and not abnormal.
    case counted = 0
    /// Mandatory, deadline missed: left out of the score when R25 is read literally.
    case abnormal = 1
    /// Not mandatory, or exempt.
    case outside = 2
}
