import Vocabulary

extension Payload {
    /// Whether the gate looks at the order for it. Scans, complaints and bills pass by the gate.
    var movesOrder: Bool {
        switch self {
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .delivered, .lost, .validated,
            .routed,
            .deadlineApproaching, .deadlineMissed, .deadlineWithdrawn:
            true
        case .scanned, .complained, .feeBilled, .feeAssessed, .exemptionRequested, .exemptionDecided,
            .providerCertified,
            .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved,
            .providerBound, .providerUnbound, .rulebookActivated:
            false
        }
    }
}
