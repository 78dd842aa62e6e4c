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

    /// The last instant that is still in time for a parcel handed over at `handover`: exactly the window is in time, a
    /// nanosecond more is not, and an upload before the handover is fine (R22).
    public func deadline(handover: Instant) -> Instant { handover + uploadWindow }

    /// Whether an event's time lies further in the future than clocks differ; it is then refused (R24).
    public func isTooFarAhead(_ time: Instant, now: Instant) -> Bool { time - now > futureSkew }

    /// Whether an event's time lies so far back that an untrusted clock draws the anomaly BACKDATED (R24).
    public func isBackdated(_ time: Instant, now: Instant) -> Bool { now - time > backdatedBound }
}
