public import Vocabulary

/// What a whole track shows, and when a parcel has stood still for too long (R38, STALLED).
public struct TrackingRules: Sendable {
    /// The milestones of a track without a hole ⚙. A provider answers for those that its codes can tell of.
    public var expected: [Milestone]
    public var stall: StallRules
    public var clause: String

    public init(expected: [Milestone], stall: StallRules, clause: String) {
        self.expected = expected
        self.stall = stall
        self.clause = clause
    }

    /// What a whole track of a provider shows: every expected leg that its codes can tell of.
    public func expected(of provider: ProviderID?, under map: MilestoneMap) -> [Milestone] {
        guard let provider else { return expected }
        let sayable = map.sayable(by: provider)
        return expected.filter(sayable.contains)
    }
}

/// How long a parcel may stay at a milestone: a quantile of what its lane (provider and country) usually takes.
public struct StallRules: Sendable {
    /// Share of the lane's parcels that were faster ⚙.
    public var quantile: Double
    /// The quantile is multiplied by this ⚙.
    public var factor: Double
    /// Below this many known steps the lane has no quantile yet ⚙.
    public var minimumSample: Int
    /// What holds meanwhile ⚙.
    public var fallback: Interval
    /// How long news may be on its way: counted from when the last milestone became known ⚙.
    public var news: Interval

    public init(
        quantile: Double, factor: Double, minimumSample: Int, fallback: Interval, news: Interval
    ) {
        self.quantile = quantile
        self.factor = factor
        self.minimumSample = minimumSample
        self.fallback = fallback
        self.news = news
    }
}
