import Vocabulary

/// Who and what an event names, for those who ask any event alike.
extension Payload {
    var sellerID: SellerID? {
        switch self {
        case .orderDeclared(let it): it.sellerID
        case .handedOver(let it): it.sellerID
        case .numberUploaded(let it): it.sellerID
        case .delivered(let it): it.sellerID
        case .lost(let it): it.sellerID
        case .complained(let it): it.sellerID
        case .validated(let it): it.sellerID
        case .routed(let it): it.sellerID
        case .exemptionRequested(let it): it.sellerID
        case .providerEngaged(let it): it.sellerID
        case .qualificationFiled(let it): it.sellerID
        case .trialTracked(let it): it.sellerID
        case .integrationApproved(let it): it.sellerID
        case .providerBound(let it): it.sellerID
        case .providerUnbound(let it): it.sellerID
        case .deadlineApproaching(let it): it.sellerID
        case .deadlineMissed(let it): it.sellerID
        case .deadlineWithdrawn(let it): it.sellerID
        case .feeAssessed(let it): it.sellerID
        case .numberVoided, .scanned, .feeBilled, .exemptionDecided, .providerCertified, .providerDecertified,
            .rulebookActivated:
            nil
        }
    }

    var provider: ProviderID? {
        switch self {
        case .orderDeclared(let it): it.provider
        case .handedOver(let it): it.provider
        case .numberUploaded(let it): it.provider
        case .numberVoided(let it): it.provider
        case .scanned(let it): it.provider
        case .delivered(let it): it.provider
        case .lost(let it): it.provider
        case .feeBilled(let it): it.provider
        case .validated(let it): it.provider
        case .routed(let it): it.provider
        case .feeAssessed(let it): it.provider
        case .providerCertified(let it): it.provider
        case .providerDecertified(let it): it.provider
        case .providerEngaged(let it): it.provider
        case .qualificationFiled(let it): it.provider
        case .trialTracked(let it): it.provider
        case .integrationApproved(let it): it.provider
        case .providerBound(let it): it.provider
        case .providerUnbound(let it): it.provider
        case .complained, .exemptionRequested, .exemptionDecided, .deadlineApproaching, .deadlineMissed,
            .deadlineWithdrawn, .rulebookActivated:
            nil
        }
    }

    var trackingNumber: TrackingNumber? {
        switch self {
        case .handedOver(let it): it.trackingNumber
        case .numberUploaded(let it): it.trackingNumber
        case .numberVoided(let it): it.trackingNumber
        case .scanned(let it): it.trackingNumber
        case .validated(let it): it.trackingNumber
        case .trialTracked(let it): it.trackingNumber
        case .orderDeclared, .delivered, .lost, .complained, .feeBilled, .feeAssessed, .routed,
            .exemptionRequested,
            .exemptionDecided, .providerCertified, .providerDecertified, .providerEngaged,
            .qualificationFiled,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated, .deadlineApproaching,
            .deadlineMissed, .deadlineWithdrawn:
            nil
        }
    }
}
