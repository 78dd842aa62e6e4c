import Glibc
public import Vocabulary

/// Where the write path gets its time from, so that a test can be the clock.
public protocol Clock: Sendable {
    func now() -> Instant
}

/// The machine's wall clock, in UTC.
public struct SystemClock: Clock {
    public init() {}

    public func now() -> Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
