import Rulebook
import Vocabulary

extension ParcelRow {
    /// Whether an event of this kind says anything about where a parcel is or how it fared.
    static func concerns(_ payload: borrowing Payload) -> Bool {
        switch payload {
        case .orderDeclared, .handedOver, .numberUploaded, .scanned, .delivered, .lost, .validated,
            .deadlineMissed:
            true
        case .numberVoided, .complained, .feeBilled, .feeAssessed, .routed, .exemptionRequested,
            .exemptionDecided,
            .deadlineApproaching, .deadlineWithdrawn, .providerCertified, .providerDecertified,
            .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved, .providerBound,
            .providerUnbound, .rulebookActivated:
            false
        }
    }

    /// What an event changes, and what it counts for in the rates.
    mutating func fold(_ record: borrowing Recorded, _ rules: ViewRules) -> Trials {
        var trials: Trials = []
        let time = record.event.time
        switch record.event.payload {
        case .orderDeclared(let it):
            country = it.country
            if handedOverAt == nil, acceptedNumber == nil { provider = provider ?? it.provider }
        case .handedOver(let it):
            if acceptedNumber == nil { provider = it.provider }
            handedOverAt = earliest(handedOverAt, time)
            expectOnNetwork(record)
        case .numberUploaded(let it):
            if acceptedNumber == nil { provider = it.provider }
        case .scanned(let it):
            guard let milestone = rules.milestone(it.provider ?? provider, it.code) else { break }
            see(milestone, record)
        case .delivered:
            see(.delivered, record)
        case .lost:
            if !hasEnded { trials.count(.lost, failed: true) }
            hasEnded = true
        case .validated(let it):
            guard record.origin == .decision else { break }
            stand(it, record, &trials)
        case .deadlineMissed:
            trials.count(.abnormal, failed: true)
        case .numberVoided, .complained, .feeBilled, .feeAssessed, .routed, .exemptionRequested,
            .exemptionDecided,
            .deadlineApproaching, .deadlineWithdrawn, .providerCertified, .providerDecertified,
            .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved, .providerBound,
            .providerUnbound, .rulebookActivated:
            break
        }
        if last?.milestone == .delivered { trials.count(.lost, failed: false) }
        if isInTime(rules) { trials.count(.abnormal, failed: false) }
        return count(trials)
    }

    /// The gate's snapshot: whether the parcel may leave, and how its upload fared.
    private mutating func stand(_ it: Validated, _ record: borrowing Recorded, _ trials: inout Trials) {
        acceptedNumber = it.acceptedNumber?.normalised
        if acceptedNumber != nil { provider = it.acceptedProvider ?? provider }
        acceptedAt = it.firstAcceptedAt
        if it.trackingNumber != nil {
            switch it.verdict {
            case .pass: trials.count(.intercepted, failed: false)
            case .intercepted: trials.count(.intercepted, failed: true)
            case .exempt, .notApplicable, .pending: break
            }
        }
        switch it.status {
        case .compliant, .exempt, .notApplicable: isCleared = true
        case .awaitingNumber, .intercepted: isCleared = false
        case nil: break
        }
        expectOnNetwork(record)
    }

    /// A parcel that was handed over and may leave is awaited on the network; one that may not is not.
    private mutating func expectOnNetwork(_ record: borrowing Recorded) {
        guard !isScanned else { return }
        guard isCleared, let handedOverAt, var step = LastStep(.handover, of: record) else {
            last = nil
            return
        }
        step.since = max(handedOverAt, acceptedAt ?? handedOverAt)
        if last == nil { last = step } else { last?.since = step.since }
    }

    /// A scan, or another word of where the parcel is.
    mutating func see(_ milestone: Milestone, _ record: borrowing Recorded) {
        guard let step = LastStep(milestone, of: record) else { return }
        see(step)
    }

    mutating func see(_ step: LastStep) {
        last = last?.further(step) ?? step
        isScanned = true
        if last?.milestone.isLast == true { hasEnded = true }
    }

    /// A scan that had waited for its number to be accepted.
    mutating func seeWaiting(_ step: LastStep) -> Trials {
        see(step)
        guard last?.milestone == .delivered else { return [] }
        var trials: Trials = []
        trials.count(.lost, failed: false)
        return count(trials)
    }

    /// Handed over and accepted within the window: the clock is decided (R22).
    private func isInTime(_ rules: ViewRules) -> Bool {
        guard isCleared, let handedOverAt, let acceptedAt else { return false }
        return acceptedAt <= rules.deadline(handover: handedOverAt)
    }

    /// Each rate once for each parcel: what is corrected later does not change a day that was judged.
    private mutating func count(_ trials: Trials) -> Trials {
        guard !trials.isEmpty else { return [] }
        var new: Trials = []
        for rate in WatchedRate.allCases where trials.contains(.trial(rate)) {
            guard !counted.contains(.trial(rate)) else { continue }
            counted.insert(.trial(rate))
            new.count(rate, failed: trials.contains(.failure(rate)))
        }
        return new
    }
}
