import Vocabulary

/// The furthest milestone of a parcel and since when it has been there. Scans come in any order and are not
/// monotone, so an earlier milestone that is told later changes nothing (R38).
struct LastStep: Equatable, Sendable {
    var milestone: Milestone
    /// Earliest word of this milestone, by a clock that is believed (R24).
    var since: Instant
    /// The log's time when the milestone became known.
    var heardAt: Instant
    /// Of the record that told it.
    var position: UInt64

    init?(_ milestone: Milestone, of record: borrowing Recorded) {
        guard milestone.step != nil else { return nil }
        self.milestone = milestone
        since = record.trustsClock ? record.event.time : record.recordedAt
        heardAt = record.recordedAt
        position = record.position.rawValue
    }

    /// What is known of the parcel when this and another word of it are put together.
    func further(_ other: Self) -> Self {
        let (mine, others) = (milestone.step ?? 0, other.milestone.step ?? 0)
        if mine != others { return mine > others ? self : other }
        var merged = self
        merged.since = min(since, other.since)
        return merged
    }

    static let columns: [Column] = [
        .moving("milestone", "TEXT"), .moving("since", "INTEGER"), .moving("heardAt", "INTEGER"),
        .moving("heardPosition", "INTEGER"),
    ]

    static func put(_ step: Self?, into statement: RawStatement) {
        statement.put(step?.milestone.rawValue)
        statement.put(step?.since)
        statement.put(step?.heardAt)
        statement.put(step.map { Int64(bitPattern: $0.position) })
    }

    init?(reading statement: RawStatement) {
        let milestone = statement.text().flatMap { Milestone(rawValue: $0) }
        let (since, heardAt) = (statement.instant(), statement.instant())
        let position = statement.integer()
        guard let milestone, let since, let heardAt else { return nil }
        self.milestone = milestone
        self.since = since
        self.heardAt = heardAt
        self.position = UInt64(bitPattern: position)
    }
}

extension Milestone {
    /// Place on the way; nil for what moves no parcel. Delivery, return and disposal end the way.
    var step: Int? {
        switch self {
        case .forecast, .exception, .delay: nil
        case .handover: 1
        case .originProcessing: 2
        case .exportCustoms: 3
        case .lineHaul: 4
        case .importCustoms: 5
        case .lastMile: 6
        case .awaitingPickup: 7
        case .delivered, .returned, .disposal: 8
        }
    }

    /// Nothing is to come after it.
    var isLast: Bool {
        switch self {
        case .delivered, .returned, .disposal: true
        case .forecast, .handover, .originProcessing, .exportCustoms, .lineHaul, .importCustoms, .lastMile,
            .awaitingPickup, .exception, .delay:
            false
        }
    }
}

/// The furthest scan of a number that no order has yet.
struct WaitingStep: WaitingScans {
    let key: NumberKey
    var last: LastStep?

    init(key: NumberKey) { self.key = key }

    var isEmpty: Bool { last == nil }

    mutating func add(_ milestone: Milestone, of record: borrowing Recorded) {
        guard let step = LastStep(milestone, of: record) else { return }
        last = last?.further(step) ?? step
    }

    static let shape = TableShape(
        name: "waiting_steps",
        columns: [.fixed("provider", "TEXT NOT NULL"), .fixed("number", "TEXT NOT NULL")] + LastStep.columns,
        keyColumns: 2)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        LastStep.put(last, into: statement)
    }

    init(key: NumberKey, reading statement: RawStatement) {
        self.key = key
        statement.skip()
        statement.skip()
        last = LastStep(reading: statement)
    }
}
