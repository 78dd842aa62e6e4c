public import Rulebook
public import Vocabulary

/// The gate: what may ship, decided from facts alone.
///
/// `evolve` folds records into the state and never decides; `decide` says what follows from a fact that was
/// just folded in, and changes nothing; `due` says what follows from time passing. Alarms are an index over
/// the state, kept by ``arm(_:in:at:)``; they can be made again at any time.
///
/// Lent and never copied, since a copy would count each of its tables up and down for every fact.
public struct Gate: ~Copyable {
    var policies: Policies
    private let phones: any PhoneChecking
    private let goods: any GoodsSearching

    /// A gate under one rulebook, with the phone metadata it judges by and the search that finds what was meant
    /// by a name of goods. Made once, not per event.
    public init(rules: Rulebook, phones: any PhoneChecking, goods: any GoodsSearching) {
        self.phones = phones
        self.goods = goods
        policies = Policies(first: Policy(rules: rules, phones: phones, goods: goods))
    }

    /// Lets one rulebook judge everything, in place of those so far.
    public mutating func judge(byOnly rules: Rulebook) {
        policies = Policies(first: Policy(rules: rules, phones: phones, goods: goods))
    }

    /// Lets a rulebook judge what happens from its beginning on; one that begins at the same time gives way.
    ///
    /// Orders already judged keep their verdict until their next fact.
    public mutating func activate(_ rules: Rulebook) {
        policies.add(Policy(rules: rules, phones: phones, goods: goods))
    }

    /// The rulebooks it judges by, by the beginning of their force.
    public var rulebooks: [Rulebook] { policies.timetable.elements.map(\.book.rules) }

    /// The rulebook in force at `moment`.
    public func rules(at moment: Instant) -> Rulebook { policies[at: moment].book.rules }

    /// Of whom the rulebook in force at `moment` believes the time, without the rest of it: for each fact.
    public func sources(at moment: Instant) -> TrustedSources { policies[at: moment].book.rules.sources }

    /// When the rulebook in force at `moment` gives way to another; nil: it stays.
    public func endOfRules(at moment: Instant) -> Instant? { policies.timetable.end(at: moment) }

    /// What follows from the fact at the end of the fold.
    ///
    /// - Parameters:
    ///   - recorded: the fact, already folded into `state`.
    ///   - decisions: what follows is appended, in the order in which it becomes true.
    public func decide(
        after recorded: Recorded, given state: borrowing GateState, into decisions: inout [Decision]
    ) {
        switch recorded.event.payload {
        case .numberUploaded(let it): decide(it.orderID, after: recorded, asked: true, state, &decisions)
        case .orderDeclared(let it): decide(it.orderID, after: recorded, asked: false, state, &decisions)
        case .handedOver(let it): decide(it.orderID, after: recorded, asked: false, state, &decisions)
        case .numberVoided(let it): decide(it.orderID, after: recorded, asked: false, state, &decisions)
        case .routed(let it): decide(it.orderID, after: recorded, asked: false, state, &decisions)
        case .providerBound, .providerCertified:
            decide(state.ordersWaiting(for: recorded.event.payload), after: recorded, state, &decisions)
        case .exemptionRequested(let it):
            decideConcerned(by: it.requestID, after: recorded, state, &decisions)
        case .exemptionDecided(let it): decideConcerned(by: it.requestID, after: recorded, state, &decisions)
        case .scanned, .delivered, .lost, .complained, .feeBilled, .validated, .providerDecertified,
            .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerUnbound, .rulebookActivated, .deadlineApproaching, .deadlineMissed,
            .deadlineWithdrawn, .feeAssessed:
            break
        }
    }

    /// A binding or certification that was true at an upload's time may arrive after it (R23). One that became
    /// true later frees nobody: that takes a new upload or a corrected declaration (R21).
    private func decide(
        _ orders: [OrderID], after recorded: Recorded, _ state: borrowing GateState,
        _ decisions: inout [Decision]
    ) {
        var claimed = Claimed(isKept: orders.count > 1)
        for order in orders {
            decide(order, after: recorded, asked: false, state, &claimed, &decisions)
        }
    }

    /// A request or its answer can free orders, or show that it does not, whenever it arrives (R6, R23).
    private func decideConcerned(
        by request: Token, after recorded: Recorded, _ state: borrowing GateState,
        _ decisions: inout [Decision]
    ) {
        let orders = state.exemptions.orders(concernedBy: request)
        var claimed = Claimed(isKept: orders.count > 1)
        for order in orders.sorted() {
            decide(order, after: recorded, asked: false, state, &claimed, &decisions)
        }
    }

    private func decide(
        _ id: OrderID, after recorded: Recorded, asked isUpload: Bool, _ state: borrowing GateState,
        _ decisions: inout [Decision]
    ) {
        var claimed = Claimed(isKept: false)
        decide(id, after: recorded, asked: isUpload, state, &claimed, &decisions)
    }

    private func decide(
        _ id: OrderID, after recorded: Recorded, asked isUpload: Bool, _ state: borrowing GateState,
        _ claimed: inout Claimed, _ decisions: inout [Decision]
    ) {
        guard let slot = state.orders.find(id) else { return }
        state.orders.lend(slot) {
            decide($0, after: recorded, asked: isUpload, state, &claimed, &decisions)
        }
    }

    private func decide(
        _ order: borrowing OrderState, after recorded: Recorded, asked isUpload: Bool,
        _ state: borrowing GateState, _ claimed: inout Claimed, _ decisions: inout [Decision]
    ) {
        let judge = Judge(policies: policies)
        let judgement = judge.judge(order, asked: isUpload ? recorded.position : nil, in: state)
        let standing = Standing(judgement)
        if isUpload || standing != order.standing {
            let time = judgement.judgedAt ?? recorded.event.time
            decisions.append(
                Decision(
                    .validated(validated(judgement, order, state.names)), at: time, because: recorded.position
                ))
        }
        let route = route(order, judgement, after: recorded, state, &claimed, &decisions)
        policies.policy(for: order).clock.reconsider(
            order, standing, judgement.applicability, names: state.names, because: recorded, into: &decisions)
        let ordinal = claimed.ordinal(of: order, judgement, in: state)
        if let fee = assess(order, judgement, line: route, ordinal: ordinal, names: state.names) {
            let time = fee.lines.isEmpty ? nil : judgement.settledAt(order)
            decisions.append(
                Decision(
                    .feeAssessed(fee), at: time ?? recorded.event.time, because: recorded.position))
        }
    }

    private func validated(
        _ judgement: borrowing Judgement, _ order: borrowing OrderState, _ names: borrowing Names
    ) -> Validated {
        var validated = Validated(orderID: order.id, verdict: judgement.verdict)
        validated.sellerID = SellerID(names[order.seller])
        validated.findings = judgement.findings
        if let judged = judgement.judged {
            validated.provider = ProviderID(names[judged.provider])
            validated.trackingNumber = judged.number
            validated.erpAccount = ERPAccount(names[judged.account])
        }
        validated.rulebook = judgement.rulebook
        validated.phoneMetadata = phones.metadata
        validated.status = judgement.status
        if let bound = judgement.bound {
            validated.acceptedNumber = bound.number
            validated.acceptedProvider = ProviderID(names[bound.provider])
        }
        validated.firstAcceptedAt = judgement.firstAcceptedAt
        validated.open = judgement.open
        return validated
    }
}

extension Standing {
    init(_ judgement: Judgement) {
        status = judgement.status
        number = judgement.bound?.key
        firstAcceptedAt = judgement.firstAcceptedAt
        open = FindingSet(judgement.open)
    }
}
