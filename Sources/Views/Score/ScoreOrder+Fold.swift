import Vocabulary

extension ScoreOrder {
    /// Whether an event of this kind can change an order's part in the score.
    static func concerns(_ type: EventType) -> Bool {
        switch type {
        case .orderDeclared, .handedOver, .numberUploaded, .scanned, .delivered, .lost, .complained,
            .validated,
            .routed, .deadlineMissed, .deadlineWithdrawn:
            true
        case .numberVoided, .feeBilled, .feeAssessed, .exemptionRequested, .exemptionDecided,
            .deadlineApproaching,
            .providerCertified, .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated:
            false
        }
    }

    /// What an event changes in its order's part.
    mutating func fold(_ record: borrowing Recorded, _ rules: ViewRules) {
        let time = record.event.time
        switch record.event.payload {
        case .orderDeclared(let it):
            sellerID = it.sellerID
            country = it.country
            learn(it.provider, .declared)
            learn(it.line, .declared)
        case .handedOver(let it):
            sellerID = it.sellerID
            learn(it.provider, .handedOver)
            handedOverAt = earliest(handedOverAt, time)
        case .numberUploaded(let it):
            sellerID = it.sellerID
            learn(it.provider, .uploaded)
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
            isComplainedOf = true
        case .validated(let it):
            guard record.origin == .decision else { break }
            status = it.status ?? status
            sellerID = sellerID ?? it.sellerID
            uploadedAt = it.firstAcceptedAt
            acceptedNumber = it.acceptedNumber?.normalised
            if acceptedNumber != nil { learn(it.acceptedProvider, .accepted) }
        case .routed(let it):
            learn(it.line, record.origin == .fact ? .accepted : .uploaded)
        case .deadlineMissed(let it):
            isAbnormal = true
            handedOverAt = earliest(handedOverAt, it.handedOverAt)
        case .deadlineWithdrawn:
            isAbnormal = false
        case .numberVoided, .feeBilled, .feeAssessed, .exemptionRequested, .exemptionDecided,
            .deadlineApproaching,
            .providerCertified, .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated:
            break
        }
    }
}
