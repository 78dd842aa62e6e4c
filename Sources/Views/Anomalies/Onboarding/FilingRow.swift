import Vocabulary

/// What a seller filed for a provider, and the anomalies that are open about it.
struct FilingRow: StoredRow {
    let key: PairKey
    var filings = Filings()
    /// The open row of QUALIFICATION_INCOMPLETE; 0 for none.
    var incomplete: Int64 = 0
    /// The open row of ADDRESS_MISMATCH; 0 for none.
    var mismatch: Int64 = 0

    init(key: PairKey) { self.key = key }

    static let shape = TableShape(
        name: "filings",
        columns: [
            .fixed("sellerId", "TEXT NOT NULL"),
            .fixed("provider", "TEXT NOT NULL"),
        ] + Filings.columns + [
            .moving("incomplete", "INTEGER NOT NULL"),
            .moving("mismatch", "INTEGER NOT NULL"),
        ], keyColumns: 2)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        filings.put(into: statement)
        statement.put(incomplete)
        statement.put(mismatch)
    }

    init(key: PairKey, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        statement.skip()
        filings = Filings(reading: statement)
        incomplete = statement.integer()
        mismatch = statement.integer()
    }
}
