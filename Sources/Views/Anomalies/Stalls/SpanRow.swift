import Vocabulary

/// A lane's milestone: what is learnt is how long parcels stay there until the next one.
struct SpanKey: RowKey {
    var provider: ProviderID
    var country: Country
    var milestone: Milestone

    var digest: UInt64 {
        let step = UInt64(milestone.step ?? 0)
        return Token.fold(provider.digest, UInt64(country.rawValue) << 8 | step ^ 0x8EBC_6AF0_9C88_C6E3)
    }

    func put(into statement: RawStatement) {
        statement.put(provider.token)
        statement.put(country.text)
        statement.put(milestone.rawValue)
    }
}

/// What the log has shown of a lane's step.
struct SpanRow: StoredRow {
    let key: SpanKey
    var histogram = SpanHistogram()

    init(key: SpanKey) { self.key = key }

    static let shape = TableShape(
        name: "spans",
        columns: [
            .fixed("provider", "TEXT NOT NULL"), .fixed("country", "TEXT NOT NULL"),
            .fixed("milestone", "TEXT NOT NULL"), .moving("known", "INTEGER NOT NULL"),
            .moving("histogram", "TEXT NOT NULL"),
        ], keyColumns: 3)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(Int64(bitPattern: histogram.total))
        statement.put(histogram.text)
    }

    init(key: SpanKey, reading statement: RawStatement) {
        self.key = key
        for _ in 0..<4 { statement.skip() }
        histogram = SpanHistogram(text: statement.text() ?? "")
    }
}
