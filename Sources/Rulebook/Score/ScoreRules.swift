public import Vocabulary

/// A part of the logistics score, with the unit its value is measured in.
public enum ScoreComponent: String, Sendable, CaseIterable {
    /// Share of parcels whose number was accepted within the window.
    case uploadedInTime = "uploaded-in-time"
    /// Mean days from handover to the first physical scan.
    case onNetworkDays = "on-network-days"
    /// Share of parcels on the network within 48 h.
    case onNetwork48h = "on-network-48h"
    /// Share of parcels on the network within 72 h.
    case onNetwork72h = "on-network-72h"
    /// Share of parcels for which all expected milestones were seen.
    case trackCompleteness = "track-completeness"
    /// Share of parcels delivered.
    case delivered
    /// Share of parcels not lost.
    case notLost = "not-lost"
    /// Share of parcels complained about.
    case complaints
}

/// How a store's logistics score is made.
public struct ScoreRules: Sendable {
    /// Trailing time of handover that counts ⚙.
    public var window: Interval
    /// How long after handover a parcel starts to count ⚙.
    public var settlingLag: Interval
    /// Only parcels older than this are asked whether they were delivered ⚙: of younger ones only the quick are.
    public var deliverySpan: Interval
    /// Below this many parcels a store is shown but not ranked.
    public var minimumParcels: Int
    /// Whether abnormal orders count in the score (R25 ⚙). Read literally they do not.
    public var countAbnormalInScore: Bool
    public var weights: [ScoreComponent: Double]
    public var scales: [ScoreComponent: ScoreScale]
    public var clause: String

    public init(
        window: Interval, settlingLag: Interval, deliverySpan: Interval, minimumParcels: Int,
        countAbnormalInScore: Bool, weights: [ScoreComponent: Double], scales: [ScoreComponent: ScoreScale],
        clause: String
    ) {
        self.window = window
        self.settlingLag = settlingLag
        self.deliverySpan = deliverySpan
        self.minimumParcels = minimumParcels
        self.countAbnormalInScore = countAbnormalInScore
        self.weights = weights
        self.scales = scales
        self.clause = clause
    }

    /// Share of the whole score, 0 to 100; all of them make 100.
    public func weight(_ component: ScoreComponent) -> Double { weights[component] ?? 0 }

    /// Points for a measured value, 0 to 100.
    public func points(_ component: ScoreComponent, _ value: Double) -> Double {
        scales[component]?.points(value) ?? 0
    }
}
