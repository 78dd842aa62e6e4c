public import Vocabulary

extension Payload {
    /// Whether its time may lie in the future: a rulebook's is the beginning of its force.
    var mayLieAhead: Bool { type == .rulebookActivated }

    /// Whether the gate looks at the order for it. Scans, complaints and bills pass by the gate.
    public var movesOrder: Bool {
        switch self {
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .delivered, .lost, .validated,
            .routed, .exemptionRequested, .exemptionDecided, .deadlineApproaching, .deadlineMissed,
            .deadlineWithdrawn, .feeAssessed:
            true
        case .scanned, .complained, .feeBilled, .providerCertified,
            .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved,
            .providerBound, .providerUnbound, .rulebookActivated:
            false
        }
    }
}
