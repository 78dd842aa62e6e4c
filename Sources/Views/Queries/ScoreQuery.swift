public import Rulebook
public import Vocabulary

/// Which scores are wanted.
public struct ScoreQuery: Sendable {
    /// What the parcels are added up by.
    public enum Grouping: String, Sendable, CaseIterable {
        case seller
        /// Each day of handover of each seller by itself.
        case day
        case provider
        case country
        /// Country and line.
        case lane
    }

    public var grouping = Grouping.seller
    public var seller: SellerID?
    public var provider: ProviderID?
    public var country: Country?
    /// The present against which the window is laid; nil: the latest event time the view has seen.
    public var asOf: Instant?
    /// Best first; nil: all.
    public var limit: Int?
    public var rules: ScoreRules

    public init(_ rules: ScoreRules) { self.rules = rules }

    /// The last day whose parcels are old enough to be asked whether they were delivered.
    func lastMatureDay(asOf: Instant) -> CalendarDay {
        CalendarDay(number: CalendarDay(shanghai: asOf - rules.deliverySpan).number - 1)
    }

    /// Whole days of handover in Asia/Shanghai that count: the last one had ended when the settling lag began.
    public func window(asOf: Instant) -> ClosedRange<CalendarDay> {
        let last = CalendarDay(shanghai: asOf - rules.settlingLag).number - 1
        let days = max(1, Int32(truncatingIfNeeded: rules.window.nanoseconds / Interval.days(1).nanoseconds))
        return CalendarDay(number: last - days + 1)...CalendarDay(number: last)
    }
}
