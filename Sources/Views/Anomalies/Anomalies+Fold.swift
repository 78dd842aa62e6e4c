import Vocabulary

extension Anomalies {
    /// What a record says about its order.
    func fold(_ record: borrowing Recorded, _ order: OrderID) throws(ViewError) {
        let time = record.event.time
        switch record.event.payload {
        case .orderDeclared(let it):
            let slot = try orders.slot(of: order)
            orders.change(slot) { row in
                row.sellerID = it.sellerID
                row.declaredAt = earliest(row.declaredAt, time)
            }
            try judgeTimes(record, order)
        case .handedOver(let it):
            let slot = try orders.slot(of: order)
            orders.change(slot) { row in
                row.sellerID = it.sellerID
                row.handedOverAt = earliest(row.handedOverAt, time)
            }
            try judgeTimes(record, order)
        case .delivered(let it):
            let slot = try orders.slot(of: order)
            orders.change(slot) { row in
                row.sellerID = row.sellerID ?? it.sellerID
                row.deliveredAt = earliest(row.deliveredAt, time)
                if row.handedOverAt == nil { row.wasDeliveredFirst = true }
            }
            try judgeTimes(record, order)
            try resolve(.lost, order, record)
        case .lost(let it):
            try learn(it.sellerID, order)
            let isDelivered = orders[try orders.slot(of: order)].deliveredAt != nil
            if !isDelivered { try open(.lost, order, record) }
        case .validated(let it):
            try learn(it.sellerID, order)
            try fold(it, record, order)
        case .deadlineMissed(let it):
            try learn(it.sellerID, order)
            try miss(it, record, order)
        case .deadlineWithdrawn:
            try resolve(.missingUpload, order, record)
            try resolve(.lateUpload, order, record)
        case .numberUploaded(let it):
            try learn(it.sellerID, order)
        case .feeBilled(let it): try balance(it, record, order)
        case .feeAssessed(let it):
            try learn(it.sellerID, order)
            try balance(it, record, order)
        case .numberVoided, .scanned, .complained, .routed, .exemptionRequested,
            .exemptionDecided, .deadlineApproaching:
            break
        case .providerCertified, .providerDecertified, .providerEngaged, .qualificationFiled, .trialTracked,
            .integrationApproved, .providerBound, .providerUnbound, .rulebookActivated:
            break
        }
    }

    /// Ours: the snapshot opens and resolves. The platform's: it may differ from ours (VERDICT_DIVERGES).
    private func fold(_ it: Validated, _ record: borrowing Recorded, _ order: OrderID) throws(ViewError) {
        let slot = try orders.slot(of: order)
        guard record.origin == .decision else {
            guard let ours = orders[slot].verdict, ours != .pending, it.verdict != .pending else { return }
            guard ours != it.verdict else { return try resolve(.verdictDiverges, order, record) }
            return try open(.verdictDiverges, order, record) { row in
                row.detail = "the platform says \(it.verdict.rawValue), this rulebook said \(ours.rawValue)"
            }
        }
        if orders[slot].verdict != it.verdict { orders.change(slot) { $0.verdict = it.verdict } }
        var standing: AnomalySet = []
        for finding in it.open {
            guard let kind = AnomalyKind(finding.code) else { continue }
            standing.insert(AnomalySet(kind))
            try open(kind, order, record) { row in
                row.severity = finding.severity
                row.detail = finding.evidence
                if !finding.fix.isEmpty { row.fix = finding.fix }
            }
        }
        let gone = orders[try orders.slot(of: order)].open.intersection(.findings).subtracting(standing)
        for kind in gone.kinds { try resolve(kind, order, record) }
    }

    /// R22: nothing accepted yet is MISSING_UPLOAD; accepted too late is LATE_UPLOAD instead.
    private func miss(_ it: DeadlineMissed, _ record: borrowing Recorded, _ order: OrderID) throws(ViewError)
    {
        guard let acceptedAt = it.acceptedAt else {
            return try open(.missingUpload, order, record) { row in
                row.detail = "handed over at \(it.handedOverAt.text), deadline was \(it.deadline.text)"
            }
        }
        try resolve(.missingUpload, order, record)
        try open(.lateUpload, order, record) { row in
            row.detail =
                "accepted at \(acceptedAt.text), \((acceptedAt - it.deadline).text) after the deadline"
        }
    }

    /// Facts may arrive in any order; what cannot be is judged by their times, and a delivery without a handover.
    private func judgeTimes(_ record: borrowing Recorded, _ order: OrderID) throws(ViewError) {
        let row = orders[try orders.slot(of: order)]
        guard row.isOutOfOrder else { return try resolve(.outOfOrder, order, record) }
        try open(.outOfOrder, order, record) { anomaly in
            anomaly.detail =
                row.wasDeliveredFirst
                ? "delivered before it was handed over" : "its times contradict one another"
        }
    }

    private func learn(_ seller: SellerID?, _ order: OrderID) throws(ViewError) {
        let slot = try orders.slot(of: order)
        guard let seller, orders[slot].sellerID == nil else { return }
        orders.change(slot) { $0.sellerID = seller }
    }

    /// Opens a row, unless one of the kind is open on the order already.
    func open(
        _ kind: AnomalyKind, _ order: OrderID, _ record: borrowing Recorded,
        _ fill: (inout AnomalyRow) -> Void = { _ in }
    ) throws(ViewError) {
        let slot = try orders.slot(of: order)
        guard !orders[slot].open.contains(AnomalySet(kind)) else { return }
        let seller = orders[slot].sellerID
        orders.change(slot) { $0.open.insert(AnomalySet(kind)) }
        _ = book.add(kind, at: record.event.time, evidence: record.evidence) { row in
            row.orderID = order
            row.sellerID = seller
            fill(&row)
        }
    }

    /// Resolves the open row of the kind, if there is one.
    func resolve(
        _ kind: AnomalyKind, _ order: OrderID, _ record: borrowing Recorded
    ) throws(ViewError) {
        let slot = try orders.slot(of: order)
        guard orders[slot].open.contains(AnomalySet(kind)) else { return }
        orders.change(slot) { $0.open.remove(AnomalySet(kind)) }
        let (time, evidence) = (record.event.time, record.evidence)
        try book.change(kind, of: order) { row in
            row.resolvedAt = time
            row.add(evidence)
        }
    }
}

extension Recorded {
    /// Where to look: the record, and the fact that caused it.
    fileprivate var evidence: [UInt64] {
        cause.map { [$0.rawValue, position.rawValue] } ?? [position.rawValue]
    }
}
