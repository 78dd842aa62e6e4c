import Rulebook
import Vocabulary

/// The two hours (R22–R26): from the earliest handover to the first accepted upload.
struct DeadlineClock {
    let rules: UploadClock

    /// Nil where no clock runs: not mandatory, or not handed over.
    func deadline(_ order: borrowing OrderState, _ applicability: Applicability) -> Instant? {
        guard applicability == .mandatory, let handover = order.handover else { return nil }
        return rules.deadline(handover: handover.time)
    }

    /// What a new fact does to a mark that was already given (R23).
    func reconsider(
        _ order: OrderState, _ standing: Standing, _ applicability: Applicability, names: Names,
        because fact: Recorded, into decisions: inout [Decision]
    ) {
        guard order.mark != .none else { return }
        let seller = SellerID(names[order.seller])
        let accepted = standing.firstAcceptedAt
        let withdraw = { (reason: DeadlineWithdrawn.Reason) in
            Decision(
                .deadlineWithdrawn(
                    DeadlineWithdrawn(
                        orderID: order.id, sellerID: seller, reason: reason, acceptedAt: accepted)),
                at: fact.event.time, because: fact.position)
        }
        guard let deadline = deadline(order, applicability), let handover = order.handover else {
            return decisions.append(withdraw(applicability == .exempt ? .exempt : .notMandatory))
        }
        if let accepted, accepted <= deadline { return decisions.append(withdraw(.uploadedInTime)) }
        let isNews = (order.mark == .missing) == (accepted != nil)
        guard isNews else { return }
        decisions.append(
            Decision(
                .deadlineMissed(
                    DeadlineMissed(
                        orderID: order.id, sellerID: seller, handedOverAt: handover.time, deadline: deadline,
                        acceptedAt: accepted)),
                at: max(deadline, accepted ?? deadline), because: fact.position))
    }

    /// What follows for one order from the log's time having reached `now`.
    func due(
        _ order: OrderState, _ applicability: Applicability, names: Names, at now: Instant,
        into decisions: inout [Decision]
    ) {
        guard let deadline = deadline(order, applicability), let handover = order.handover,
            order.mark == .none
        else { return }
        let accepted = order.standing.firstAcceptedAt
        if let accepted, accepted <= deadline { return }
        let seller = SellerID(names[order.seller])
        if now >= settled(order, handover, deadline) {
            let missed = DeadlineMissed(
                orderID: order.id, sellerID: seller, handedOverAt: handover.time, deadline: deadline,
                acceptedAt: accepted)
            decisions.append(Decision(.deadlineMissed(missed), at: deadline, because: handover.position))
        } else if accepted == nil, now < deadline, let step = warningStep(order, deadline, at: now) {
            let warning = DeadlineApproaching(
                orderID: order.id, sellerID: seller, deadline: deadline, minutesLeft: step)
            decisions.append(
                Decision(
                    .deadlineApproaching(warning), at: deadline - .minutes(Int64(step)),
                    because: handover.position))
        }
    }

    /// When to look at the order again; nil when its clock has nothing more to say.
    func nextAlarm(_ order: borrowing OrderState, _ applicability: Applicability, after now: Instant)
        -> Instant?
    {
        guard let deadline = deadline(order, applicability), let handover = order.handover,
            order.mark == .none
        else { return nil }
        let accepted = order.standing.firstAcceptedAt
        if let accepted, accepted <= deadline { return nil }
        let end = settled(order, handover, deadline)
        guard accepted == nil, now < deadline else { return end }
        if warningStep(order, deadline, at: now) != nil { return now }
        let ahead = rules.warnings.lazy.map { deadline - $0 }.filter { $0 > now }.min()
        return min(ahead ?? end, end)
    }

    /// The deadline is judged only when facts in flight have had time to arrive.
    private func settled(_ order: borrowing OrderState, _ handover: Handover, _ deadline: Instant) -> Instant
    {
        let known = max(handover.recordedAt, order.declaredRecordedAt ?? handover.recordedAt)
        return max(deadline, known) + rules.settle
    }

    /// The tightest step that was reached and not yet told: who hands over late gets one warning, not three.
    private func warningStep(_ order: borrowing OrderState, _ deadline: Instant, at now: Instant) -> Int32? {
        guard let reached = rules.warnings.lazy.filter({ deadline - $0 <= now }).min() else {
            return nil
        }
        let minutes = Int32(reached.nanoseconds / 60_000_000_000)
        return minutes < order.tightestWarning ?? .max ? minutes : nil
    }
}
