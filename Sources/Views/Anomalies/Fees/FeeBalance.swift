import Vocabulary

/// What an order costs by the rules and what was billed for it, as far as the anomaly FEE_MISMATCH needs it (R34).
struct FeeBalance: StoredRow, Equatable {
    let key: OrderID
    /// In fen; nil while no fee is known, or none is owed any more.
    var total: Int64?
    var working = FeeWorking()
    /// Where the fee was said.
    var assessedIn: Int64?
    /// In fen, by the bill that was given last.
    var billed: Int64?
    var billedAt: Instant?
    /// Where the bill was said, and whose it is.
    var billedIn: Int64?
    var provider: ProviderID?

    init(key: OrderID) { self.key = key }

    /// Both are known and differ.
    var isMismatch: Bool {
        guard let total, let billed else { return false }
        return total != billed
    }

    /// Both workings, for people.
    var text: String {
        let by = provider.map { "by \($0) " } ?? ""
        let difference = (billed ?? 0) - (total ?? 0)
        let sign = difference < 0 ? "−" : "+"
        return "billed \(by)¥\(FeeWorking.yuan(billed ?? 0)); by the rules ¥\(FeeWorking.yuan(total ?? 0)) = "
            + "\(working.text); difference \(sign)\(FeeWorking.yuan(abs(difference)))"
    }

    /// Where both were said.
    var evidence: [UInt64] { [assessedIn, billedIn].compactMap { $0.map { UInt64(bitPattern: $0) } } }

    mutating func assess(_ it: FeeAssessed, in position: Position) {
        total = it.lines.isEmpty ? nil : it.total.amount
        working = FeeWorking(it.lines)
        assessedIn = Int64(bitPattern: position.rawValue)
    }

    /// A corrected bill is a later one; which arrives first makes no difference. False: it is not the last.
    mutating func bill(_ it: FeeBilled, at time: Instant, in position: Position) -> Bool {
        if let billedAt, billedAt > time { return false }
        billed = it.amount.amount
        billedAt = time
        billedIn = Int64(bitPattern: position.rawValue)
        provider = it.provider
        return true
    }

    static let shape = TableShape(
        name: "fee_balances",
        columns: [
            .fixed("orderId", "TEXT NOT NULL"),
            .moving("totalFen", "INTEGER"),
            .moving("baseFen", "INTEGER"),
            .moving("lightParcelFen", "INTEGER"),
            .moving("ddpFen", "INTEGER"),
            .moving("serviceFen", "INTEGER"),
            .moving("surchargeFen", "INTEGER"),
            .moving("couponFen", "INTEGER"),
            .moving("assessedIn", "INTEGER"),
            .moving("billedFen", "INTEGER"),
            .moving("billedAt", "INTEGER"),
            .moving("billedIn", "INTEGER"),
            .moving("provider", "TEXT"),
        ], keyColumns: 1)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        statement.put(key.token)
        statement.put(total)
        for item in FeeLine.Item.allCases { statement.put(working[item]) }
        statement.put(assessedIn)
        statement.put(billed)
        statement.put(billedAt)
        statement.put(billedIn)
        statement.put(provider)
    }

    init(key: OrderID, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        total = statement.optionalInteger()
        for item in FeeLine.Item.allCases { working[item] = statement.optionalInteger() }
        assessedIn = statement.optionalInteger()
        billed = statement.optionalInteger()
        billedAt = statement.instant()
        billedIn = statement.optionalInteger()
        provider = statement.identifier()
    }
}
