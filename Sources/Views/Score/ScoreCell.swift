import Vocabulary

/// The sums of the parcels of one seller, provider, country, line and day that stand alike.
struct ScoreCell: StoredRow, Equatable {
    let key: CellKey
    var tally = ScoreTally()

    init(key: CellKey) { self.key = key }

    mutating func add(_ measures: Contribution.Measures, _ sign: Int64) {
        let flags = measures.flags
        tally.parcels += sign
        if flags.contains(.uploadedInTime) { tally.uploadedInTime += sign }
        if flags.contains(.onNetwork) {
            tally.onNetwork += sign
            tally.delayMilliseconds += sign * measures.delayMilliseconds
            let minutes = measures.delayMilliseconds / 60_000
            tally.squaredDelayMinutes += sign * minutes * minutes
        }
        if flags.contains(.within48h) { tally.within48h += sign }
        if flags.contains(.within72h) { tally.within72h += sign }
        if flags.contains(.delivered) {
            tally.delivered += sign
            tally.deliveryMilliseconds += sign * measures.deliveryMilliseconds
            let minutes = measures.deliveryMilliseconds / 60_000
            tally.squaredDeliveryMinutes += sign * minutes * minutes
        }
        if flags.contains(.complete) { tally.complete += sign }
        if flags.contains(.lost) { tally.lost += sign }
        if flags.contains(.complained) { tally.complained += sign }
    }

    static let shape = TableShape(
        name: "days",
        columns: [
            .fixed("day", "INTEGER NOT NULL"),
            .fixed("sellerId", "TEXT NOT NULL"),
            .fixed("provider", "TEXT NOT NULL"),
            .fixed("country", "TEXT NOT NULL"),
            .fixed("line", "TEXT NOT NULL"),
            .fixed("standing", "INTEGER NOT NULL"),
            .moving("parcels", "INTEGER NOT NULL"),
            .moving("uploadedInTime", "INTEGER NOT NULL"),
            .moving("onNetwork", "INTEGER NOT NULL"),
            .moving("delayMs", "INTEGER NOT NULL"),
            .moving("squaredDelayMinutes", "INTEGER NOT NULL"),
            .moving("within48h", "INTEGER NOT NULL"),
            .moving("within72h", "INTEGER NOT NULL"),
            .moving("delivered", "INTEGER NOT NULL"),
            .moving("complete", "INTEGER NOT NULL"),
            .moving("lost", "INTEGER NOT NULL"),
            .moving("complained", "INTEGER NOT NULL"),
            .moving("deliveryMs", "INTEGER NOT NULL"),
            .moving("squaredDeliveryMinutes", "INTEGER NOT NULL"),
        ], keyColumns: 6)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        for sum in tally.sums { statement.put(sum) }
    }

    init(key: CellKey, reading statement: RawStatement) {
        self.key = key
        for _ in 0..<6 { statement.skip() }
        tally = ScoreTally(sums: (0..<ScoreTally.sumCount).map { _ in statement.integer() })
    }
}
