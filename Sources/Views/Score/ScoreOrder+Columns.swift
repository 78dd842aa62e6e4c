import Vocabulary

extension ScoreOrder: NumberedRow {
    static let shape = TableShape(
        name: "orders",
        columns: [
            .fixed("orderId", "TEXT NOT NULL"),
            .settled("sellerId", "TEXT"),
            .settled("country", "TEXT"),
            .settled("provider", "TEXT"),
            .settled("line", "TEXT"),
            .settled("acceptedKey", "TEXT"),
            .settled("day", "INTEGER"),
            .settled("standing", "INTEGER"),
            .settled("flags", "INTEGER"),
            .settled("delayMs", "INTEGER"),
            .settled("deliveryMs", "INTEGER"),
            .moving("providerCertainty", "INTEGER NOT NULL"),
            .moving("lineCertainty", "INTEGER NOT NULL"),
            .moving("status", "TEXT NOT NULL"),
            .moving("abnormal", "INTEGER NOT NULL"),
            .moving("lost", "INTEGER NOT NULL"),
            .moving("complained", "INTEGER NOT NULL"),
            .moving("handedOverAt", "INTEGER"),
            .moving("uploadedAt", "INTEGER"),
            .moving("onNetworkAt", "INTEGER"),
            .moving("deliveredAt", "INTEGER"),
            .moving("milestones", "INTEGER NOT NULL"),
        ], keyColumns: 1)

    /// What was counted, the number the index hangs on, and whose an order is that is not counted yet.
    struct Settled: Equatable, Sendable {
        var contribution: Contribution?
        var acceptedNumber: TrackingNumber?
        var sellerID: SellerID?
        var country: Country?
        var provider: ProviderID?
        var line: LineID?
    }

    var settled: Settled {
        Settled(
            contribution: contribution, acceptedNumber: acceptedNumber, sellerID: sellerID, country: country,
            provider: provider, line: line)
    }

    /// As last counted.
    private var contribution: Contribution? {
        guard let counted, let sellerID else { return nil }
        let cell = CellKey(
            day: counted.day, sellerID: sellerID, provider: provider?.token ?? Token(),
            country: country.flatMap { Token($0.text) } ?? Token(), line: line?.token ?? Token(),
            standing: counted.standing)
        return Contribution(cell: cell, measures: counted)
    }

    func holds(_ number: NumberKey) -> Bool {
        acceptedNumber == number.number && provider == number.provider
    }

    func put(into statement: RawStatement) {
        statement.put(key.token)
        statement.put(sellerID)
        statement.put(country?.text)
        statement.put(provider)
        statement.put(line)
        statement.put(acceptedNumber)
        statement.put(counted.map { Int64($0.day.number) })
        statement.put(counted?.standing.rawValue)
        statement.put(counted.map { Int64($0.flags.rawValue) })
        statement.put(counted?.delayMilliseconds)
        statement.put(counted?.deliveryMilliseconds)
        statement.put(Int64(providerCertainty.rawValue))
        statement.put(Int64(lineCertainty.rawValue))
        statement.put(status.rawValue)
        statement.put(isAbnormal)
        statement.put(isLost)
        statement.put(isComplainedOf)
        statement.put(handedOverAt)
        statement.put(uploadedAt)
        statement.put(track.onNetworkAt)
        statement.put(track.deliveredAt)
        statement.put(Int64(track.milestones.rawValue))
    }

    init(key: OrderID, reading statement: RawStatement) {
        self.init(key: key)
        statement.skip()
        sellerID = statement.identifier()
        country = statement.text().flatMap { Country($0) }
        provider = statement.identifier()
        line = statement.identifier()
        acceptedNumber = statement.identifier()
        let day = statement.optionalInteger()
        let standing = Standing(rawValue: statement.integer())
        let flags = Contribution.Flags(rawValue: UInt16(truncatingIfNeeded: statement.integer()))
        let (delay, delivery) = (statement.integer(), statement.integer())
        if let day, let standing {
            counted = Contribution.Measures(
                day: CalendarDay(number: Int32(truncatingIfNeeded: day)), standing: standing, flags: flags,
                delayMilliseconds: delay, deliveryMilliseconds: delivery)
        }
        providerCertainty = Certainty(rawValue: UInt8(truncatingIfNeeded: statement.integer())) ?? .unknown
        lineCertainty = Certainty(rawValue: UInt8(truncatingIfNeeded: statement.integer())) ?? .unknown
        status = statement.text().flatMap { ComplianceStatus(rawValue: $0) } ?? .awaitingNumber
        isAbnormal = statement.boolean()
        isLost = statement.boolean()
        isComplainedOf = statement.boolean()
        handedOverAt = statement.instant()
        uploadedAt = statement.instant()
        track.onNetworkAt = statement.instant()
        track.deliveredAt = statement.instant()
        track.milestones = MilestoneSet(rawValue: UInt16(truncatingIfNeeded: statement.integer()))
    }
}
