public import Vocabulary

extension EventType {
    /// Its place among all types, which is the number of its payload in `Event` less 16.
    public var index: Int {
        switch self {
        case .orderDeclared: 0
        case .handedOver: 1
        case .numberUploaded: 2
        case .numberVoided: 3
        case .scanned: 4
        case .delivered: 5
        case .lost: 6
        case .complained: 7
        case .feeBilled: 8
        case .validated: 9
        case .routed: 10
        case .exemptionRequested: 11
        case .exemptionDecided: 12
        case .providerCertified: 13
        case .providerDecertified: 14
        case .providerEngaged: 15
        case .qualificationFiled: 16
        case .trialTracked: 17
        case .integrationApproved: 18
        case .providerBound: 19
        case .providerUnbound: 20
        case .rulebookActivated: 21
        case .deadlineApproaching: 22
        case .deadlineMissed: 23
        case .deadlineWithdrawn: 24
        case .feeAssessed: 25
        }
    }
}
