public import Vocabulary

/// A failure rate that is watched.
public enum WatchedRate: String, Sendable, CaseIterable {
    /// Of the first verdicts on an order's upload: those that intercepted it.
    case intercepted
    /// Of the orders whose upload clock was decided: those that missed it (R22).
    case abnormal
    /// Of the parcels that ended, delivered or lost: those lost.
    case lost
}

/// Whose failure rate is watched.
public enum WatchedSubject: String, Sendable, CaseIterable {
    case provider
    /// Provider and country.
    case lane
    case store
}

/// When a failure rate has left its control limits (RATE_ALARM).
public struct RateAlarmRules: Sendable {
    /// How a day is compared with the days before it.
    public enum Method: String, Sendable, CaseIterable {
        /// The day by itself, against its binomial limit.
        case pChart = "p-chart"
        /// An exponentially weighted mean of the days: finds small rises that last.
        case ewma
    }

    /// Where a day begins, east of UTC ⚙.
    public var dayOffset: Interval
    /// An alarm by any of them is an alarm ⚙.
    public var methods: [Method]
    public var rates: [WatchedRate]
    public var subjects: [WatchedSubject]
    /// Half the width of the limits in standard deviations ⚙.
    public var sigmaLimit: Double
    /// Weight of the last day in the weighted mean ⚙.
    public var lambda: Double
    /// How many days before the judged one make its baseline ⚙.
    public var baselineDays: Int
    /// With fewer days to compare with nothing is said ⚙.
    public var minimumDays: Int
    /// Nothing is said of a day with fewer parcels ⚙.
    public var minimumParcels: Int
    public var clause: String

    public init(
        dayOffset: Interval, methods: [Method], rates: [WatchedRate], subjects: [WatchedSubject],
        sigmaLimit: Double, lambda: Double, baselineDays: Int, minimumDays: Int, minimumParcels: Int,
        clause: String
    ) {
        self.dayOffset = dayOffset
        self.methods = methods
        self.rates = rates
        self.subjects = subjects
        self.sigmaLimit = sigmaLimit
        self.lambda = lambda
        self.baselineDays = baselineDays
        self.minimumDays = minimumDays
        self.minimumParcels = minimumParcels
        self.clause = clause
    }
}
