public import Vocabulary

extension Instant {
    /// RFC 3339 in UTC, with milliseconds, or nanoseconds where there are any: `2024-05-06T03:00:00.000Z`.
    public var text: String {
        let second = nanoseconds.flooredDivision(by: 1_000_000_000)
        let fraction = nanoseconds - second * 1_000_000_000
        let day = CalendarDay(number: Int32(second.flooredDivision(by: 86_400)))
        let clock = second - Int64(day.number) * 86_400
        let time =
            "\(padded(clock / 3600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))"
        let rest =
            fraction % 1_000_000 == 0 ? padded(fraction / 1_000_000, 3) : padded(fraction, 9)
        return "\(day.text)T\(time).\(rest)Z"
    }
}

extension Interval {
    /// For people: `1 ms`, `61.5 s`, `2 h 0 min`.
    var text: String {
        let milliseconds = nanoseconds / 1_000_000
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds < 120_000 { return "\(milliseconds / 1000).\(milliseconds % 1000 / 100) s" }
        let minutes = milliseconds / 60_000
        if minutes < 120 { return "\(minutes) min" }
        return minutes < 2880 ? "\(minutes / 60) h \(minutes % 60) min" : "\(minutes / 1440) d"
    }
}

func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}

extension Int64 {
    /// Rounds down, also below zero.
    func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
