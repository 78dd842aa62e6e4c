import Vocabulary

/// Reads and writes spans of time as rulebooks say them: a whole number and its unit, such as `2 h`.
enum TimeSpan {
    private static let units: [(name: String, span: Interval)] = [
        ("d", .days(1)), ("h", .hours(1)), ("min", .minutes(1)), ("s", .seconds(1)), ("ms", .milliseconds(1)),
    ]

    /// Nil for any other form, and for more than about 292 years. A negative span is read, for others to refuse.
    static func parse(_ text: String) -> Interval? {
        let number = text.prefix { ("0"..."9").contains($0) || $0 == "-" }
        let unit = text.dropFirst(number.count).drop { $0 == " " }
        guard let amount = Int64(number), let (_, span) = units.first(where: { $0.name == unit }) else {
            return nil
        }
        let (nanoseconds, overflow) = amount.multipliedReportingOverflow(by: span.nanoseconds)
        return overflow ? nil : Interval(nanoseconds: nanoseconds)
    }

    /// In the largest unit that gives a whole number.
    static func text(_ interval: Interval) -> String {
        guard interval.nanoseconds != 0 else { return "0 s" }
        for (name, span) in units where interval.nanoseconds.isMultiple(of: span.nanoseconds) {
            return "\(interval.nanoseconds / span.nanoseconds) \(name)"
        }
        return "\(interval.nanoseconds) ns"
    }
}
