public import Vocabulary

/// Which days are worked in mainland China: weekdays, but for the holidays and with the made-up weekends that the
/// State Council announces for each year.
public struct WorkingCalendar: Sendable {
    /// What one year's notice says.
    public struct Year: Sendable {
        /// The notice by its number, such as 国办发明电〔2023〕7号.
        public var notice: String
        public var holidays: Set<CalendarDay>
        /// Weekend days that are worked.
        public var madeUp: Set<CalendarDay>

        public init(notice: String, holidays: Set<CalendarDay>, madeUp: Set<CalendarDay>) {
            self.notice = notice
            self.holidays = holidays
            self.madeUp = madeUp
        }
    }

    public var years: [Int32: Year]
    public var clause: String

    public init(years: [Int32: Year], clause: String) {
        self.years = years
        self.clause = clause
    }

    /// Nil for a day of a year that no notice is known of.
    public func isWorked(_ day: CalendarDay) -> Bool? {
        guard let year = years[day.year] else { return nil }
        if year.madeUp.contains(day) { return true }
        return !day.isWeekend && !year.holidays.contains(day)
    }

    /// Working days from one instant to a later one, in Shanghai: the time that lies in worked days, in days of 24 hours.
    ///
    /// So from Friday noon to Monday noon is one. Nil where the span touches a year that no notice is known of, and
    /// where it runs backwards.
    public func workingDays(from start: Instant, to end: Instant) -> Double? {
        guard end >= start else { return nil }
        var worked = Interval(nanoseconds: 0)
        var day = CalendarDay(shanghai: start)
        let last = CalendarDay(shanghai: end)
        while day <= last {
            // Days follow one another until the first year without a notice, so the walk is short.
            guard let isWorked = isWorked(day) else { return nil }
            let next = CalendarDay(number: day.number + 1)
            if isWorked {
                let part = min(end, next.startInShanghai) - max(start, day.startInShanghai)
                worked = Interval(nanoseconds: worked.nanoseconds + part.nanoseconds)
            }
            day = next
        }
        return Double(worked.nanoseconds) / Double(Interval.days(1).nanoseconds)
    }
}
