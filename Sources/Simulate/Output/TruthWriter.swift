import Vocabulary

/// Writes the truth: NDJSON whose lines say by `line` what they are about.
///
/// - `order`: how an order must stand at the end: in `compliance` its `status`, `abnormal`, `findings`, `uploadedAt` and
///   `handedOverAt`; in `anomalies` those open (`anomalies`) and those that were (`resolved`, without MISSING_UPLOAD); in `fees`
///   its `feeFen`, `couponOrdinal` and `billedFen`. `said`: the codes that the acknowledgements of its uploads name.
///   `unfinished` where its track ends before delivery or loss, so that it must be STALLED once the log's time has gone on.
/// - `exemption`: a row of the view `exemptions`. `onboarding`: a row of the view `onboarding`, with what is open and
///   resolved in `anomalies` about it.
/// - `bad-day`: a day on which many of a store's orders are intercepted. `publisher-gap`: numbers of a source's sequence that
///   were skipped. `refused`: an event that must be refused. `summary`: the last line.
struct TruthWriter {
    let events: EventWriter
    var numbers: Numbers { events.numbers }

    /// - Parameter ordinal: which of its seller's accepted orders it is, among those with a coupon.
    func write(_ plan: Plan, ordinal: Int?, to bytes: inout [UInt8]) {
        let expected = plan.expected
        bytes.append("{\"line\":\"order\",\"orderId\":\"")
        numbers.appendOrder(plan.order, to: &bytes)
        bytes.append("\"")
        bytes.append(text: "scenario", plan.scenario?.rawValue ?? "ordinary")
        bytes.append("sellerId", Seller.all[plan.seller].id)
        bytes.append("country", Destination.all[plan.destination].code)
        bytes.append("provider", Carrier.all[plan.carrier].id)
        bytes.append(text: "status", expected.status.rawValue)
        append("abnormal", expected.isAbnormal, to: &bytes)
        append("anomalies", expected.openKinds.map(\.rawValue), to: &bytes)
        append("resolved", expected.resolvedKinds.map(\.rawValue), to: &bytes)
        append("findings", expected.findings.map(\.rawValue), to: &bytes)
        append("said", expected.saidCodes.map(\.rawValue), to: &bytes)
        append("uploadedAt", expected.uploadedAt, to: &bytes)
        append("handedOverAt", expected.handedOverAt, to: &bytes)
        let fee = plan.fee(ordinal: ordinal)
        append("feeFen", number: fee, to: &bytes)
        let hasPlace = fee != nil && Tariff.hasCoupon(ordinal, shippedAt: expected.handedOverAt ?? 0)
        append("couponOrdinal", number: hasPlace ? ordinal.map(Int64.init) : nil, to: &bytes)
        append("billedFen", number: plan.lastBill.flatMap { bill in fee.map { $0 + bill } }, to: &bytes)
        append("unfinished", expected.isUnfinished, to: &bytes)
        bytes.append("}\n")
        if let request = expected.request { write(request, of: plan, to: &bytes) }
    }

    private func write(_ request: RequestExpectation, of plan: Plan, to bytes: inout [UInt8]) {
        bytes.append("{\"line\":\"exemption\",")
        events.append("requestId", requestOf: plan.order, first: true, to: &bytes)
        bytes.append(",\"orderId\":\"")
        numbers.appendOrder(plan.order, to: &bytes)
        bytes.append("\"")
        write(request, Seller.all[plan.seller], to: &bytes)
    }

    func write(_ request: CategoryRequest, of seller: Int, to bytes: inout [UInt8]) {
        bytes.append("{\"line\":\"exemption\",\"requestId\":\"")
        events.appendRequest(of: seller, to: &bytes)
        bytes.append("\",\"orderId\":null")
        write(request.expected, Seller.all[seller], to: &bytes)
    }

    private func write(_ request: RequestExpectation, _ seller: Seller, to bytes: inout [UInt8]) {
        bytes.append("sellerId", seller.id)
        append("requestedAt", request.requestedAt, to: &bytes)
        append("decidedAt", request.decidedAt, to: &bytes)
        bytes.append(name: "decision")
        bytes.append(request.isApproved.map { $0 ? "\"approved\"" : "\"rejected\"" } ?? "null")
        bytes.append(name: "missing")
        bytes.append(
            list: ExemptionPapers.names(in: ~request.papers & ExemptionPapers.complete))
        bytes.append(text: "outcome", request.outcome.rawValue)
        bytes.append("}\n")
    }

    func write(_ pair: Onboarding, to bytes: inout [UInt8]) {
        bytes.append("{\"line\":\"onboarding\",")
        bytes.append("sellerId", Seller.all[pair.seller].id, first: true)
        bytes.append("provider", Carrier.all[pair.carrier].id)
        append("ready", pair.missingSteps.isEmpty, to: &bytes)
        bytes.append(name: "missing")
        bytes.append(list: pair.missingSteps)
        bytes.append(name: "missingDocuments")
        bytes.append(list: pair.missingPapers)
        append("tracks", number: Int64(pair.tracks), to: &bytes)
        append("addressMismatch", pair.flaw == .addressDiffers, to: &bytes)
        append("overdue", pair.stop == .notAnswered, to: &bytes)
        append("anomalies", pair.openKinds.map(\.rawValue), to: &bytes)
        append("resolved", pair.resolvedKinds.map(\.rawValue), to: &bytes)
        bytes.append("}\n")
    }

    func writeBadDay(_ day: Range<Int64>, to bytes: inout [UInt8]) {
        bytes.append("{\"line\":\"bad-day\",")
        bytes.append("sellerId", Seller.all[Seller.biggest].id, first: true)
        append("from", day.lowerBound, to: &bytes)
        append("until", day.upperBound, to: &bytes)
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
        to bytes: inout [UInt8]
    ) {
        bytes.append("{\"line\":\"refused\",\"id\":\"")
        events.appendID(of: id.order, id.place, to: &bytes)
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
        append("findings", FindingCode.allCases.map { ($0.rawValue, summary.findings[$0]) }, to: &bytes)
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

    private func append(_ name: StaticString, _ names: [String], to bytes: inout [UInt8]) {
        bytes.append(name: name)
        bytes.append("[")
        for (place, text) in names.enumerated() {
            bytes.append(place == 0 ? "\"" : ",\"")
            bytes.append(contentsOf: text.utf8)
            bytes.append("\"")
        }
        bytes.append("]")
    }

    private func append(_ name: StaticString, _ value: Bool, to bytes: inout [UInt8]) {
        bytes.append(name: name)
        bytes.append(value ? "true" : "false")
    }

    private func append(_ name: StaticString, number: Int64?, to bytes: inout [UInt8]) {
        bytes.append(name: name)
        guard let number else { return bytes.append("null") }
        bytes.append(UInt64(max(0, number)))
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
