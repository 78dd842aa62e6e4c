/// Writes an order's events as CloudEvents, one JSON line each.
struct EventWriter {
    let seed: UInt64
    let numbers: Numbers

    init(seed: UInt64) {
        self.seed = seed
        numbers = Numbers(seed: seed)
    }

    /// Who says it.
    func publisher(of saying: Saying, in plan: Plan) -> Publisher {
        switch saying {
        case .declared: .erp(plan.account / Publisher.accountsPerERP)
        case .handedOver: .warehouse(plan.warehouse)
        case .uploaded(_, let account): .account(Int(account))
        case .voided, .exemptionRequested: .account(plan.account)
        case .scanned, .delivered, .lost, .billed, .routed: .carrier(plan.carrier)
        case .complained, .judged, .exemptionDecided: .platform
        }
    }

    /// - Parameters:
    ///   - place: of the step in its plan; names the event.
    ///   - fee: what the order owes when it is billed.
    func write(
        _ step: Step, at place: Int, of plan: Plan, fee: Int64?, sequence: UInt64, to bytes: inout [UInt8]
    ) {
        bytes.append("{\"specversion\":\"1.0\",\"id\":\"")
        appendID(of: plan.order, place, to: &bytes)
        bytes.append("\",\"source\":\"")
        bytes.append(contentsOf: Publisher.sources[publisher(of: step.saying, in: plan).index])
        bytes.append("\",\"type\":\"firstmile.")
        bytes.append(Self.type(of: step.saying))
        bytes.append(".v1\",\"time\":\"")
        bytes.append(time: step.time)
        let namesNumber = plan.scansNameNumber && Self.isScan(step.saying)
        if !namesNumber {
            bytes.append("\",\"subject\":\"")
            numbers.appendOrder(plan.order, to: &bytes)
        }
        bytes.append("\",\"datacontenttype\":\"application/json\",\"sequence\":\"")
        bytes.append(sequence, width: 12)
        bytes.append("\",\"data\":{")
        if !namesNumber { append("orderId", order: plan.order, first: true, to: &bytes) }
        writeData(step, plan, fee, namesNumber, to: &bytes)
        bytes.append("}}\n")
    }

    /// One id per order and step; unique within its source and beyond.
    func appendID(of order: UInt32, _ place: Int, to bytes: inout [UInt8]) {
        numbers.appendOrder(order, to: &bytes)
        bytes.append(0x2D)
        bytes.append(UInt64(place) + 1, width: 2)
    }

    private static func type(of saying: Saying) -> StaticString {
        switch saying {
        case .declared: "order-declared"
        case .handedOver: "handed-over"
        case .uploaded: "number-uploaded"
        case .voided: "number-voided"
        case .scanned: "scanned"
        case .delivered: "delivered"
        case .lost: "lost"
        case .complained: "complained"
        case .judged: "validated"
        case .exemptionRequested: "exemption-requested"
        case .exemptionDecided: "exemption-decided"
        case .billed: "fee-billed"
        case .routed: "routed"
        }
    }

    private static func isScan(_ saying: Saying) -> Bool {
        if case .scanned = saying { true } else { false }
    }

    private func writeData(
        _ step: Step, _ plan: Plan, _ fee: Int64?, _ namesNumber: Bool, to bytes: inout [UInt8]
    ) {
        let carrier = Carrier.all[plan.carrier]
        switch step.saying {
        case .declared(let form, let boxes, let slip):
            bytes.append("sellerId", Seller.all[plan.seller].id)
            appendDeclaration(plan, form, boxes: boxes, slip: slip, to: &bytes)
        case .handedOver:
            bytes.append("sellerId", Seller.all[plan.seller].id)
            bytes.append("provider", carrier.id)
            bytes.append("warehouse", Publisher.warehouses[plan.warehouse])
            bytes.append(",\"boxes\":1")
        case .uploaded(let number, let account):
            bytes.append("sellerId", Seller.all[plan.seller].id)
            bytes.append("erpAccount", Publisher.accounts[Int(account)])
            bytes.append("provider", carrier.id)
            append("trackingNumber", number, of: plan, to: &bytes)
        case .voided(let number):
            bytes.append("provider", carrier.id)
            append("trackingNumber", number, of: plan, to: &bytes)
            bytes.append("reason", "label damaged")
        case .scanned(let index):
            bytes.append("provider", carrier.id, first: namesNumber)
            if namesNumber { append("trackingNumber", .own, of: plan, to: &bytes) }
            let scan = carrier.scans[Int(index)]
            bytes.append("code", scan.code)
            bytes.append("place", scan.isAbroad ? Destination.all[plan.destination].code : "CN")
        case .delivered, .lost:
            bytes.append("sellerId", Seller.all[plan.seller].id)
            bytes.append("provider", carrier.id)
        case .complained:
            bytes.append("sellerId", Seller.all[plan.seller].id)
            bytes.append("reason", plan.order % 3 == 0 ? "parcel damaged" : "slow delivery")
        case .judged(let passes):
            bytes.append("sellerId", Seller.all[plan.seller].id)
            bytes.append("verdict", passes ? "pass" : "intercepted")
            bytes.append("provider", carrier.id)
            append("trackingNumber", .own, of: plan, to: &bytes)
        case .exemptionRequested(let papers):
            bytes.append("sellerId", Seller.all[plan.seller].id)
            append("requestId", requestOf: plan.order, to: &bytes)
            append(papers: papers, to: &bytes)
        case .exemptionDecided(let isApproved):
            append("requestId", requestOf: plan.order, to: &bytes)
            bytes.append("decision", isApproved ? "approved" : "rejected")
        case .billed(let difference):
            bytes.append("provider", carrier.id)
            bytes.append(name: "amountFen")
            bytes.append(UInt64(max(0, (fee ?? 0) + difference)))
        case .routed(let isKnown):
            bytes.append("sellerId", Seller.all[plan.seller].id)
            bytes.append("provider", carrier.id)
            bytes.append("hub", "CAN-07")
            bytes.append("line", isKnown ? carrier.line : "overland-trial")
        }
    }

    /// The id of an order's own request for exemption.
    func append(
        _ name: StaticString, requestOf order: UInt32, first: Bool = false, to bytes: inout [UInt8]
    ) {
        bytes.append(name: name, first: first)
        bytes.append("\"ex-")
        numbers.appendOrder(order, to: &bytes)
        bytes.append("\"")
    }

    private func append(_ name: StaticString, order: UInt32, first: Bool, to bytes: inout [UInt8]) {
        bytes.append(name: name, first: first)
        bytes.append(0x22)
        numbers.appendOrder(order, to: &bytes)
        bytes.append(0x22)
    }

    private func append(
        _ name: StaticString, _ number: NumberChoice, of plan: Plan, to bytes: inout [UInt8]
    ) {
        bytes.append(name: name)
        bytes.append(0x22)
        numbers.appendNumber(number, of: plan, to: &bytes)
        bytes.append(0x22)
    }
}

extension [UInt8] {
    /// `,"name":`
    mutating func append(name: StaticString, first: Bool = false) {
        append(first ? "\"" : ",\"")
        append(name)
        append("\":")
    }

    /// `,"name":"value"`
    mutating func append(_ name: StaticString, _ value: StaticString, first: Bool = false) {
        append(name: name, first: first)
        append(0x22)
        append(value)
        append(0x22)
    }
}
