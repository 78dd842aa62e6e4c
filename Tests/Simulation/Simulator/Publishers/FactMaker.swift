import Vocabulary

/// Makes facts of a small world, in which everything touches everything: few orders, few numbers, few sellers.
struct FactMaker {
    private var dice: Dice
    private let orders: [OrderID]
    private let sellers: [SellerID] = ["store-1", "store-2"]
    private let numbers: [TrackingNumber] = [
        "LP00600000000001", "LP00600000000002", "LP00600000000003", "LP00600000000004", "12",
    ]
    private let providers: [ProviderID] = ["cainiao", "cainiao", "yanwen", "4px"]
    private let categories: [Token] = ["electronic-accessories", "battery-products", "toys"]
    private let requests: [Token] = ["request-1", "request-2"]
    private let countries = ["ES", "ES", "FR", "US"].compactMap { Country($0) }

    /// Orders keep their seller, and nobody asks for a whole category: what an order that left memory is found by.
    private let staysFindable: Bool

    init(_ dice: Dice, staysFindable: Bool) {
        self.dice = dice
        self.staysFindable = staysFindable
        let count = self.dice.within(1...6)
        orders = (1...count).compactMap { Token("819000000000000\($0)").map { OrderID($0) } }
    }

    /// A fact, and how long before the clock's time it happened.
    mutating func next() -> (Payload, Interval) {
        let payload = payload()
        var age = Interval.seconds(Int64(dice.below(3600)))
        switch payload {
        case .providerBound, .exemptionRequested, .providerCertified:
            if dice.chance(0.7) { age = .hours(Int64(dice.within(24...120))) }
        default:
            if dice.chance(0.1) { age = .hours(Int64(dice.below(50))) }
            if dice.chance(0.03) { age = .hours(-Int64(dice.within(1...5))) }
        }
        return (payload, age)
    }

    private mutating func payload() -> Payload {
        let (order, provider) = (dice.pick(orders), dice.pick(providers))
        let seller = staysFindable ? sellers[Int(order.digest % 2)] : dice.pick(sellers)
        switch dice.below(20) {
        case 0...3: return .orderDeclared(declaration(order, seller))
        case 4...6:
            var it = HandedOver(orderID: order, sellerID: seller, provider: provider)
            it.boxes = dice.chance(0.9) ? 1 : 2
            return .handedOver(it)
        case 7...10:
            return .numberUploaded(
                NumberUploaded(
                    orderID: order, sellerID: seller, erpAccount: dice.pick(["dianxiaomi-1", "mabang-1"]),
                    provider: provider, trackingNumber: dice.pick(numbers)))
        case 11:
            return .numberVoided(
                NumberVoided(orderID: order, provider: provider, trackingNumber: dice.pick(numbers)))
        case 12: return .delivered(Delivered(orderID: order))
        case 13: return .lost(Lost(orderID: order))
        case 14:
            let code = dice.pick(["GTMS_ASN", "PU_PICKUP_SUCCESS", "SC_INBOUND_SUCCESS"] as [Token])
            return .scanned(
                Scanned(
                    orderID: dice.chance(0.7) ? order : nil, provider: provider,
                    trackingNumber: dice.pick(numbers), code: code))
        case 15: return exemption(order, seller)
        case 16:
            return .exemptionDecided(
                ExemptionDecided(
                    requestID: dice.pick(requests), orderID: dice.chance(0.5) ? order : nil,
                    decision: dice.chance(0.8) ? .approved : .rejected))
        case 17: return around(seller, provider)
        case 18: return .feeBilled(FeeBilled(orderID: order, amount: Fen(Int64(dice.below(5000)))))
        default: return .providerBound(ProviderBound(sellerID: seller, provider: provider))
        }
    }

    private mutating func declaration(_ order: OrderID, _ seller: SellerID) -> OrderDeclared {
        var it = OrderDeclared(orderID: order, sellerID: seller, country: dice.pick(countries))
        it.category = dice.chance(0.8) ? dice.pick(categories) : nil
        it.battery = dice.chance(0.2)
        it.goods = [
            Good(
                englishName: dice.chance(0.8) ? "phone case" : "gift",
                hsCode: dice.chance(0.9) ? "392690" : "99")
        ]
        it.weight = dice.chance(0.8) ? Grams(Int32(dice.within(1...3000))) : nil
        it.incoterm = dice.chance(0.3) ? .ddp : .ddu
        it.recipientPhone = dice.chance(0.8) ? "+34612345678" : "612345678"
        it.ioss = dice.chance(0.8) ? "IM3720000224" : nil
        it.provider = dice.chance(0.7) ? "cainiao" : nil
        it.line = dice.chance(0.5) ? "cainiao-standard" : nil
        return it
    }

    private mutating func exemption(_ order: OrderID, _ seller: SellerID) -> Payload {
        let forOrder = staysFindable || dice.chance(0.6)
        var it = ExemptionRequested(
            requestID: dice.pick(requests), sellerID: seller, orderID: forOrder ? order : nil,
            documents: .complete)
        if !forOrder { it.category = "battery-products" }
        return .exemptionRequested(it)
    }

    private mutating func around(_ seller: SellerID, _ provider: ProviderID) -> Payload {
        switch dice.below(4) {
        case 0: .providerCertified(ProviderCertified(provider: provider))
        case 1: .providerDecertified(ProviderDecertified(provider: provider))
        case 2: .providerUnbound(ProviderUnbound(sellerID: seller, provider: provider))
        default: .providerEngaged(ProviderEngaged(sellerID: seller, provider: provider))
        }
    }
}
