/// What happened: one case per schema in `Schemas/events`.
public enum Payload: Sendable, Equatable {
    case orderDeclared(OrderDeclared)
    case handedOver(HandedOver)
    case numberUploaded(NumberUploaded)
    case numberVoided(NumberVoided)
    case scanned(Scanned)
    case delivered(Delivered)
    case lost(Lost)
    case complained(Complained)
    case feeBilled(FeeBilled)
    case validated(Validated)
    case routed(Routed)
    case exemptionRequested(ExemptionRequested)
    case exemptionDecided(ExemptionDecided)
    case providerCertified(ProviderCertified)
    case providerDecertified(ProviderDecertified)
    case providerEngaged(ProviderEngaged)
    case qualificationFiled(QualificationFiled)
    case trialTracked(TrialTracked)
    case integrationApproved(IntegrationApproved)
    case providerBound(ProviderBound)
    case providerUnbound(ProviderUnbound)
    case rulebookActivated(RulebookActivated)
    case deadlineApproaching(DeadlineApproaching)
    case deadlineMissed(DeadlineMissed)
    case deadlineWithdrawn(DeadlineWithdrawn)
    case feeAssessed(FeeAssessed)

    public var type: EventType {
        switch self {
        case .orderDeclared: .orderDeclared
        case .handedOver: .handedOver
        case .numberUploaded: .numberUploaded
        case .numberVoided: .numberVoided
        case .scanned: .scanned
        case .delivered: .delivered
        case .lost: .lost
        case .complained: .complained
        case .feeBilled: .feeBilled
        case .validated: .validated
        case .routed: .routed
        case .exemptionRequested: .exemptionRequested
        case .exemptionDecided: .exemptionDecided
        case .providerCertified: .providerCertified
        case .providerDecertified: .providerDecertified
        case .providerEngaged: .providerEngaged
        case .qualificationFiled: .qualificationFiled
        case .trialTracked: .trialTracked
        case .integrationApproved: .integrationApproved
        case .providerBound: .providerBound
        case .providerUnbound: .providerUnbound
        case .rulebookActivated: .rulebookActivated
        case .deadlineApproaching: .deadlineApproaching
        case .deadlineMissed: .deadlineMissed
        case .deadlineWithdrawn: .deadlineWithdrawn
        case .feeAssessed: .feeAssessed
        }
    }

    /// The order it is about, where it is about one and says so.
    public var orderID: OrderID? {
        switch self {
        case .orderDeclared(let it): it.orderID
        case .handedOver(let it): it.orderID
        case .numberUploaded(let it): it.orderID
        case .numberVoided(let it): it.orderID
        case .scanned(let it): it.orderID
        case .delivered(let it): it.orderID
        case .lost(let it): it.orderID
        case .complained(let it): it.orderID
        case .feeBilled(let it): it.orderID
        case .validated(let it): it.orderID
        case .routed(let it): it.orderID
        case .exemptionRequested(let it): it.orderID
        case .exemptionDecided(let it): it.orderID
        case .deadlineApproaching(let it): it.orderID
        case .deadlineMissed(let it): it.orderID
        case .deadlineWithdrawn(let it): it.orderID
        case .feeAssessed(let it): it.orderID
        case .providerCertified, .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated:
            nil
        }
    }
}
