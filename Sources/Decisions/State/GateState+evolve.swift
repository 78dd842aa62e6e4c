public import Vocabulary

extension GateState {
    /// Folds one record into the state. Never decides, logs or throws.
    public mutating func evolve(with recorded: Recorded) {
        let time = recorded.trustsClock ? recorded.event.time : recorded.recordedAt
        switch recorded.event.payload {
        case .orderDeclared(let it): declare(it, recorded, time)
        case .handedOver(let it): handOver(it, recorded)
        case .numberUploaded(let it):
            let slot = orders.findOrInsert(it.orderID)
            let seller = names.intern(it.sellerID.token)
            let move = Move(
                kind: .upload, time: time, position: recorded.position, seller: seller,
                provider: names.intern(it.provider.token),
                account: names.intern(it.erpAccount.token), number: it.trackingNumber.normalised)
            orders[slot].add(move)
            if orders[slot].seller == .none { orders[slot].seller = seller }
            keepWaiting(slot)
        case .numberVoided(let it): void(it, recorded, time)
        case .delivered(let it): finish(it.orderID)
        case .lost(let it): finish(it.orderID)
        case .routed(let it): route(it, recorded)
        case .feeAssessed(let it):
            guard let slot = orders.find(it.orderID) else { return }
            orders[slot].feeDigest = it.digest
        case .validated(let it):
            guard recorded.origin == .decision else { return }
            stand(it, recorded)
        case .providerBound(let it):
            bind(it.sellerID, it.provider, true, time, recorded.position)
        case .providerUnbound(let it):
            bind(it.sellerID, it.provider, false, time, recorded.position)
        case .providerCertified(let it):
            let provider = names.intern(it.provider.token)
            certifications[provider, default: Timeline()].set(
                true, at: time, until: it.until, position: recorded.position)
        case .providerDecertified(let it):
            let provider = names.intern(it.provider.token)
            certifications[provider, default: Timeline()].set(
                false, at: time, position: recorded.position)
        case .deadlineApproaching(let it): warn(it)
        case .deadlineMissed(let it):
            guard let slot = orders.find(it.orderID) else { return }
            orders[slot].mark = it.acceptedAt == nil ? .missing : .late
        case .deadlineWithdrawn(let it):
            guard let slot = orders.find(it.orderID) else { return }
            orders[slot].mark = .none
        case .exemptionRequested(let it): request(it, recorded, time)
        case .exemptionDecided(let it):
            let isApproval = it.decision == .approved
            exemptions.answer(
                it.requestID,
                ExemptionAnswer(isApproval: isApproval, time: time, position: recorded.position))
        case .scanned, .complained, .feeBilled, .providerEngaged, .qualificationFiled,
            .trialTracked, .integrationApproved, .rulebookActivated:
            break
        }
    }

    /// Its time can be the one at which a waiting number is accepted, so it counts as an upload's does (R22, R24).
    private mutating func declare(_ it: OrderDeclared, _ recorded: Recorded, _ time: Instant) {
        let slot = orders.findOrInsert(it.orderID)
        let terms = DeclaredTerms(
            it, time: time, position: recorded.position,
            category: it.category.map { names.intern($0) } ?? .none,
            provider: it.provider.map { names.intern($0.token) } ?? .none,
            line: it.line.map { names.intern($0.token) } ?? .none)
        let declaration = Declaration(terms: terms, texts: DeclaredTexts(it))
        let seller = names.intern(it.sellerID.token)
        orders[slot].add(declaration, recordedAt: recorded.recordedAt)
        orders[slot].seller = seller
    }

    private mutating func handOver(_ it: HandedOver, _ recorded: Recorded) {
        let slot = orders.findOrInsert(it.orderID)
        let time = recorded.event.time
        if orders[slot].handover.map({ time < $0.time }) ?? true {
            orders[slot].handover = Handover(
                time: time, position: recorded.position, recordedAt: recorded.recordedAt)
        }
        if it.boxes != 1 { orders[slot].severalBoxesAt = min(orders[slot].severalBoxesAt ?? time, time) }
        if orders[slot].seller == .none {
            orders[slot].seller = names.intern(it.sellerID.token)
        }
    }

    private mutating func void(
        _ it: NumberVoided, _ recorded: Recorded, _ time: Instant
    ) {
        let slot = orders.findOrInsert(it.orderID)
        let provider = names.intern(it.provider.token)
        let move = Move(
            kind: .void, time: time, position: recorded.position, seller: .none, provider: provider,
            account: .none, number: it.trackingNumber.normalised)
        orders[slot].add(move)
        // Somebody else's number cannot be voided from here.
        if claim(on: move.key)?.order ?? it.orderID == it.orderID {
            give(move.key, to: slot, Hold(since: time, isVoided: true))
        }
    }

    private mutating func stand(_ it: Validated, _ recorded: Recorded) {
        guard let slot = orders.find(it.orderID) else { return }
        var standing = Standing()
        standing.status = it.status ?? .awaitingNumber
        if let number = it.acceptedNumber, let provider = it.acceptedProvider {
            standing.number = NumberKey(provider: names.intern(provider.token), number: number)
        }
        standing.firstAcceptedAt = it.firstAcceptedAt
        standing.open = FindingSet(it.open)
        let old = orders[slot].standing.number
        if standing.status != .compliant {
            orders[slot].passedSince = nil
        } else if orders[slot].passedSince == nil || old != standing.number {
            orders[slot].passedSince = recorded.event.time
        }
        if old != standing.number {
            if let old, let claim = claim(on: old), claim.order == it.orderID, !claim.isVoided {
                takeAway(old, from: slot)
            }
            if let new = standing.number, mayHold(new, it.orderID, standing.status) {
                give(new, to: slot, Hold(since: recorded.event.time, isVoided: false))
            }
        }
        orders[slot].standing = standing
        if standing.status == .compliant, orders[slot].ordinal == 0 {
            acceptedOrders[orders[slot].seller, default: 0] += 1
            orders[slot].ordinal = acceptedOrders[orders[slot].seller] ?? 0
        }
        keepWaiting(slot)
    }

    /// Where no rule applies nothing was checked: such an order takes a number from nobody.
    private func mayHold(_ number: NumberKey, _ order: OrderID, _ status: ComplianceStatus) -> Bool {
        guard status == .notApplicable || status == .exempt, let claim = claim(on: number)
        else { return true }
        return claim.order == order && !claim.isVoided
    }

    /// Keeps an order among those that a fact about their provider may concern: while an upload of it came without a
    /// binding, whatever was found then, and while its provider is what holds it up.
    mutating func keepWaiting(_ slot: Int) {
        let standing = orders[slot].standing
        let isHeldUp = !standing.open.isDisjoint(with: .provider)
        for move in orders[slot].moves where move.kind == .upload {
            if isHeldUp || bindings[Self.pair(move.seller, move.provider)]?.value(at: move.time) != true {
                waiting.add(slot, of: move.seller, move.provider)
            } else if standing.status == .compliant {
                waiting.remove(slot, of: move.seller, move.provider)
            }
        }
    }

    private mutating func request(_ it: ExemptionRequested, _ recorded: Recorded, _ time: Instant) {
        let category = it.orderID == nil ? it.category.map { names.intern($0) } : nil
        exemptions.file(
            it.requestID,
            ExemptionFiling(
                seller: names.intern(it.sellerID.token), order: it.orderID ?? OrderID(Token()),
                category: category ?? .none, documents: it.documents, time: time, position: recorded.position)
        )
        guard let order = it.orderID else { return }
        let slot = orders.findOrInsert(order)
        orders[slot].add(request: it.requestID)
    }

    private mutating func finish(_ id: OrderID) {
        let slot = orders.findOrInsert(id)
        orders[slot].isFinished = true
    }

    private mutating func warn(_ it: DeadlineApproaching) {
        guard let slot = orders.find(it.orderID) else { return }
        orders[slot].tightestWarning = it.minutesLeft
    }

    private mutating func bind(
        _ seller: SellerID, _ provider: ProviderID, _ value: Bool, _ time: Instant, _ position: Position
    ) {
        let pair = GateState.pair(names.intern(seller.token), names.intern(provider.token))
        bindings[pair, default: Timeline()].set(value, at: time, position: position)
    }
}
