/// Every kind of event. CloudEvents `type` is `firstmile.<rawValue>.v1`.
public enum EventType: String, Sendable, CaseIterable {
    // Facts of an order.
    case orderDeclared = "order-declared"
    case handedOver = "handed-over"
    case numberUploaded = "number-uploaded"
    case numberVoided = "number-voided"
    case scanned
    case delivered
    case lost
    case complained
    case feeBilled = "fee-billed"
    // Facts when the platform or a provider says them, decisions when we do.
    case validated
    case routed
    // Facts around orders.
    case exemptionRequested = "exemption-requested"
    case exemptionDecided = "exemption-decided"
    case providerCertified = "provider-certified"
    case providerDecertified = "provider-decertified"
    case providerEngaged = "provider-engaged"
    case qualificationFiled = "qualification-filed"
    case trialTracked = "trial-tracked"
    case integrationApproved = "integration-approved"
    case providerBound = "provider-bound"
    case providerUnbound = "provider-unbound"
    case rulebookActivated = "rulebook-activated"
    // Decisions only.
    case deadlineApproaching = "deadline-approaching"
    case deadlineMissed = "deadline-missed"
    case deadlineWithdrawn = "deadline-withdrawn"
    case feeAssessed = "fee-assessed"

    /// Whether a publisher may say it.
    public var canBeFact: Bool {
        switch self {
        case .deadlineApproaching, .deadlineMissed, .deadlineWithdrawn, .feeAssessed: false
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained,
            .feeBilled, .validated, .routed, .exemptionRequested, .exemptionDecided, .providerCertified,
            .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved,
            .providerBound, .providerUnbound, .rulebookActivated:
            true
        }
    }
}

/// Who says it: the world, or the daemon.
public enum Origin: String, Sendable {
    case fact
    case decision
}
