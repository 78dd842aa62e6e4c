public import Vocabulary

extension Gate {
    /// Folds one record into the state. Never decides, logs or throws.
    ///
    /// - Parameter trustsClock: whether the publisher's time is believed; else the log's counts (R24).
    public static func evolve(_ state: inout GateState, with recorded: Recorded, trustsClock: Bool = true) {
        let time = trustsClock ? recorded.event.time : recorded.recordedAt
        switch recorded.event.payload {
        case .orderDeclared(let it): declare(it, recorded, &state)
        case .handedOver(let it): handOver(it, recorded, &state)
        case .numberUploaded(let it):
            let slot = state.orders.findOrInsert(it.orderID)
            let seller = state.names.intern(it.sellerID.token)
            let move = Move(
                kind: .upload, time: time, position: recorded.position, seller: seller,
                provider: state.names.intern(it.provider.token),
                account: state.names.intern(it.erpAccount.token), number: it.trackingNumber.normalised)
            state.orders[slot].add(move)
            if state.orders[slot].seller == .none { state.orders[slot].seller = seller }
        case .numberVoided(let it): void(it, recorded, time, &state)
        case .delivered(let it): finish(it.orderID, &state)
        case .lost(let it): finish(it.orderID, &state)
        case .routed(let it):
            guard recorded.origin == .fact else { return }
            let slot = state.orders.findOrInsert(it.orderID)
            state.orders[slot].isRoutedFromOutside = true
        case .validated(let it):
            guard recorded.origin == .decision else { return }
            stand(it, recorded, &state)
        case .providerBound(let it):
            bind(it.sellerID, it.provider, true, time, recorded.position, &state)
        case .providerUnbound(let it):
            bind(it.sellerID, it.provider, false, time, recorded.position, &state)
        case .providerCertified(let it):
            let provider = state.names.intern(it.provider.token)
            state.certifications[provider, default: Timeline()].set(
                true, at: time, position: recorded.position)
            if let until = it.until {
                state.certifications[provider, default: Timeline()]
                    .set(false, at: until, position: recorded.position)
            }
        case .providerDecertified(let it):
            let provider = state.names.intern(it.provider.token)
            state.certifications[provider, default: Timeline()].set(
                false, at: time, position: recorded.position)
        case .deadlineApproaching(let it): warn(it, &state)
        case .deadlineMissed(let it):
            guard let slot = state.orders.find(it.orderID) else { return }
            state.orders[slot].mark = it.acceptedAt == nil ? .missing : .late
        case .deadlineWithdrawn(let it):
            guard let slot = state.orders.find(it.orderID) else { return }
            state.orders[slot].mark = .none
        case .scanned, .complained, .feeBilled, .exemptionRequested, .exemptionDecided, .providerEngaged,
            .qualificationFiled, .trialTracked, .integrationApproved, .rulebookActivated:
            break
        }
    }

    private static func declare(_ it: OrderDeclared, _ recorded: Recorded, _ state: inout GateState) {
        let slot = state.orders.findOrInsert(it.orderID)
        var traits: Traits = []
        if it.battery { traits.insert(.battery) }
        if it.magnetic { traits.insert(.magnetic) }
        if it.cosmetic { traits.insert(.cosmetic) }
        if it.custom { traits.insert(.custom) }
        if it.largeFurniture { traits.insert(.largeFurniture) }
        let declaration = Declaration(
            time: recorded.event.time, position: recorded.position, country: it.country,
            category: it.category.map { state.names.intern($0) } ?? .none,
            provider: it.provider.map { state.names.intern($0.token) } ?? .none,
            line: it.line.map { state.names.intern($0.token) } ?? .none, boxes: it.boxes, traits: traits,
            phone: it.recipientPhone ?? Token())
        let seller = state.names.intern(it.sellerID.token)
        state.orders[slot].add(declaration, recordedAt: recorded.recordedAt)
        state.orders[slot].seller = seller
    }

    private static func handOver(_ it: HandedOver, _ recorded: Recorded, _ state: inout GateState) {
        let slot = state.orders.findOrInsert(it.orderID)
        let time = recorded.event.time
        if state.orders[slot].handover.map({ time < $0.time }) ?? true {
            state.orders[slot].handover = Handover(
                time: time, position: recorded.position, recordedAt: recorded.recordedAt)
        }
        if it.boxes != 1 { state.orders[slot].handedOverInSeveralBoxes = true }
        if state.orders[slot].seller == .none {
            state.orders[slot].seller = state.names.intern(it.sellerID.token)
        }
    }

    private static func void(
        _ it: NumberVoided, _ recorded: Recorded, _ time: Instant, _ state: inout GateState
    ) {
        let slot = state.orders.findOrInsert(it.orderID)
        let provider = state.names.intern(it.provider.token)
        let move = Move(
            kind: .void, time: time, position: recorded.position, seller: .none, provider: provider,
            account: .none, number: it.trackingNumber.normalised)
        state.orders[slot].add(move)
        // Somebody else's number cannot be voided from here.
        if state.claims[move.key]?.order ?? it.orderID == it.orderID {
            state.claims[move.key] = Claim(order: it.orderID, since: time, isVoided: true)
        }
    }

    private static func stand(_ it: Validated, _ recorded: Recorded, _ state: inout GateState) {
        guard let slot = state.orders.find(it.orderID) else { return }
        var standing = Standing()
        standing.status = it.status ?? .awaitingNumber
        if let number = it.acceptedNumber, let provider = it.acceptedProvider {
            standing.number = NumberKey(provider: state.names.intern(provider.token), number: number)
        }
        standing.firstAcceptedAt = it.firstAcceptedAt
        standing.open = FindingSet(it.open)
        let old = state.orders[slot].standing.number
        if old != standing.number {
            if let old, let claim = state.claims[old], claim.order == it.orderID, !claim.isVoided {
                state.claims[old] = nil
            }
            state.orders[slot].boundSince = standing.number.map { _ in recorded.event.time }
            if let new = standing.number {
                state.claims[new] = Claim(order: it.orderID, since: recorded.event.time)
            }
        }
        state.orders[slot].standing = standing
    }

    private static func finish(_ id: OrderID, _ state: inout GateState) {
        let slot = state.orders.findOrInsert(id)
        state.orders[slot].isFinished = true
    }

    private static func warn(_ it: DeadlineApproaching, _ state: inout GateState) {
        guard let slot = state.orders.find(it.orderID) else { return }
        state.orders[slot].tightestWarning = it.minutesLeft
    }

    private static func bind(
        _ seller: SellerID, _ provider: ProviderID, _ value: Bool, _ time: Instant, _ position: Position,
        _ state: inout GateState
    ) {
        let pair = GateState.pair(state.names.intern(seller.token), state.names.intern(provider.token))
        state.bindings[pair, default: Timeline()].set(value, at: time, position: position)
    }
}
