import Vocabulary

/// Reads points in time as rulebooks write them: RFC 3339 with an offset, to the nanosecond.
enum Timestamp {
    /// Nil for any other form, for days that do not exist and for years outside 1970–2261.
    static func parse(_ text: String) -> Instant? {
        var rest = Substring(text)
        guard let year = digits(&rest, 4), literal(&rest, "-"), let month = digits(&rest, 2),
            literal(&rest, "-"), let day = digits(&rest, 2), literal(&rest, "T"),
            let hour = digits(&rest, 2), literal(&rest, ":"), let minute = digits(&rest, 2),
            literal(&rest, ":"), let second = digits(&rest, 2)
        else { return nil }
        guard (1970...2261).contains(year), (1...12).contains(month),
            (1...daysInMonth(year, month)).contains(day), hour < 24, minute < 60, second < 60,
            let fraction = fraction(&rest), let offset = offset(&rest), rest.isEmpty
        else { return nil }
        let days = daysSince1970(year, month, day)
        let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        return Instant(nanoseconds: seconds * 1_000_000_000 + fraction)
    }

    private static func digits(_ rest: inout Substring, _ count: Int) -> Int? {
        let head = rest.prefix(count)
        guard head.utf8.count == count, head.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        rest = rest.dropFirst(count)
        return Int(head)
    }

    private static func literal(_ rest: inout Substring, _ sign: Character) -> Bool {
        guard rest.first == sign else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Nanoseconds of an optional fraction of one to nine digits.
    private static func fraction(_ rest: inout Substring) -> Int64? {
        guard literal(&rest, ".") else { return 0 }
        let head = rest.prefix { ("0"..."9").contains($0) }
        guard (1...9).contains(head.count) else { return nil }
        rest = rest.dropFirst(head.count)
        return Int64(head + String(repeating: "0", count: 9 - head.count))
    }

    /// Seconds east of UTC.
    private static func offset(_ rest: inout Substring) -> Int? {
        if literal(&rest, "Z") { return 0 }
        let sign = rest.first == "-" ? -1 : 1
        guard literal(&rest, "+") || literal(&rest, "-"), let hours = digits(&rest, 2), literal(&rest, ":"),
            let minutes = digits(&rest, 2), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        month == 2 && isLeap(year) ? 29 : [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let before = year - 1
        let leaps = (before / 4 - before / 100 + before / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400)
        let months = (1..<month).reduce(0) { $0 + daysInMonth(year, $1) }
        return (year - 1970) * 365 + leaps + months + day - 1
    }
}
