/// A day of the calendar, counted from 1970-01-01.
public struct CalendarDay: Hashable, Sendable, Comparable {
    public let number: Int32
    public init(number: Int32) { self.number = number }

    public static func < (one: Self, other: Self) -> Bool { one.number < other.number }

    /// The day in Asia/Shanghai, where parcels are handed over. The zone has been UTC+8 all year since 1991.
    public init(shanghai time: Instant) {
        let local = time + .hours(8)
        number = Int32(local.nanoseconds.flooredDivision(by: 86_400_000_000_000))
    }

    /// Nil unless the text is a day as ``text`` writes it, of a year from 1970 to 2262.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
            (1970...2262).contains(year), (1...12).contains(month),
            day >= 1, day <= CivilDate.length(of: month, year)
        else { return nil }
        number = Int32(CivilDate(year: year, month: month, day: day).daysSince1970)
    }

    /// Such as `2024-05-06`.
    public var text: String {
        let date = CivilDate(daysSince1970: Int64(number))
        return "\(date.year)-\(Self.twoDigits(date.month))-\(Self.twoDigits(date.day))"
    }

    public var year: Int32 { Int32(CivilDate(daysSince1970: Int64(number)).year) }

    /// Saturday or Sunday. 1970-01-01 was a Thursday.
    public var isWeekend: Bool {
        let fromSaturday = (Int64(number) - 2) - (Int64(number) - 2).flooredDivision(by: 7) * 7
        return fromSaturday < 2
    }

    /// Midnight in Asia/Shanghai, at which the day begins; for days that no instant lies in, the nearest instant.
    public var startInShanghai: Instant {
        let (start, overflow) = Int64(number).multipliedReportingOverflow(by: 86_400_000_000_000)
        return Instant(nanoseconds: overflow ? (number < 0 ? .min : .max) : start) - .hours(8)
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
