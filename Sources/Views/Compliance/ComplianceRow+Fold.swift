import Rulebook
import Vocabulary

extension ComplianceRow {
    /// Whether an event of this kind speaks of an order.
    static func concerns(_ type: EventType) -> Bool {
        switch type {
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained, .feeBilled, .feeAssessed, .validated, .routed, .exemptionRequested,
            .exemptionDecided, .deadlineApproaching, .deadlineMissed, .deadlineWithdrawn:
            true
        case .providerCertified, .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated:
            false
        }
    }

    /// What an event changes in its order's row.
    mutating func fold(_ record: borrowing Recorded, _ rules: ViewRules) {
        let time = record.event.time
        switch record.event.payload {
        case .orderDeclared(let it):
            sellerID = it.sellerID
            country = it.country
            if uploadedNumber == nil, acceptedNumber == nil, handedOverAt == nil {
                provider = it.provider ?? provider
            }
            declaredAt = earliest(declaredAt, time)
        case .handedOver(let it):
            sellerID = it.sellerID
            if uploadedNumber == nil, acceptedNumber == nil { provider = it.provider }
            handedOverAt = earliest(handedOverAt, time)
            reach(.handedOver)
        case .numberUploaded(let it):
            sellerID = it.sellerID
            uploadedNumber = it.trackingNumber
            if acceptedNumber == nil { provider = it.provider }
            reach(.numberUploaded)
        case .scanned(let it):
            guard let milestone = rules.milestone(it.provider ?? provider, it.code) else { break }
            track.add(milestone, at: time)
        case .delivered(let it):
            sellerID = sellerID ?? it.sellerID
            track.add(.delivered, at: time)
        case .lost(let it):
            sellerID = sellerID ?? it.sellerID
            isLost = true
        case .complained(let it):
            sellerID = sellerID ?? it.sellerID
        case .validated(let it):
            if record.origin == .decision { fold(it, at: time) }
        case .routed(let it):
            sellerID = sellerID ?? it.sellerID
            routedAt = earliest(routedAt, time)
            reach(.routed)
        case .deadlineMissed(let it):
            isAbnormal = true
            handedOverAt = earliest(handedOverAt, it.handedOverAt)
        case .deadlineWithdrawn:
            isAbnormal = false
        case .exemptionRequested(let it):
            sellerID = it.sellerID
        case .numberVoided, .feeBilled, .feeAssessed, .exemptionDecided, .deadlineApproaching:
            break
        case .providerCertified, .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated:
            break
        }
        deadlineAt = isMandatory ? handedOverAt.map { rules.deadline(handover: $0) } : nil
        position = record.position
    }

    /// The gate's snapshot of the order is the order's standing.
    private mutating func fold(_ it: Validated, at time: Instant) {
        status = it.status ?? status
        sellerID = sellerID ?? it.sellerID
        acceptedNumber = it.acceptedNumber
        if acceptedNumber != nil { provider = it.acceptedProvider ?? provider }
        uploadedAt = it.firstAcceptedAt
        findings = FindingSet(it.open)
        rulebook = it.rulebook ?? rulebook
        if it.trackingNumber != nil {
            validatedAt = time
            reach(.validated)
        }
    }
}
