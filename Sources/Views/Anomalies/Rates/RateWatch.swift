import GRDB
import Rulebook
import Vocabulary

/// Counts the failures of providers, lanes and stores by the day of the log, and judges each day when it has ended
/// (RATE_ALARM).
final class RateWatch {
    /// A day that was judged.
    struct Judged {
        var subject: RateSubject
        var day: ControlChart.Day
        var judgement: ControlChart.Judgement
    }

    private let given: ViewRules
    private var rules: RateAlarmRules { given.rulebook.rateAlarms }
    private let days: CachedTable<RateDay>
    private let alarms: CachedTable<RateAlarmRow>
    private let select: RawStatement

    static func createTables(in db: Database) throws {
        for shape in [RateDay.shape, RateAlarmRow.shape] {
            try db.execute(sql: shape.create)
            try db.execute(sql: shape.createKeyIndex)
        }
    }

    init(_ rules: ViewRules, in db: Database) throws {
        given = rules
        days = try CachedTable(capacity: 16_384, in: db)
        alarms = try CachedTable(capacity: 1024, in: db)
        select = try RawStatement(
            """
            SELECT "subject", "name", "country", "rate", "day", "parcels", "failures", "standing" FROM "rate_days"
            WHERE "day" BETWEEN ?1 AND ?2 ORDER BY "subject", "name", "country", "rate", "day"
            """, in: db)
    }

    var wantsFlush: Bool { days.wantsFlush || alarms.wantsFlush }

    func flush() throws {
        try days.flush()
        try alarms.flush()
    }

    /// A parcel's trials count on the day the log learnt of them, for everybody who had a part in it.
    func count(_ trials: Trials, of parcel: ParcelRow, _ seller: SellerID?, on day: Int32) throws(ViewError) {
        for rate in rules.rates where trials.contains(.trial(rate)) {
            for kind in rules.subjects {
                guard let subject = Self.subject(kind, rate, parcel, seller) else { continue }
                let slot = try days.slot(of: RateDayKey(day: day, subject: subject))
                days.change(slot) { row in
                    row.parcels += 1
                    if trials.contains(.failure(rate)) { row.failures += 1 }
                }
            }
        }
    }

    private static func subject(
        _ kind: WatchedSubject, _ rate: WatchedRate, _ parcel: ParcelRow, _ seller: SellerID?
    ) -> RateSubject? {
        switch kind {
        case .provider:
            parcel.provider.map {
                RateSubject(kind: kind, name: $0.token, country: Token(), rate: rate)
            }
        case .lane:
            if let provider = parcel.provider, let country = parcel.country.flatMap({ Token($0.text) }) {
                RateSubject(kind: kind, name: provider.token, country: country, rate: rate)
            } else {
                nil
            }
        case .store:
            seller.map { RateSubject(kind: kind, name: $0.token, country: Token(), rate: rate) }
        }
    }

    /// Judges a day that has ended against the days before it, and remembers how it stood.
    func judge(_ day: Int32) throws(ViewError) -> [Judged] {
        // What is in memory belongs to the days that are asked for.
        try days.flush()
        var judged: [Judged] = []
        for (subject, history) in try histories(until: day) {
            guard let today = history.last, today.day == day,
                let judgement = ControlChart(rules).judge(
                    today.counts, after: history.dropLast().map(\.counts))
            else { continue }
            let slot = try days.slot(of: RateDayKey(day: day, subject: subject))
            days.change(slot) { row in
                row.standing = judgement.exceeded.isEmpty ? .within : .out
                row.centre = millionths(judgement.centre)
                row.limit = millionths(judgement.limit)
                row.mean = judgement.mean.map(millionths)
                row.meanLimit = judgement.meanLimit.map(millionths)
            }
            judged.append(Judged(subject: subject, day: today.counts, judgement: judgement))
        }
        return judged
    }

    /// The open alarm of a subject, by its id; 0 for none.
    func alarm(_ subject: RateSubject) throws(ViewError) -> Int64 {
        guard let slot = try alarms.existing(subject) else { return 0 }
        return alarms[slot].anomaly
    }

    func remember(_ anomaly: Int64, for subject: RateSubject) throws(ViewError) {
        let slot = try alarms.slot(of: subject)
        alarms.change(slot) { $0.anomaly = anomaly }
    }

    private typealias History = [(day: Int32, counts: ControlChart.Day)]

    private func histories(until day: Int32) throws(ViewError) -> [(RateSubject, History)] {
        var all: [(RateSubject, History)] = []
        select.start()
        select.put(Int64(day) - Int64(rules.baselineDays))
        select.put(Int64(day))
        defer { select.finish() }
        while try select.next() {
            guard let subject = RateSubject(reading: select) else { continue }
            let number = Int32(truncatingIfNeeded: select.integer())
            let counts = ControlChart.Day(
                parcels: select.integer(), failures: select.integer(),
                isOut: RateDay.Standing(rawValue: select.integer()) == .out)
            if all.last?.0 == subject {
                all[all.count - 1].1.append((number, counts))
            } else {
                all.append((subject, [(number, counts)]))
            }
        }
        return all
    }
}

/// Rates are kept as whole numbers, so that the same log gives the same bytes.
private func millionths(_ rate: Double) -> Int64 { Int64((rate * 1_000_000).rounded()) }
