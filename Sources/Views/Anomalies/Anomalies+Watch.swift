import Rulebook
import Vocabulary

/// What follows from the log's time and from many parcels together: STALLED and RATE_ALARM.
extension Anomalies {
    /// An hour of the log turned, perhaps a day.
    func turn(_ turn: LogClock.Turn, with record: borrowing Recorded) throws(ViewError) {
        for overdue in try stalls.overdue(at: turn.hour) { try open(overdue, record.position) }
        guard let day = turn.endedDay else { return }
        for judged in try rates.judge(day) {
            try tell(judged, on: CalendarDay(number: day), endedAt: clock.end(of: day), record.position)
        }
    }

    /// What a record says of its parcel's way.
    func follow(_ record: borrowing Recorded, _ order: OrderID) throws(ViewError) {
        guard let (parcel, trials, moved) = try stalls.fold(record, order) else { return }
        if moved { try resolve(.stalled, order, record) }
        guard !trials.isEmpty else { return }
        let seller = orders[try orders.slot(of: order)].sellerID
        try rates.count(trials, of: parcel, seller, on: clock.dayNumber(record.recordedAt))
    }

    private func open(_ overdue: StallWatch.Overdue, _ now: Position) throws(ViewError) {
        let slot = try orders.slot(of: overdue.order)
        let (seller, isOpen) = (orders[slot].sellerID, orders[slot].open.contains(AnomalySet(.stalled)))
        guard !isOpen else { return }
        orders.change(slot) { $0.open.insert(AnomalySet(.stalled)) }
        _ = book.add(.stalled, at: overdue.dueAt, evidence: [overdue.last.position, now.rawValue]) { row in
            row.orderID = overdue.order
            row.sellerID = seller
            let basis =
                overdue.known >= UInt64(rules.rulebook.tracking.stall.minimumSample)
                ? "usual on this lane, of \(overdue.known) parcels"
                : "allowed while the lane is not known yet"
            row.detail =
                "\(overdue.last.milestone.rawValue) since \(overdue.last.since.text); "
                + "\(overdue.span.text) are \(basis)"
        }
    }

    private func tell(
        _ judged: RateWatch.Judged, on day: CalendarDay, endedAt time: Instant, _ position: Position
    ) throws(ViewError) {
        let open = try rates.alarm(judged.subject)
        let isOut = !judged.judgement.exceeded.isEmpty
        if isOut, open == 0 {
            let anomaly = book.add(.rateAlarm, at: time, evidence: [position.rawValue]) { row in
                row.subject = judged.subject.text
                switch judged.subject.kind {
                case .store: row.sellerID = SellerID(judged.subject.name)
                case .provider, .lane: break
                }
                row.detail = judged.words(on: day)
            }
            try rates.remember(anomaly, for: judged.subject)
        } else if !isOut, open != 0 {
            try book.change(open) { row in
                row.resolvedAt = time
                row.add([position.rawValue])
            }
            try rates.remember(0, for: judged.subject)
        }
    }
}

extension RateWatch.Judged {
    /// The evidence: rate, number, limits.
    fileprivate func words(on day: CalendarDay) -> String {
        var words =
            "\(subject.rate.rawValue) \(day.text): \(self.day.failures) of \(self.day.parcels), "
            + "\(Self.percent(self.day.rate)); usual \(Self.percent(judgement.centre)), "
            + "limit \(Self.percent(judgement.limit))"
        if let mean = judgement.mean, let limit = judgement.meanLimit {
            words += "; weighted mean \(Self.percent(mean)), limit \(Self.percent(limit))"
        }
        let methods = judgement.exceeded.map(\.rawValue).joined(separator: ", ")
        return words + "; \(judgement.baselineDays) days, \(judgement.baselineParcels) parcels; \(methods)"
    }

    private static func percent(_ share: Double) -> String {
        "\((share * 10_000).rounded() / 100) %"
    }
}
