import Vocabulary

/// Writes the truth: NDJSON whose lines say by `line` what they are about.
///
/// `order`: how an order must stand at the end; `unfinished` where its track ends before delivery or loss, so that it must
/// be STALLED once the log's time has gone on. `publisher-gap`: numbers of a source's sequence that were
/// skipped. `refused`: an event that must be refused. `summary`: the last line.
struct TruthWriter {
    let numbers: Numbers

    func write(_ plan: Plan, _ openKinds: [AnomalyKind], to bytes: inout [UInt8]) {
        bytes.append("{\"line\":\"order\",\"orderId\":\"")
        numbers.appendOrder(plan.order, to: &bytes)
        bytes.append("\"")
        bytes.append(text: "scenario", plan.scenario?.rawValue ?? "ordinary")
        bytes.append("sellerId", Seller.all[plan.seller].id)
        bytes.append("country", Destination.all[plan.destination].code)
        bytes.append("provider", Carrier.all[plan.carrier].id)
        bytes.append(text: "status", plan.expected.status.rawValue)
        bytes.append(name: "abnormal")
        bytes.append(plan.expected.isAbnormal ? "true" : "false")
        bytes.append(",\"anomalies\":[")
        for (place, kind) in openKinds.enumerated() {
            bytes.append(place == 0 ? "\"" : ",\"")
            bytes.append(contentsOf: kind.rawValue.utf8)
            bytes.append("\"")
        }
        bytes.append("]")
        append("uploadedAt", plan.expected.uploadedAt, to: &bytes)
        append("handedOverAt", plan.expected.handedOverAt, to: &bytes)
        bytes.append(name: "unfinished")
        bytes.append(plan.expected.isUnfinished ? "true" : "false")
        bytes.append("}\n")
    }

    /// - Parameters:
    ///   - first: the first number that was skipped.
    ///   - last: the last.
    func writeGap(of publisher: Publisher, from first: UInt64, to last: UInt64, to bytes: inout [UInt8]) {
        bytes.append("{\"line\":\"publisher-gap\",\"kind\":\"PUBLISHER_GAP\",\"source\":\"")
        bytes.append(contentsOf: Publisher.sources[publisher.index])
        bytes.append("\",\"from\":")
        bytes.append(first)
        bytes.append(",\"to\":")
        bytes.append(last)
        bytes.append("}\n")
    }

    func writeRefusal(
        _ malformation: Malformation, from source: [UInt8], id: (order: UInt32, place: Int),
        by writer: EventWriter,
        to bytes: inout [UInt8]
    ) {
        bytes.append("{\"line\":\"refused\",\"id\":\"")
        writer.appendID(of: id.order, id.place, to: &bytes)
        if malformation != .conflict { bytes.append("-refused") }
        bytes.append("\",\"source\":\"")
        bytes.append(contentsOf: source)
        bytes.append("\"")
        bytes.append("code", malformation.refusal.code)
        bytes.append("field", malformation.refusal.field)
        bytes.append("}\n")
    }

    func write(_ summary: SimulationSummary, seed: UInt64, to bytes: inout [UInt8]) {
        bytes.append("{\"line\":\"summary\",\"seed\":")
        bytes.append(seed)
        for (name, count): (StaticString, Int) in [
            ("orders", summary.orders), ("events", summary.events), ("recorded", summary.recorded),
            ("duplicates", summary.duplicates), ("refused", summary.refused),
            ("publisherGaps", summary.publisherGaps), ("abnormal", summary.abnormal),
        ] {
            bytes.append(name: name)
            bytes.append(UInt64(count))
        }
        append("statuses", ComplianceStatus.allCases.map { ($0.rawValue, summary.statuses[$0]) }, to: &bytes)
        append("anomalies", AnomalyKind.allCases.map { ($0.rawValue, summary.anomalies[$0]) }, to: &bytes)
        append("scenarios", Scenario.allCases.map { ($0.rawValue, summary.scenarios[$0]) }, to: &bytes)
        bytes.append("}\n")
    }

    private func append(_ name: StaticString, _ counts: [(String, Int?)], to bytes: inout [UInt8]) {
        bytes.append(name: name)
        bytes.append("{")
        var isFirst = true
        for (key, count) in counts {
            guard let count else { continue }
            bytes.append(isFirst ? "\"" : ",\"")
            bytes.append(contentsOf: key.utf8)
            bytes.append("\":")
            bytes.append(UInt64(count))
            isFirst = false
        }
        bytes.append("}")
    }

    private func append(_ name: StaticString, _ time: Int64?, to bytes: inout [UInt8]) {
        bytes.append(name: name)
        guard let time else { return bytes.append("null") }
        bytes.append("\"")
        bytes.append(time: time)
        bytes.append("\"")
    }
}

extension [UInt8] {
    fileprivate mutating func append(text name: StaticString, _ value: String) {
        append(name: name)
        append("\"")
        append(contentsOf: value.utf8)
        append("\"")
    }
}
