import Vocabulary

/// Which days are worked (R6's review time).
extension RulebookReader {
    static func workingDays(_ field: Field) -> WorkingCalendar? {
        let keys = field.section(["clause", "years"])
        let clause = keys["clause"]?.text()
        var years: [Int32: WorkingCalendar.Year] = [:]
        let read = keys["years"]?.list { element -> Int32? in
            let keys = element.section(["year", "notice", "holidays", "madeUp"])
            let year = keys["year"]?.integer(in: 1970...2262).map { Int32($0) }
            if let year, years[year] != nil {
                keys["year"]?.problem("\(year) is listed twice", right: "give a year's days under one entry")
                return nil
            }
            let notice = keys["notice"]?.text()
            let holidays = keys["holidays"]?.list { $0.days(of: year) }?.flatMap(\.self)
            let madeUp = keys["madeUp"]?.list { Self.madeUp($0, of: year, holidays: holidays ?? []) }
            guard let year, let notice, let holidays, let madeUp else { return nil }
            years[year] = WorkingCalendar.Year(
                notice: notice, holidays: Set(holidays), madeUp: Set(madeUp))
            return year
        }
        guard let clause, read != nil else { return nil }
        return WorkingCalendar(years: years, clause: clause)
    }

    private static func madeUp(_ field: Field, of year: Int32?, holidays: [CalendarDay]) -> CalendarDay? {
        guard let days = field.days(of: year), let day = days.first else { return nil }
        guard days.count == 1 else {
            field.problem("\(field.shown) is more than a day", right: "list each day by itself")
            return nil
        }
        guard day.isWeekend else {
            field.problem("\(day.text) is a weekday", right: "list only weekend days that are worked")
            return nil
        }
        guard !holidays.contains(day) else {
            field.problem("\(day.text) is a holiday as well", right: "keep one of them")
            return nil
        }
        return day
    }
}

extension Field {
    /// A day such as `"2024-05-01"`, or several in a row such as `"2024-05-01/2024-05-05"`.
    ///
    /// - Parameter year: the one they must lie in; nil where it could not be read.
    fileprivate func days(of year: Int32?) -> [CalendarDay]? {
        let ends = (scalar ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard ends.count <= 2, let first = ends.first.flatMap({ CalendarDay($0) }),
            let last = ends.last.flatMap({ CalendarDay($0) }), first <= last
        else {
            problem(
                "\(shown) is not a day",
                right: "write \"2024-05-01\", or \"2024-05-01/2024-05-05\" for days in a row")
            return nil
        }
        guard year == nil || (first.year == year && last.year == year) else {
            problem("\(shown) lies outside the year", right: "list it under its own year")
            return nil
        }
        return (first.number...last.number).map { CalendarDay(number: $0) }
    }
}
