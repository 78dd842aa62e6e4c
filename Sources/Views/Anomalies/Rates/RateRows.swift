import Rulebook
import Vocabulary

/// Whose rate it is.
struct RateSubject: RowKey {
    var kind: WatchedSubject
    /// The provider or the store.
    var name: Token
    /// Of a lane; empty for the others.
    var country: Token
    var rate: WatchedRate

    var digest: UInt64 {
        let which =
            UInt64(truncatingIfNeeded: rate.rawValue.utf8.count) << 8 | UInt64(kind.rawValue.utf8.count)
        return Token.fold(name.digest ^ which &* 0x9E37_79B9_7F4A_7C15, country.digest)
    }

    func put(into statement: RawStatement) {
        statement.put(kind.rawValue)
        statement.put(name)
        statement.put(country)
        statement.put(rate.rawValue)
    }

    /// As the anomaly names it: `provider/yanwen`, `lane/yanwen/ES`, `store/store-1`.
    var text: String {
        let parts = [kind.rawValue, name.text] + (country.isEmpty ? [] : [country.text])
        return parts.joined(separator: "/")
    }

    static let columns: [Column] = [
        .fixed("subject", "TEXT NOT NULL"), .fixed("name", "TEXT NOT NULL"),
        .fixed("country", "TEXT NOT NULL"), .fixed("rate", "TEXT NOT NULL"),
    ]

    init(kind: WatchedSubject, name: Token, country: Token, rate: WatchedRate) {
        self.kind = kind
        self.name = name
        self.country = country
        self.rate = rate
    }

    /// Nil where this version knows no such subject or rate.
    init?(reading statement: RawStatement) {
        let kind = statement.text().flatMap { WatchedSubject(rawValue: $0) }
        let (name, country) = (statement.token(), statement.token())
        let rate = statement.text().flatMap { WatchedRate(rawValue: $0) }
        guard let kind, let name, let country, let rate else { return nil }
        self.init(kind: kind, name: name, country: country, rate: rate)
    }
}

struct RateDayKey: RowKey {
    var day: Int32
    var subject: RateSubject

    var digest: UInt64 { Token.fold(subject.digest, UInt64(UInt32(bitPattern: day)) ^ 0xA076_1D64_78BD_642F) }

    func put(into statement: RawStatement) {
        statement.put(Int64(day))
        subject.put(into: statement)
    }
}

/// One day of one subject's rate, and how it was judged when it had ended.
struct RateDay: StoredRow {
    /// How the day was judged; the numbers are in the view's file.
    enum Standing: Int64, Sendable {
        case notJudged = 0
        case within = 1
        case out = 2
    }

    let key: RateDayKey
    var parcels: Int64 = 0
    var failures: Int64 = 0
    var standing = Standing.notJudged
    /// Rates in millionths; nil while the day is not judged.
    var centre: Int64?
    var limit: Int64?
    var mean: Int64?
    var meanLimit: Int64?

    init(key: RateDayKey) { self.key = key }

    static let shape = TableShape(
        name: "rate_days",
        columns: [.fixed("day", "INTEGER NOT NULL")] + RateSubject.columns + [
            .moving("parcels", "INTEGER NOT NULL"),
            .moving("failures", "INTEGER NOT NULL"),
            .moving("standing", "INTEGER NOT NULL"),
            .moving("centre", "INTEGER"),
            .moving("upperLimit", "INTEGER"),
            .moving("mean", "INTEGER"),
            .moving("meanLimit", "INTEGER"),
        ], keyColumns: 5)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(parcels)
        statement.put(failures)
        statement.put(standing.rawValue)
        statement.put(centre)
        statement.put(limit)
        statement.put(mean)
        statement.put(meanLimit)
    }

    init(key: RateDayKey, reading statement: RawStatement) {
        self.key = key
        for _ in 0..<5 { statement.skip() }
        parcels = statement.integer()
        failures = statement.integer()
        standing = Standing(rawValue: statement.integer()) ?? .notJudged
        centre = statement.optionalInteger()
        limit = statement.optionalInteger()
        mean = statement.optionalInteger()
        meanLimit = statement.optionalInteger()
    }
}

/// The alarm that stands open on a subject's rate: an id of `anomalies`, 0 for none.
struct RateAlarmRow: StoredRow {
    let key: RateSubject
    var anomaly: Int64 = 0

    init(key: RateSubject) { self.key = key }

    static let shape = TableShape(
        name: "rate_alarms", columns: RateSubject.columns + [.moving("anomaly", "INTEGER NOT NULL")],
        keyColumns: 4)

    /// No index but the key's.
    var settled: Bool { true }

    func put(into statement: RawStatement) {
        key.put(into: statement)
        statement.put(anomaly)
    }

    init(key: RateSubject, reading statement: RawStatement) {
        self.key = key
        for _ in 0..<4 { statement.skip() }
        anomaly = statement.integer()
    }
}
