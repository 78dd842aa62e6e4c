import Vocabulary

/// Records of a few orders, in order of arrival. Minutes count from 2024-05-06T02:00:00Z, 10:00 in Shanghai.
struct Story {
    static let start = Instant(seconds: 1_714_960_800)
    static let order: OrderID = "8190000000000001"
    static let seller: SellerID = "store-1"
    static let provider: ProviderID = "cainiao"
    static let number: TrackingNumber = "LP00612345678901"

    var records: [Recorded] = []

    static func minute(_ minutes: Int64) -> Instant { start + .minutes(minutes) }

    mutating func fact(
        _ minute: Int64, _ payload: Payload, publisher: UInt64 = 1, sequence: UInt64? = nil,
        recorded: Int64? = nil
    ) {
        add(.fact, minute, payload, publisher, sequence, recorded)
    }

    mutating func decision(_ minute: Int64, _ payload: Payload) {
        add(.decision, minute, payload, 0, nil, nil)
    }

    private mutating func add(
        _ origin: Origin, _ minute: Int64, _ payload: Payload, _ publisher: UInt64, _ sequence: UInt64?,
        _ recorded: Int64?
    ) {
        let position = Position(UInt64(records.count))
        let event = Event(
            time: Self.minute(minute), payload: payload, publisher: publisher, sequence: sequence)
        let last = records.last?.recordedAt ?? Self.start
        records.append(
            Recorded(
                position: position, recordedAt: recorded.map(Self.minute) ?? max(last, event.time),
                origin: origin,
                cause: origin == .decision && position.rawValue > 0 ? Position(position.rawValue - 1) : nil,
                event: event))
    }
}

extension Story {
    mutating func declare(_ minute: Int64, _ order: OrderID = order, seller: SellerID = seller) {
        var it = OrderDeclared(orderID: order, sellerID: seller, country: .spain)
        it.provider = Self.provider
        it.line = "cainiao-standard"
        fact(minute, .orderDeclared(it))
    }

    mutating func handOver(_ minute: Int64, _ order: OrderID = order, seller: SellerID = seller) {
        fact(minute, .handedOver(HandedOver(orderID: order, sellerID: seller, provider: Self.provider)))
    }

    mutating func upload(_ minute: Int64, _ order: OrderID = order, number: TrackingNumber = number) {
        fact(
            minute,
            .numberUploaded(
                NumberUploaded(
                    orderID: order, sellerID: Self.seller, erpAccount: "dianxiaomi-1",
                    provider: Self.provider,
                    trackingNumber: number)))
    }

    /// The gate's verdict on an upload, or on the order where `judged` is nil.
    mutating func stand(
        _ minute: Int64, _ status: ComplianceStatus, _ verdict: Verdict, of order: OrderID = order,
        judged: TrackingNumber? = number, accepted: TrackingNumber? = nil, first: Int64? = nil,
        open: [Finding] = []
    ) {
        var it = Validated(orderID: order, verdict: verdict)
        it.sellerID = Self.seller
        it.provider = judged == nil ? nil : Self.provider
        it.trackingNumber = judged
        it.status = status
        it.acceptedNumber = accepted
        it.acceptedProvider = accepted == nil ? nil : Self.provider
        it.firstAcceptedAt = first.map(Self.minute)
        it.open = open
        it.rulebook = "shipped@12345678"
        decision(minute, .validated(it))
    }

    /// Upload, verdict and route of a number that is accepted.
    mutating func accept(_ minute: Int64, _ order: OrderID = order, number: TrackingNumber = number) {
        upload(minute, order, number: number)
        stand(minute, .compliant, .pass, of: order, judged: number, accepted: number, first: minute)
        var it = Routed(orderID: order, hub: "HZ-01", line: "cainiao-standard")
        it.sellerID = Self.seller
        decision(minute, .routed(it))
    }

    mutating func miss(_ minute: Int64, _ order: OrderID = order, handedOver: Int64, accepted: Int64? = nil) {
        let handover = Self.minute(handedOver)
        decision(
            minute,
            .deadlineMissed(
                DeadlineMissed(
                    orderID: order, sellerID: Self.seller, handedOverAt: handover,
                    deadline: handover + .hours(2), acceptedAt: accepted.map(Self.minute))))
    }

    mutating func withdraw(_ minute: Int64, _ order: OrderID = order) {
        decision(
            minute,
            .deadlineWithdrawn(
                DeadlineWithdrawn(
                    orderID: order, sellerID: Self.seller, reason: .uploadedInTime, acceptedAt: nil)))
    }

    mutating func scan(
        _ minute: Int64, _ code: Token, of order: OrderID? = order, number: TrackingNumber? = nil
    ) {
        fact(
            minute,
            .scanned(Scanned(orderID: order, provider: Self.provider, trackingNumber: number, code: code)))
    }

    mutating func deliver(_ minute: Int64, _ order: OrderID = order) {
        fact(minute, .delivered(Delivered(orderID: order)))
    }

    mutating func lose(_ minute: Int64, _ order: OrderID = order) {
        fact(minute, .lost(Lost(orderID: order)))
    }

    mutating func complain(_ minute: Int64, _ order: OrderID = order) {
        fact(minute, .complained(Complained(orderID: order)))
    }
}

extension Country {
    /// ES: one of the countries where the rules hold.
    static var spain: Country {
        guard let country = Country("ES") else { preconditionFailure("ES is assigned") }
        return country
    }
}
