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

    /// Such as `2024-05-06`.
    public var text: String {
        let date = CivilDate(daysSince1970: Int64(number))
        return "\(date.year)-\(Self.twoDigits(date.month))-\(Self.twoDigits(date.day))"
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
