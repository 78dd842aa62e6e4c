/// A point in time: nanoseconds since 1970-01-01T00:00:00Z. From 1677 to 2262.
///
/// The two-hour rule is judged to the millisecond and publishers may say more, so nothing is rounded.
public struct Instant: Hashable, Sendable, Comparable, BitwiseCopyable {
    public let nanoseconds: Int64
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    public init(milliseconds: Int64) { nanoseconds = milliseconds * 1_000_000 }
    public init(seconds: Int64) { nanoseconds = seconds * 1_000_000_000 }

    /// Rounded down, also before 1970.
    public var milliseconds: Int64 { nanoseconds.flooredDivision(by: 1_000_000) }

    public static func < (one: Self, other: Self) -> Bool { one.nanoseconds < other.nanoseconds }
    public static func + (instant: Self, interval: Interval) -> Self {
        Self(nanoseconds: instant.nanoseconds.addingSaturating(interval.nanoseconds))
    }
    public static func - (instant: Self, interval: Interval) -> Self {
        Self(nanoseconds: instant.nanoseconds.addingSaturating(-interval.nanoseconds))
    }
    public static func - (later: Self, earlier: Self) -> Interval {
        Interval(nanoseconds: later.nanoseconds.subtractingSaturating(earlier.nanoseconds))
    }
}

/// A span of time in nanoseconds; may be negative.
public struct Interval: Hashable, Sendable, Comparable, BitwiseCopyable {
    public let nanoseconds: Int64
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    public static func milliseconds(_ amount: Int64) -> Self { Self(nanoseconds: amount * 1_000_000) }
    public static func seconds(_ amount: Int64) -> Self { Self(nanoseconds: amount * 1_000_000_000) }
    public static func minutes(_ amount: Int64) -> Self { .seconds(amount * 60) }
    public static func hours(_ amount: Int64) -> Self { .seconds(amount * 3600) }
    public static func days(_ amount: Int64) -> Self { .hours(amount * 24) }
    public var milliseconds: Int64 { nanoseconds / 1_000_000 }
    public static func < (one: Self, other: Self) -> Bool { one.nanoseconds < other.nanoseconds }
}

extension Int64 {
    /// Times at the ends of the range stay there instead of trapping: a hostile time must not stop the daemon.
    func addingSaturating(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }

    func subtractingSaturating(_ other: Int64) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(other)
        return overflow ? (other < 0 ? .max : .min) : difference
    }
}
