import GRDB
import Rulebook
import Vocabulary

/// Follows every parcel from milestone to milestone, learns how long each step takes on its lane, and knows whose
/// next milestone is overdue (STALLED).
///
/// Its present is the log's recorded time. Overdue parcels are asked for when an hour of that time turns, so what
/// is found follows from the records alone, wherever batches and restarts lie between them.
final class StallWatch {
    /// A parcel whose next milestone is overdue.
    struct Overdue {
        var order: OrderID
        var dueAt: Instant
        var last: LastStep
        var span: Interval
        var known: UInt64
    }

    private let rules: ViewRules
    let parcels: CachedTable<ParcelRow>
    private let spans: CachedTable<SpanRow>
    private let numbers: NumberDirectory<ParcelRow, WaitingStep>
    private let memory: ViewMemory
    private let selectDue: RawStatement
    /// Whose next milestone is overdue when, for rows that changed since the last flush. One that changed again may be
    /// there twice.
    private var due = DueList()

    static func createTables(in db: Database) throws {
        for shape in [ParcelRow.shape, SpanRow.shape] { try db.execute(sql: shape.create) }
        try db.execute(sql: SpanRow.shape.createKeyIndex)
        try NumberDirectory<ParcelRow, WaitingStep>.createTables(in: db)
    }

    static func createKeys(in db: Database) throws {
        try db.execute(sql: ParcelRow.shape.createKeyIndex)
        try db.execute(sql: ParcelRow.createDueIndex)
        try NumberDirectory<ParcelRow, WaitingStep>.createKeys(in: db)
    }

    init(rules: ViewRules, _ memory: ViewMemory, in db: Database) throws {
        self.rules = rules
        self.memory = memory
        parcels = try CachedTable(capacity: memory.rows, memory, in: db)
        spans = try CachedTable(capacity: 4096, in: db)
        numbers = try NumberDirectory(parcels, memory, in: db)
        selectDue = try RawStatement("SELECT \"orderId\" FROM \"parcels\" WHERE \"dueAt\" <= ?1", in: db)
    }

    var wantsFlush: Bool { parcels.wantsFlush || numbers.wantsFlush || spans.wantsFlush }

    func flush() throws {
        try parcels.flush()
        try spans.flush()
        try numbers.flush()
        if memory.hasKeys { due.removeAll() }
    }

    /// The order of a record that may name only a number.
    func order(of record: borrowing Recorded) throws(ViewError) -> OrderID? {
        try numbers.order(of: record)
    }

    /// Keeps a scan of a number that no order has yet.
    func wait(for record: borrowing Recorded) throws(ViewError) { try numbers.wait(for: record, rules) }

    /// What a record changes about its parcel: in which rates it now counts, and whether it moved on.
    func fold(
        _ record: borrowing Recorded, _ order: OrderID
    ) throws(ViewError) -> (parcel: ParcelRow, trials: Trials, moved: Bool)? {
        guard ParcelRow.concerns(record.event.payload) else { return nil }
        let slot = try parcels.slot(of: order)
        let before = parcels[slot]
        var trials = parcels.change(slot) { $0.fold(record, rules) }
        if let number = parcels[slot].acceptedNumber, number != before.acceptedNumber,
            let provider = parcels[slot].provider,
            let step = try numbers.accept(NumberKey(provider, number), for: slot)?.last
        {
            trials.formUnion(parcels.change(slot) { $0.seeWaiting(step) })
        }
        let now = parcels[slot]
        let moved = now.hasEnded || now.last?.milestone != before.last?.milestone
        if moved, let was = before.last, let last = now.last, last.milestone != was.milestone {
            try learn(was, now, reached: last)
        }
        if now.last != before.last || now.hasEnded != before.hasEnded {
            let due = try moved || before.dueAt != nil ? dueTime(of: now) : nil
            if due != now.dueAt { expect(slot, until: due) }
        }
        return (now, trials, moved && !(before.hasEnded && now.hasEnded))
    }

    /// Those whose next milestone is overdue at an instant, by what the log has shown up to now: in the order in which
    /// they became so. They are awaited no longer.
    func overdue(at instant: Instant) throws(ViewError) -> [Overdue] {
        var overdue: [Overdue] = []
        for order in try candidates(at: instant) {
            let slot = try parcels.slot(of: order)
            let row = parcels[slot]
            guard let due = row.dueAt, due <= instant, let last = row.last else { continue }
            // The lane may have taught a longer span since: then the parcel has until its end.
            let (span, known) = try span(of: row, last)
            let later = max(last.since + span, last.heardAt + rules.rulebook.tracking.stall.news)
            guard later <= instant else {
                expect(slot, until: later)
                continue
            }
            expect(slot, until: nil)
            overdue.append(Overdue(order: order, dueAt: later, last: last, span: span, known: known))
        }
        return overdue.sorted { ($0.dueAt, $0.order) < ($1.dueAt, $1.order) }
    }

    /// On disk, as of the last flush, or changed since.
    private func candidates(at instant: Instant) throws(ViewError) -> [OrderID] {
        var found: Set<OrderID> = []
        if memory.hasKeys {
            selectDue.start()
            selectDue.put(instant)
            while try selectDue.next() {
                if let order: OrderID = selectDue.identifier() { found.insert(order) }
            }
        }
        // What is not due any more is passed over by whoever looks at the rows.
        for order in due.take(until: instant) { found.insert(order) }
        return found.sorted()
    }

    private func expect(_ slot: Int, until dueAt: Instant?) {
        parcels.change(slot) { $0.dueAt = dueAt }
        if let dueAt { due.add(parcels[slot].key, at: dueAt) }
    }

    private func dueTime(of row: ParcelRow) throws(ViewError) -> Instant? {
        guard !row.hasEnded, let last = row.last else { return nil }
        return max(
            last.since + (try span(of: row, last)).span, last.heardAt + rules.rulebook.tracking.stall.news)
    }

    /// How long a parcel may stay where it is, and how many steps that rests on.
    private func span(of row: ParcelRow, _ last: LastStep) throws(ViewError) -> (
        span: Interval, known: UInt64
    ) {
        let stall = rules.rulebook.tracking.stall
        guard let provider = row.provider, let country = row.country,
            let slot = try spans.existing(
                SpanKey(provider: provider, country: country, milestone: last.milestone))
        else { return (stall.fallback, 0) }
        let histogram = spans[slot].histogram
        guard histogram.total >= UInt64(stall.minimumSample), let usual = histogram.quantile(stall.quantile)
        else { return (stall.fallback, histogram.total) }
        let span = Double(usual.nanoseconds) * stall.factor
        return (Interval(nanoseconds: Int64(min(span, 9e18))), histogram.total)
    }

    /// A step is over: its lane learns how long it took. One whose times run backwards teaches nothing.
    private func learn(_ was: LastStep, _ row: ParcelRow, reached: LastStep) throws(ViewError) {
        guard let provider = row.provider, let country = row.country, reached.since >= was.since else {
            return
        }
        let slot = try spans.slot(
            of: SpanKey(provider: provider, country: country, milestone: was.milestone))
        spans.change(slot) { $0.histogram.add(reached.since - was.since) }
    }
}
