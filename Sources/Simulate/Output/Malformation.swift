/// What a broken publisher sends, and what the daemon must say to it.
enum Malformation: CaseIterable {
    case unknownType
    case missingOrder
    case wrongCountry
    case wrongTime
    case inTheFuture
    case noBoxes
    case decision
    /// The id of an event that was just recorded, with other content.
    case conflict

    /// The refusal's code and the field it names; no field where the whole event is meant.
    var refusal: (code: StaticString, field: StaticString) {
        switch self {
        case .unknownType: ("unknown-type", "type")
        case .missingOrder: ("missing-field", "orderId")
        case .wrongCountry: ("invalid-field", "country")
        case .wrongTime: ("invalid-field", "time")
        case .inTheFuture: ("time-in-future", "time")
        case .noBoxes: ("invalid-field", "boxes")
        case .decision: ("not-a-fact", "type")
        case .conflict: ("conflict", "id")
        }
    }

    var type: StaticString {
        switch self {
        case .unknownType: "no-such-thing"
        case .wrongCountry: "order-declared"
        case .decision: "deadline-missed"
        case .missingOrder, .wrongTime, .inTheFuture, .noBoxes, .conflict: "handed-over"
        }
    }
}

extension EventWriter {
    /// A line that must be refused, sent right after the step: it must change nothing about its order.
    func write(
        _ malformation: Malformation, after step: Step, at place: Int, of plan: Plan, to bytes: inout [UInt8]
    ) {
        bytes.append("{\"specversion\":\"1.0\",\"id\":\"")
        appendID(of: plan.order, place, to: &bytes)
        if malformation == .conflict {
            bytes.append("\",\"source\":\"")
            bytes.append(contentsOf: Publisher.sources[publisher(of: step.saying, in: plan).index])
        } else {
            bytes.append("-refused\",\"source\":\"")
            bytes.append(Publisher.broken)
        }
        bytes.append("\",\"type\":\"firstmile.")
        bytes.append(malformation.type)
        bytes.append(".v1\",\"time\":\"")
        switch malformation {
        case .wrongTime: bytes.append("yesterday")
        case .inTheFuture: bytes.append("2199-01-01T00:00:00.000Z")
        case .unknownType, .missingOrder, .wrongCountry, .noBoxes, .decision, .conflict:
            bytes.append(time: step.time)
        }
        bytes.append("\",\"datacontenttype\":\"application/json\",\"data\":{")
        bytes.append("sellerId", Seller.all[plan.seller].id, first: true)
        if malformation != .missingOrder {
            bytes.append(",\"orderId\":\"")
            numbers.appendOrder(plan.order, to: &bytes)
            bytes.append("\"")
        }
        bytes.append("provider", Carrier.all[plan.carrier].id)
        switch malformation {
        case .wrongCountry: bytes.append("country", "Spain")
        case .noBoxes: bytes.append(",\"boxes\":0")
        case .conflict: bytes.append("warehouse", "other content")
        case .unknownType, .missingOrder, .wrongTime, .inTheFuture, .decision: break
        }
        bytes.append("}}\n")
    }
}
