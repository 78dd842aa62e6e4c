public import Vocabulary

/// A day of the calendar, counted from 1970-01-01.
public struct CalendarDay: Hashable, Sendable, Comparable {
    public let number: Int32
    public init(number: Int32) { self.number = number }

    public static func < (one: Self, other: Self) -> Bool { one.number < other.number }

    /// The day in Asia/Shanghai, where parcels are handed over. The zone has been UTC+8 all year since 1991.
    public init(shanghai time: Instant) {
        let local = time + Self.shanghaiOffset
        number = Int32(local.nanoseconds.flooredDivision(by: 86_400_000_000_000))
    }

    /// When the day begins in Asia/Shanghai.
    public var shanghaiStart: Instant {
        Instant(seconds: Int64(number) * 86_400) - Self.shanghaiOffset
    }

    private static let shanghaiOffset = Interval.hours(8)

    /// `2024-05-06`, in the proleptic Gregorian calendar.
    public var text: String {
        // Days from 1 March of year 0, so that a leap day ends its year.
        let shifted = Int64(number) + 719_468
        let era = shifted.flooredDivision(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
