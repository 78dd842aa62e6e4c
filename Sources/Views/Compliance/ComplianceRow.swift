internal import Vocabulary

/// How one order stands. Folded so that the order of arrival makes no difference where times decide.
struct ComplianceRow: Equatable, Sendable {
    let orderID: OrderID
    var sellerID: SellerID?
    var country: Country?
    /// Of the accepted number; else of the last upload, of the handover, of the declaration.
    var provider: ProviderID?
    /// The last one uploaded, accepted or not.
    var uploadedNumber: TrackingNumber?
    var acceptedNumber: TrackingNumber?
    /// The furthest stage that facts and decisions other than scans show.
    var reached = Stage.declared
    var status = ComplianceStatus.awaitingNumber
    var isAbnormal = false
    var isLost = false
    var findings: FindingSet = []
    var declaredAt: Instant?
    var handedOverAt: Instant?
    /// Last instant for an upload (R22); nil where the clock does not run.
    var deadlineAt: Instant?
    var uploadedAt: Instant?
    var validatedAt: Instant?
    var routedAt: Instant?
    var track = TrackSummary()
    var rulebook: Token?
    var position = Position(0)

    init(key: OrderID) { orderID = key }

    /// The furthest stage of all. A delivered parcel is delivered, whatever else is said of it (R38).
    var stage: Stage {
        let scanned = track.stage ?? reached
        if scanned == .delivered || reached == .delivered { return .delivered }
        return isLost ? .lost : max(scanned, reached)
    }

    /// The number a person should see.
    var trackingNumber: TrackingNumber? { acceptedNumber ?? uploadedNumber }

    /// Whether the pre-shipment rules hold for it, as far as the gate knows.
    var isMandatory: Bool {
        switch status {
        case .notApplicable, .exempt: false
        case .awaitingNumber, .intercepted, .compliant: true
        }
    }

    /// R25: an abnormal order gets no subsidy; one without an accepted number has not earned it yet.
    var isSubsidyEligible: Bool { status == .compliant && !isAbnormal }

    /// R25, read literally: a mandatory parcel in the provider's hands, unless abnormal.
    var isCountedInScore: Bool { isMandatory && !isAbnormal && handedOverAt != nil }

    mutating func reach(_ stage: Stage) { reached = max(reached, stage) }
}

/// Open findings, one bit each by ``FindingCode/number``.
struct FindingSet: OptionSet, Sendable, Equatable {
    let rawValue: UInt32
    init(rawValue: UInt32) { self.rawValue = rawValue }
    init(_ code: FindingCode) { rawValue = 1 << UInt32(code.number) }

    init(_ findings: [Finding]) {
        self = findings.reduce(into: []) { $0.insert(Self($1.code)) }
    }

    /// In the order of their names.
    var codes: [FindingCode] { FindingCode.allCases.filter { contains(Self($0)) }.sorted() }

    /// A JSON array of the codes, as the view shows them.
    var json: String { "[\(codes.map { "\"\($0.rawValue)\"" }.joined(separator: ","))]" }

    /// Reads what ``json`` wrote.
    init(json: String) {
        self = json.split(whereSeparator: { "[]\",".contains($0) }).reduce(into: []) { set, name in
            if let code = FindingCode(rawValue: String(name)) { set.insert(Self(code)) }
        }
    }
}
