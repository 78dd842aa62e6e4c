import Vocabulary

/// What a view keeps of the scans of a number until an order has it.
protocol WaitingScans: StoredRow where Key == NumberKey {
    var isEmpty: Bool { get }
    mutating func add(_ milestone: Milestone, of record: borrowing Recorded)
}

/// Scans of a number that no order has yet: kept until its upload is accepted, because scans may come first (R38).
struct WaitingTrack: WaitingScans {
    let key: NumberKey
    var track = TrackSummary()

    init(key: NumberKey) { self.key = key }

    var isEmpty: Bool { track == TrackSummary() }

    mutating func add(_ milestone: Milestone, of record: borrowing Recorded) {
        track.add(milestone, at: record.event.time)
    }

    static let shape = TableShape(
        name: "waiting_tracks",
        columns: [
            .fixed("provider", "TEXT NOT NULL"),
            .fixed("number", "TEXT NOT NULL"),
            .moving("onNetworkAt", "INTEGER"),
            .moving("deliveredAt", "INTEGER"),
            .moving("milestones", "INTEGER NOT NULL"),
        ], keyColumns: 2)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(track.onNetworkAt)
        statement.put(track.deliveredAt)
        statement.put(Int64(track.milestones.rawValue))
    }

    init(key: NumberKey, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        statement.skip()
        track.onNetworkAt = statement.instant()
        track.deliveredAt = statement.instant()
        track.milestones = MilestoneSet(rawValue: UInt16(truncatingIfNeeded: statement.integer()))
    }
}
