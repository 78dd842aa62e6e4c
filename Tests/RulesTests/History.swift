import Vocabulary

/// The facts of one order with a seller of its own, drawn from a seed: no two at the same time, most rules broken by
/// some of them. Nobody else's numbers are touched, so nothing here is first come, first served.
struct History {
    let order: OrderID
    let seller: SellerID
    private(set) var facts: [Fact] = []
    private var dice: SplitMix
    private var milliseconds: Set<Int64> = []

    init(seed: UInt64) {
        dice = SplitMix(seed: seed)
        order = OrderID(Token("order-\(seed)") ?? "order")
        seller = SellerID(Token("store-\(seed)") ?? "store")
        surround()
        for _ in 0..<Int.random(in: 1...3, using: &dice) { declare() }
        for _ in 0..<Int.random(in: 0...2, using: &dice) { handOver() }
        let numbers = (0..<2).map { number($0, of: seed) }
        for _ in 0..<Int.random(in: 0...3, using: &dice) { upload(numbers) }
        if dice.chance(0.25) { void(numbers) }
        if dice.chance(0.3) { exempt(seed) }
        travel(numbers)
    }

    private func number(_ index: Int, of seed: UInt64) -> TrackingNumber {
        let digits = String(seed * 10 + UInt64(index))
        return TrackingNumber(
            Token("LP" + String(repeating: "0", count: 14 - digits.count) + digits) ?? "LP00000000000000")
    }

    /// In the sixteen hours of the sixth of May, each millisecond once.
    private mutating func moment() -> Instant {
        while true {
            let millisecond = Int64.random(in: 0..<57_600_000, using: &dice)
            if milliseconds.insert(millisecond).inserted {
                return at("00:00:00") + .milliseconds(millisecond)
            }
        }
    }

    private mutating func add(_ payload: Payload, at time: Instant? = nil) {
        facts.append(Fact(payload: payload, time: time ?? moment()))
    }

    private mutating func surround() {
        if dice.chance(0.9) {
            let time = dice.chance(0.8) ? at("2024-04-01T00:00:00Z") : moment()
            add(.providerBound(ProviderBound(sellerID: seller, provider: "cainiao")), at: time)
        }
    }

    private mutating func declare() {
        let countries: [Country] = ["ES", "ES", "FR", "DE", "IT"].compactMap { Country($0) }
        var it = OrderDeclared(
            orderID: order, sellerID: seller, country: countries.randomElement(using: &dice) ?? countries[0])
        it.category = ["electronic-accessories", "battery-products", "garden gnomes"].randomElement(
            using: &dice)
        it.battery = dice.chance(0.3)
        it.cosmetic = dice.chance(0.1)
        it.goods = [
            Good(
                englishName: dice.chance(0.8) ? "phone case" : "toy car",
                hsCode: dice.chance(0.9) ? "392690" : "999999")
        ]
        it.weight = Grams(Int32.random(in: 1...2000, using: &dice))
        it.incoterm = dice.chance(0.3) ? .ddp : .ddu
        it.boxes = dice.chance(0.9) ? 1 : 2
        let phones: [String: Token] = ["FR": "+33612345678", "DE": "+4915112345678", "IT": "+393123456789"]
        it.recipientPhone = dice.chance(0.8) ? phones[it.country.text] ?? "+34612345678" : "612345678"
        it.ioss = dice.chance(0.9) ? "IM3720000224" : "IN3720000224"
        it.provider = "cainiao"
        it.line = "cainiao-standard"
        add(.orderDeclared(it))
    }

    private mutating func handOver() {
        var it = HandedOver(orderID: order, sellerID: seller, provider: "cainiao")
        it.boxes = dice.chance(0.95) ? 1 : 2
        add(.handedOver(it))
    }

    private mutating func upload(_ numbers: [TrackingNumber]) {
        add(
            .numberUploaded(
                NumberUploaded(
                    orderID: order, sellerID: seller,
                    erpAccount: dice.chance(0.8) ? "dianxiaomi-1" : "mabang-1", provider: "cainiao",
                    trackingNumber: dice.chance(0.8) ? numbers[0] : numbers[1])))
    }

    private mutating func void(_ numbers: [TrackingNumber]) {
        add(.numberVoided(NumberVoided(orderID: order, provider: "cainiao", trackingNumber: numbers[0])))
    }

    private mutating func exempt(_ seed: UInt64) {
        let id = Token("request-\(seed)") ?? "request"
        var documents = ExemptionDocuments.complete
        if dice.chance(0.2) { documents.remove(.msds) }
        let requested = at("2024-05-03T00:00:00Z") + .minutes(Int64.random(in: 0...960, using: &dice))
        add(
            .exemptionRequested(
                ExemptionRequested(requestID: id, sellerID: seller, orderID: order, documents: documents)),
            at: requested)
        if dice.chance(0.8) {
            let decision: ExemptionDecided.Decision = dice.chance(0.8) ? .approved : .rejected
            add(
                .exemptionDecided(ExemptionDecided(requestID: id, orderID: order, decision: decision)),
                at: dice.chance(0.8) ? at("2024-05-04T00:00:00Z") : moment())
        }
    }

    /// Scans by order or by number, some of them electronic only, in no order (R38).
    private mutating func travel(_ numbers: [TrackingNumber]) {
        let codes: [Token] = [
            "GTMS_ASN", "PU_PICKUP_SUCCESS", "SC_INBOUND_SUCCESS", "LH_DEPART", "no-such-code",
        ]
        for _ in 0..<Int.random(in: 0...4, using: &dice) {
            let code = codes.randomElement(using: &dice) ?? codes[0]
            add(
                .scanned(Scanned(orderID: order, provider: "cainiao", trackingNumber: numbers[0], code: code))
            )
        }
        if dice.chance(0.4) { add(.delivered(Delivered(orderID: order))) }
        if dice.chance(0.05) { add(.lost(Lost(orderID: order))) }
    }
}
