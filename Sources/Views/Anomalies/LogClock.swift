import GRDB
import Rulebook
import Vocabulary

/// The hours and days of the log's own time, as far as they were looked at. Persisted, because an hour that turned
/// before a restart must not turn again after it.
final class LogClock {
    /// What turned with a record.
    struct Turn: Equatable {
        /// When the record's hour began.
        var hour: Instant
        /// Days that ended before the record, where one did: the last one the log has records of.
        var endedDay: Int32?
    }

    private static let hour: Int64 = 3_600_000_000_000
    private static let day: Int64 = 24 * hour

    private let rules: ViewRules
    private var dayOffset: Int64 { rules.rulebook.rateAlarms.dayOffset.nanoseconds }
    /// The end of the hour that was looked at last; nil before the first record.
    private var nextHour: Int64?
    private var today: Int32 = 0
    private var isChanged = false
    private let insert: RawStatement

    static let createTable = """
        CREATE TABLE "log_clock" (
            "id" INTEGER PRIMARY KEY,
            "nextHour" INTEGER NOT NULL,
            "day" INTEGER NOT NULL
        )
        """

    init(_ rules: ViewRules, in db: Database) throws {
        self.rules = rules
        let row = try Row.fetchOne(db, sql: "SELECT nextHour, day FROM log_clock")
        nextHour = row?["nextHour"]
        today = row?["day"] ?? 0
        insert = try RawStatement("INSERT OR REPLACE INTO log_clock VALUES (1, ?1, ?2)", in: db)
    }

    /// What turns with a record of this time; nil within an hour that was looked at.
    func turn(_ time: Instant) -> Turn? {
        if let nextHour, time.nanoseconds < nextHour { return nil }
        let isFirst = nextHour == nil
        let began = time.nanoseconds - Self.rest(time.nanoseconds, Self.hour)
        nextHour = began + Self.hour
        isChanged = true
        let ended = today
        today = dayNumber(time)
        if isFirst { return nil }
        return Turn(hour: Instant(nanoseconds: began), endedDay: today > ended ? ended : nil)
    }

    /// Days since 1970-01-01 where the days of the charts begin.
    func dayNumber(_ time: Instant) -> Int32 {
        let local = time.nanoseconds + dayOffset
        return Int32(truncatingIfNeeded: (local - Self.rest(local, Self.day)) / Self.day)
    }

    /// When the day after this one begins.
    func end(of day: Int32) -> Instant {
        Instant(nanoseconds: (Int64(day) + 1) * Self.day - dayOffset)
    }

    func flush() throws(ViewError) {
        guard isChanged, let nextHour else { return }
        insert.start()
        insert.put(nextHour)
        insert.put(Int64(today))
        try insert.run()
        isChanged = false
    }

    private static func rest(_ time: Int64, _ unit: Int64) -> Int64 {
        let rest = time % unit
        return rest < 0 ? rest + unit : rest
    }
}
