public import Vocabulary

/// The two-hour clock (R22–R26).
public struct UploadClock: Sendable {
    /// Longest time from the earliest handover to the first accepted upload, inclusive (R22).
    public var uploadWindow: Interval
    /// Time left at which the owner is warned, longest first (R26 ⚙).
    public var warnings: [Interval]
    /// How long past a deadline the gate waits for facts still in flight before it decides (⚙).
    public var settle: Interval
    /// How far in the future an event may lie before it is refused (R24 ⚙).
    public var futureSkew: Interval
    /// How far in the past an untrusted publisher's time may lie before it is an anomaly (R24 ⚙).
    public var backdatedBound: Interval
    public var clause: String

    public init(
        uploadWindow: Interval, warnings: [Interval], settle: Interval, futureSkew: Interval,
        backdatedBound: Interval, clause: String
    ) {
        self.uploadWindow = uploadWindow
        self.warnings = warnings
        self.settle = settle
        self.futureSkew = futureSkew
        self.backdatedBound = backdatedBound
        self.clause = clause
    }

    /// The last instant that is still in time for a parcel handed over at `handover`.
    public func deadline(handover: Instant) -> Instant { handover + uploadWindow }

    /// Exactly the window is in time, a nanosecond more is not; an upload before the handover is fine (R22).
    public func isInTime(handover: Instant, accepted: Instant) -> Bool {
        accepted - handover <= uploadWindow
    }

    public func isTooFarAhead(_ time: Instant, now: Instant) -> Bool { time - now > futureSkew }

    public func isBackdated(_ time: Instant, now: Instant) -> Bool { now - time > backdatedBound }
}
