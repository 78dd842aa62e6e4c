import Vocabulary

/// From checked fields to values: one case per payload, with the numbers of `Schemas/firstmile/v1`.
extension Payload {
    @inline(__always)
    static func read(_ type: EventType, _ it: Fields) -> Payload {
        switch type {
        case .orderDeclared: .orderDeclared(OrderDeclared(it))
        case .handedOver: .handedOver(HandedOver(it))
        case .numberUploaded:
            .numberUploaded(
                NumberUploaded(
                    orderID: it.id(1), sellerID: it.id(2), erpAccount: it.id(3), provider: it.id(4),
                    trackingNumber: it.id(5)))
        case .numberVoided:
            .numberVoided(
                NumberVoided(
                    orderID: it.id(1), provider: it.id(2), trackingNumber: it.id(3),
                    reason: it.textIfAny(4)))
        case .scanned: .scanned(Scanned(it))
        case .delivered: .delivered(Delivered(it))
        case .lost: .lost(Lost(it))
        case .complained: .complained(Complained(it))
        case .feeBilled: .feeBilled(FeeBilled(it))
        case .validated: .validated(Validated(it))
        case .routed: .routed(Routed(it))
        case .exemptionRequested: .exemptionRequested(ExemptionRequested(it))
        case .exemptionDecided:
            .exemptionDecided(
                ExemptionDecided(
                    requestID: it.token(1), orderID: it.idIfAny(2),
                    decision: it.choice(3, Numbered.decisions) ?? .rejected))
        case .providerCertified:
            .providerCertified(ProviderCertified(provider: it.id(1), until: it.instantIfAny(2)))
        case .providerDecertified: .providerDecertified(ProviderDecertified(provider: it.id(1)))
        case .providerEngaged: .providerEngaged(ProviderEngaged(sellerID: it.id(1), provider: it.id(2)))
        case .qualificationFiled: .qualificationFiled(QualificationFiled(it))
        case .trialTracked:
            .trialTracked(TrialTracked(sellerID: it.id(1), provider: it.id(2), trackingNumber: it.id(3)))
        case .integrationApproved:
            .integrationApproved(IntegrationApproved(sellerID: it.id(1), provider: it.id(2)))
        case .providerBound: .providerBound(ProviderBound(sellerID: it.id(1), provider: it.id(2)))
        case .providerUnbound: .providerUnbound(ProviderUnbound(sellerID: it.id(1), provider: it.id(2)))
        case .rulebookActivated:
            .rulebookActivated(RulebookActivated(name: it.text(1), hash: it.text(2), content: it.text(3)))
        case .deadlineApproaching:
            .deadlineApproaching(
                DeadlineApproaching(
                    orderID: it.id(1), sellerID: it.idIfAny(2), deadline: it.instant(3),
                    minutesLeft: it.number(4, else: 0)))
        case .deadlineMissed:
            .deadlineMissed(
                DeadlineMissed(
                    orderID: it.id(1), sellerID: it.idIfAny(2), handedOverAt: it.instant(3),
                    deadline: it.instant(4), acceptedAt: it.instantIfAny(5)))
        case .deadlineWithdrawn:
            .deadlineWithdrawn(
                DeadlineWithdrawn(
                    orderID: it.id(1), sellerID: it.idIfAny(2),
                    reason: it.choice(3, Numbered.withdrawals) ?? .exempt, acceptedAt: it.instantIfAny(4)))
        case .feeAssessed: .feeAssessed(FeeAssessed(it))
        }
    }
}

extension HandedOver {
    @inline(__always)
    init(_ it: Fields) {
        self.init(orderID: it.id(1), sellerID: it.id(2), provider: it.id(3))
        warehouse = it.tokenIfAny(4)
        boxes = it.number(5, else: 1)
        trackingNumber = it.idIfAny(6)
    }
}

extension Scanned {
    @inline(__always)
    init(_ it: Fields) {
        self.init(
            orderID: it.idIfAny(1), provider: it.idIfAny(2), trackingNumber: it.idIfAny(3), code: it.token(4))
        place = it.tokenIfAny(5)
    }
}

extension Delivered {
    init(_ it: Fields) {
        self.init(orderID: it.id(1))
        sellerID = it.idIfAny(2)
        provider = it.idIfAny(3)
    }
}

extension Lost {
    init(_ it: Fields) {
        self.init(orderID: it.id(1))
        sellerID = it.idIfAny(2)
        provider = it.idIfAny(3)
    }
}

extension Complained {
    init(_ it: Fields) {
        self.init(orderID: it.id(1))
        sellerID = it.idIfAny(2)
        reason = it.textIfAny(3)
    }
}

extension ExemptionRequested {
    init(_ it: Fields) {
        self.init(
            requestID: it.token(1), sellerID: it.id(2), orderID: it.idIfAny(3),
            documents: ExemptionDocuments(rawValue: it.has(5) ? UInt8(truncatingIfNeeded: it.bits(5)) : 0))
        category = it.tokenIfAny(4)
    }
}

extension QualificationFiled {
    init(_ it: Fields) {
        self.init(sellerID: it.id(1), provider: it.id(2))
        documents = it.tokens(3) { $0 }
        registeredAddress = it.textIfAny(4)
        operatingAddress = it.textIfAny(5)
    }
}
