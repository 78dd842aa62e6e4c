import Vocabulary

extension Story {
    mutating func request(
        _ minute: Int64, _ papers: ExemptionDocuments = .complete, id: Token = "ex-1",
        for order: OrderID? = order, seller: SellerID = seller
    ) {
        fact(
            minute,
            .exemptionRequested(
                ExemptionRequested(requestID: id, sellerID: seller, orderID: order, documents: papers)))
    }

    mutating func answer(_ minute: Int64, _ answer: ExemptionDecided.Decision, id: Token = "ex-1") {
        fact(minute, .exemptionDecided(ExemptionDecided(requestID: id, decision: answer)))
    }

    mutating func engage(_ minute: Int64, seller: SellerID = seller, provider: ProviderID = provider) {
        fact(minute, .providerEngaged(ProviderEngaged(sellerID: seller, provider: provider)))
    }

    mutating func file(
        _ minute: Int64, _ papers: [Token], registered: String? = nil, operating: String? = nil
    ) {
        var it = QualificationFiled(sellerID: Self.seller, provider: Self.provider)
        it.documents = papers
        it.registeredAddress = registered
        it.operatingAddress = operating
        fact(minute, .qualificationFiled(it))
    }

    mutating func track(_ minute: Int64, _ number: TrackingNumber) {
        fact(
            minute,
            .trialTracked(
                TrialTracked(sellerID: Self.seller, provider: Self.provider, trackingNumber: number)))
    }

    mutating func track(_ minute: Int64, _ number: String) {
        if let token = Token(number) { track(minute, TrackingNumber(token)) }
    }

    mutating func approve(_ minute: Int64) {
        fact(
            minute, .integrationApproved(IntegrationApproved(sellerID: Self.seller, provider: Self.provider)))
    }

    mutating func bind(_ minute: Int64, seller: SellerID = seller, provider: ProviderID = provider) {
        fact(minute, .providerBound(ProviderBound(sellerID: seller, provider: provider)))
    }

    mutating func unbind(_ minute: Int64) {
        fact(minute, .providerUnbound(ProviderUnbound(sellerID: Self.seller, provider: Self.provider)))
    }

    mutating func certify(_ minute: Int64, _ provider: ProviderID, until: Int64? = nil) {
        fact(
            minute, .providerCertified(ProviderCertified(provider: provider, until: until.map(Self.minute))))
    }

    mutating func decertify(_ minute: Int64, _ provider: ProviderID) {
        fact(minute, .providerDecertified(ProviderDecertified(provider: provider)))
    }
}
