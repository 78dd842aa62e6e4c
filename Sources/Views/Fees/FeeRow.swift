import Vocabulary

/// What one order costs by the rules, and what was billed for it. Amounts are fen.
struct FeeRow: StoredRow, Equatable {
    let key: OrderID
    var sellerID: SellerID?
    /// Whose line it is; where nothing was computed, who billed.
    var provider: ProviderID?
    var line: LineID?
    var card: Token?
    var weightGrams: Int64?
    var working = FeeWorking()
    /// Nil while no fee is known, or none is owed any more.
    var total: Int64?
    var couponOrdinal: Int64?
    var rulebook: Token?
    /// Of the bill that was given last, by its own time.
    var billed: Int64?
    var billedAt: Instant?
    /// Of the last record applied to this order.
    var position = Position(0)

    init(key: OrderID) { self.key = key }

    /// Billed less computed; nil until both are known (R34).
    var difference: Int64? {
        guard let billed, let total else { return nil }
        return billed - total
    }

    mutating func assess(_ it: FeeAssessed, _ position: Position) {
        sellerID = it.sellerID ?? sellerID
        provider = it.provider ?? provider
        line = it.line
        card = it.card
        weightGrams = it.weight.map { Int64($0.amount) }
        working = FeeWorking(it.lines)
        total = it.lines.isEmpty ? nil : it.total.amount
        couponOrdinal = it.couponOrdinal.map { Int64($0) }
        rulebook = it.rulebook
        self.position = position
    }

    /// A corrected bill is a later one; which arrives first makes no difference.
    mutating func bill(_ it: FeeBilled, at time: Instant, _ position: Position) {
        self.position = position
        if let billedAt, billedAt > time { return }
        billed = it.amount.amount
        billedAt = time
        if total == nil { provider = it.provider ?? provider }
    }

    static let shape = TableShape(
        name: "fees",
        columns: [
            .fixed("orderId", "TEXT NOT NULL"),
            .settled("sellerId", "TEXT"),
            .moving("provider", "TEXT"),
            .moving("line", "TEXT"),
            .moving("card", "TEXT"),
            .moving("weightGrams", "INTEGER"),
            .moving("baseFen", "INTEGER"),
            .moving("lightParcelFen", "INTEGER"),
            .moving("ddpFen", "INTEGER"),
            .moving("serviceFen", "INTEGER"),
            .moving("surchargeFen", "INTEGER"),
            .moving("couponFen", "INTEGER"),
            .moving("totalFen", "INTEGER"),
            .moving("couponOrdinal", "INTEGER"),
            .moving("billedFen", "INTEGER"),
            .settled("differenceFen", "INTEGER"),
            .moving("rulebook", "TEXT"),
            .moving("position", "INTEGER NOT NULL"),
            // Kept for the fold, not shown.
            .moving("billedAt", "INTEGER"),
        ], keyColumns: 1)

    /// What the indexes hang on.
    struct Settled: Equatable, Sendable {
        var sellerID: SellerID?
        var difference: Int64?
    }

    var settled: Settled { Settled(sellerID: sellerID, difference: difference) }

    func put(into statement: RawStatement) {
        statement.put(key.token)
        statement.put(sellerID)
        statement.put(provider)
        statement.put(line)
        statement.put(card)
        statement.put(weightGrams)
        for item in FeeLine.Item.allCases { statement.put(working[item]) }
        statement.put(total)
        statement.put(couponOrdinal)
        statement.put(billed)
        statement.put(difference)
        statement.put(rulebook)
        statement.put(Int64(bitPattern: position.rawValue))
        statement.put(billedAt)
    }

    init(key: OrderID, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        sellerID = statement.identifier()
        provider = statement.identifier()
        line = statement.identifier()
        card = statement.token()
        weightGrams = statement.optionalInteger()
        for item in FeeLine.Item.allCases { working[item] = statement.optionalInteger() }
        total = statement.optionalInteger()
        couponOrdinal = statement.optionalInteger()
        billed = statement.optionalInteger()
        statement.skip()
        rulebook = statement.token()
        position = Position(UInt64(bitPattern: statement.integer()))
        billedAt = statement.instant()
    }
}
