import Vocabulary

/// What publishers say in the scenarios: one good order of store-1 to Spain, and ways to spoil it.
enum Say {
    static let order: OrderID = "8190000000000001"
    static let other: OrderID = "8190000000000002"
    static let store: SellerID = "store-1"

    static func bound(_ provider: ProviderID = "cainiao") -> Fact {
        Fact(
            payload: .providerBound(ProviderBound(sellerID: store, provider: provider)),
            time: at("2024-04-06T02:00:00Z"))
    }

    static func declared(
        _ id: OrderID = order, at time: String = "00:00:00", provider: ProviderID = "cainiao",
        _ change: (inout OrderDeclared) -> Void = { _ in }
    ) -> Fact {
        var it = OrderDeclared(orderID: id, sellerID: store, country: spain)
        it.category = "electronic-accessories"
        it.goods = [Good(englishName: "phone case", hsCode: "392690")]
        it.weight = Grams(350)
        it.incoterm = .ddu
        it.recipientPhone = "+34612345678"
        it.ioss = "IM3720000224"
        it.provider = provider
        it.line = provider == "cainiao" ? "cainiao-standard" : nil
        change(&it)
        return Fact(payload: .orderDeclared(it), time: Moment(time).instant)
    }

    static func handedOver(_ id: OrderID = order, at time: String = "02:00:00", boxes: Int32 = 1) -> Fact {
        var it = HandedOver(orderID: id, sellerID: store, provider: "cainiao")
        it.boxes = boxes
        return Fact(payload: .handedOver(it), time: Moment(time).instant)
    }

    static func uploaded(
        _ number: TrackingNumber = "LP00612345678901", _ id: OrderID = order, at time: String = "02:10:00",
        by account: ERPAccount = "dianxiaomi-1", provider: ProviderID = "cainiao", source: String = "erp/test"
    ) -> Fact {
        Fact(
            payload: .numberUploaded(
                NumberUploaded(
                    orderID: id, sellerID: store, erpAccount: account, provider: provider,
                    trackingNumber: number)),
            time: Moment(time).instant, source: source)
    }

    static func voided(_ number: TrackingNumber = "LP00612345678901", at time: String) -> Fact {
        Fact(
            payload: .numberVoided(
                NumberVoided(orderID: order, provider: "cainiao", trackingNumber: number)),
            time: Moment(time).instant)
    }

    static func exemption(
        at time: String, _ documents: ExemptionDocuments = .complete, approvedAt approval: String
    ) -> [Fact] {
        [
            Fact(
                payload: .exemptionRequested(
                    ExemptionRequested(
                        requestID: "ex-1", sellerID: store, orderID: order, documents: documents)),
                time: Moment(time).instant),
            Fact(
                payload: .exemptionDecided(
                    ExemptionDecided(requestID: "ex-1", orderID: order, decision: .approved)),
                time: Moment(approval).instant),
        ]
    }

    static func scanned(_ code: Token, at time: String, _ id: OrderID = order) -> Fact {
        Fact(
            payload: .scanned(Scanned(orderID: id, provider: "cainiao", code: code)),
            time: Moment(time).instant)
    }

    static func said(
        _ payload: Payload, at time: String, source: String = "wms/test", sequence: UInt64? = nil
    )
        -> Fact
    {
        Fact(payload: payload, time: Moment(time).instant, source: source, sequence: sequence)
    }

    static var spain: Country {
        guard let spain = Country("ES") else { preconditionFailure("ES is assigned") }
        return spain
    }

    private struct Moment {
        let instant: Instant
        init(_ text: String) { instant = at(text) }
    }
}
