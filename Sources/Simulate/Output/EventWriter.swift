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
        case .voided: .account(plan.account)
        case .scanned, .delivered, .lost: .carrier(plan.carrier)
        case .complained, .judged: .platform
        }
    }

    /// - Parameter place: of the step in its plan; names the event.
    func write(_ step: Step, at place: Int, of plan: Plan, sequence: UInt64, to bytes: inout [UInt8]) {
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
        writeData(step, plan, namesNumber, to: &bytes)
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
        }
    }

    private static func isScan(_ saying: Saying) -> Bool {
        if case .scanned = saying { true } else { false }
    }

    private func writeData(_ step: Step, _ plan: Plan, _ namesNumber: Bool, to bytes: inout [UInt8]) {
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
        case .judged:
            bytes.append("sellerId", Seller.all[plan.seller].id)
            bytes.append("verdict", "pass")
            bytes.append("provider", carrier.id)
            append("trackingNumber", .own, of: plan, to: &bytes)
        }
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
