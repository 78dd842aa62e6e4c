import Vocabulary

/// The outcomes of every order of a log, twice: as recorded, and as decided again.
struct OutcomeTable {
    enum Side { case before, after }

    private(set) var orders: [OrderOutcomes] = []
    private var places: [OrderID: Int] = [:]

    /// What a fact says of its order by itself.
    mutating func note(fact: Payload, at time: Instant, isKept: Bool) {
        switch fact {
        case .orderDeclared(let it): see(it.orderID, it.sellerID, time, certainty: 1)
        case .numberUploaded(let it): see(it.orderID, it.sellerID, time, certainty: 2)
        case .handedOver(let it): see(it.orderID, it.sellerID, time, certainty: 3)
        case .routed(let it):
            let place = place(of: it.orderID)
            orders[place].before.route(it, isOutside: true)
            if isKept { orders[place].after.route(it, isOutside: true) }
        case .numberVoided, .scanned, .delivered, .lost, .complained, .feeBilled, .validated,
            .exemptionRequested, .exemptionDecided, .providerCertified, .providerDecertified,
            .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved, .providerBound,
            .providerUnbound, .rulebookActivated, .deadlineApproaching, .deadlineMissed, .deadlineWithdrawn,
            .feeAssessed:
            break
        }
    }

    mutating func note(decision: Payload, _ side: Side) {
        guard let id = decision.orderID else { return }
        let place = place(of: id)
        switch side {
        case .before: orders[place].before.apply(decision)
        case .after: orders[place].after.apply(decision)
        }
    }

    private mutating func see(_ id: OrderID, _ seller: SellerID, _ time: Instant, certainty: Int) {
        let place = place(of: id)
        orders[place].seller = orders[place].seller ?? seller
        orders[place].sees(time, certainty: certainty)
    }

    private mutating func place(of id: OrderID) -> Int {
        if let known = places[id] { return known }
        orders.append(OrderOutcomes(id))
        places[id] = orders.count - 1
        return orders.count - 1
    }
}

extension Outcome {
    fileprivate mutating func apply(_ decision: Payload) {
        switch decision {
        case .validated(let it):
            status = it.status ?? status
            findings = FindingSet(it.open)
        case .routed(let it): route(it, isOutside: false)
        case .deadlineMissed: isAbnormal = true
        case .deadlineWithdrawn: isAbnormal = false
        case .feeAssessed(let it): fee = it.lines.isEmpty ? nil : it.total
        case .deadlineApproaching, .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned,
            .delivered, .lost, .complained, .feeBilled, .exemptionRequested, .exemptionDecided,
            .providerCertified, .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated:
            break
        }
    }

    fileprivate mutating func route(_ it: Routed, isOutside: Bool) {
        guard isOutside || !isRoutedFromOutside else { return }
        line = it.line
        isRoutedFromOutside = isOutside
    }
}
