import Vocabulary

/// A parcel on its way: how far it is, when its next milestone is overdue, and in which rates it was counted.
struct ParcelRow: NumberedRow {
    let key: OrderID
    /// Of the accepted number; else of the last upload, of the handover, of the declaration.
    var provider: ProviderID?
    var country: Country?
    var acceptedNumber: TrackingNumber?
    var handedOverAt: Instant?
    /// First accepted upload: before it a mandatory parcel does not move.
    var acceptedAt: Instant?
    /// Whether it may be dispatched: it complies, or need not.
    var isCleared = false
    /// Whether somebody scanned it; until then its handover is only what the warehouse said.
    var isScanned = false
    /// Delivered, returned, disposed of or lost: nothing is awaited any more.
    var hasEnded = false
    var last: LastStep?
    /// From then on its next milestone is overdue. Nil while nothing is awaited, or STALLED stands open already.
    var dueAt: Instant?
    /// The trials it was counted in: each once.
    var counted: Trials = []

    init(key: OrderID) { self.key = key }

    static let shape = TableShape(
        name: "parcels",
        columns: [
            .fixed("orderId", "TEXT NOT NULL"),
            .moving("provider", "TEXT"),
            .moving("country", "TEXT"),
            .settled("acceptedKey", "TEXT"),
            .moving("handedOverAt", "INTEGER"),
            .moving("acceptedAt", "INTEGER"),
            .moving("cleared", "INTEGER NOT NULL"),
            .moving("scanned", "INTEGER NOT NULL"),
            .moving("ended", "INTEGER NOT NULL"),
        ] + LastStep.columns + [
            .settled("dueAt", "INTEGER"),
            .moving("counted", "INTEGER NOT NULL"),
        ], keyColumns: 1)

    static let createDueIndex = """
        CREATE INDEX "parcels_by_due" ON "parcels" ("dueAt") WHERE "dueAt" IS NOT NULL
        """

    /// What the indexes hang on.
    struct Settled: Equatable, Sendable {
        var acceptedNumber: TrackingNumber?
        var dueAt: Instant?
    }

    var settled: Settled { Settled(acceptedNumber: acceptedNumber, dueAt: dueAt) }

    func holds(_ number: NumberKey) -> Bool {
        acceptedNumber == number.number && provider == number.provider
    }

    func put(into statement: RawStatement) {
        statement.put(key.token)
        statement.put(provider)
        statement.put(country?.text)
        statement.put(acceptedNumber)
        statement.put(handedOverAt)
        statement.put(acceptedAt)
        statement.put(isCleared)
        statement.put(isScanned)
        statement.put(hasEnded)
        LastStep.put(last, into: statement)
        statement.put(dueAt)
        statement.put(Int64(counted.rawValue))
    }

    init(key: OrderID, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        provider = statement.identifier()
        country = statement.text().flatMap { Country($0) }
        acceptedNumber = statement.identifier()
        handedOverAt = statement.instant()
        acceptedAt = statement.instant()
        isCleared = statement.boolean()
        isScanned = statement.boolean()
        hasEnded = statement.boolean()
        last = LastStep(reading: statement)
        dueAt = statement.instant()
        counted = Trials(rawValue: UInt8(truncatingIfNeeded: statement.integer()))
    }
}
