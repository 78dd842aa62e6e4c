import Vocabulary

extension ComplianceRow: NumberedRow {
    /// What the indexes hang on.
    struct Settled: Equatable, Sendable {
        var sellerID: SellerID?
        var trackingNumber: TrackingNumber?
        var acceptedNumber: TrackingNumber?
    }

    static let shape = TableShape(
        name: "compliance",
        columns: [
            .fixed("orderId", "TEXT NOT NULL"),
            .settled("sellerId", "TEXT"),
            .moving("country", "TEXT"),
            .moving("provider", "TEXT"),
            .settled("trackingNumber", "TEXT"),
            .moving("stage", "TEXT NOT NULL"),
            .moving("status", "TEXT NOT NULL"),
            .moving("abnormal", "INTEGER NOT NULL"),
            .moving("findings", "TEXT NOT NULL"),
            .moving("declaredAt", "INTEGER"),
            .moving("handedOverAt", "INTEGER"),
            .moving("deadlineAt", "INTEGER"),
            .moving("uploadedAt", "INTEGER"),
            .moving("validatedAt", "INTEGER"),
            .moving("routedAt", "INTEGER"),
            .moving("onNetworkAt", "INTEGER"),
            .moving("deliveredAt", "INTEGER"),
            .moving("subsidyEligible", "INTEGER NOT NULL"),
            .moving("countedInScore", "INTEGER NOT NULL"),
            .moving("rulebook", "TEXT"),
            .moving("position", "INTEGER NOT NULL"),
            // Kept for the fold, not shown.
            .moving("uploadedNumber", "TEXT"),
            .settled("acceptedKey", "TEXT"),
            .moving("reached", "TEXT NOT NULL"),
            .moving("lost", "INTEGER NOT NULL"),
            .moving("milestones", "INTEGER NOT NULL"),
        ], keyColumns: 1)

    var key: OrderID { orderID }

    func holds(_ number: NumberKey) -> Bool {
        provider == number.provider && acceptedNumber?.normalised == number.number
    }

    var settled: Settled {
        Settled(sellerID: sellerID, trackingNumber: trackingNumber, acceptedNumber: acceptedNumber)
    }
}

extension ComplianceRow {
    func put(into statement: RawStatement) {
        statement.put(orderID.token)
        statement.put(sellerID)
        statement.put(country?.text)
        statement.put(provider)
        statement.put(trackingNumber)
        statement.put(stage.rawValue)
        statement.put(status.rawValue)
        statement.put(isAbnormal)
        statement.put(findings.isEmpty ? "[]" : findings.json)
        statement.put(declaredAt)
        statement.put(handedOverAt)
        statement.put(deadlineAt)
        statement.put(uploadedAt)
        statement.put(validatedAt)
        statement.put(routedAt)
        statement.put(track.onNetworkAt)
        statement.put(track.deliveredAt)
        statement.put(isSubsidyEligible)
        statement.put(isCountedInScore)
        statement.put(rulebook)
        statement.put(Int64(bitPattern: position.rawValue))
        statement.put(uploadedNumber)
        statement.put(acceptedNumber?.normalised)
        statement.put(reached.rawValue)
        statement.put(isLost)
        statement.put(Int64(track.milestones.rawValue))
    }

    init(key: OrderID, reading statement: RawStatement) {
        self.init(key: key)
        statement.skip()
        sellerID = statement.identifier()
        country = statement.text().flatMap { Country($0) }
        provider = statement.identifier()
        let shown: TrackingNumber? = statement.identifier()
        statement.skip()
        status = statement.text().flatMap { ComplianceStatus(rawValue: $0) } ?? .awaitingNumber
        isAbnormal = statement.boolean()
        findings = FindingSet(json: statement.text() ?? "")
        declaredAt = statement.instant()
        handedOverAt = statement.instant()
        deadlineAt = statement.instant()
        uploadedAt = statement.instant()
        validatedAt = statement.instant()
        routedAt = statement.instant()
        track.onNetworkAt = statement.instant()
        track.deliveredAt = statement.instant()
        statement.skip()
        statement.skip()
        rulebook = statement.token()
        position = Position(UInt64(bitPattern: statement.integer()))
        uploadedNumber = statement.identifier()
        acceptedNumber = statement.token() == nil ? nil : shown
        reached = statement.text().flatMap { Stage(rawValue: $0) } ?? .declared
        isLost = statement.boolean()
        track.milestones = MilestoneSet(rawValue: UInt16(truncatingIfNeeded: statement.integer()))
    }
}
