import Vocabulary

/// What an order's scans come to, in whatever order they arrive (R38): earliest times and the set of milestones.
struct TrackSummary: Equatable, Sendable {
    /// Earliest physical scan; a forecast never counts.
    var onNetworkAt: Instant?
    /// Earliest word of delivery, by scan or by fact.
    var deliveredAt: Instant?
    var milestones: MilestoneSet = []

    mutating func add(_ milestone: Milestone, at time: Instant) {
        milestones.insert(MilestoneSet(milestone))
        if milestone.isPhysical { onNetworkAt = earliest(onNetworkAt, time) }
        if milestone == .delivered { deliveredAt = earliest(deliveredAt, time) }
    }

    mutating func merge(_ other: Self) {
        if let time = other.onNetworkAt { onNetworkAt = earliest(onNetworkAt, time) }
        if let time = other.deliveredAt { deliveredAt = earliest(deliveredAt, time) }
        milestones.formUnion(other.milestones)
    }

    /// The furthest stage the scans alone show; nil while none of them moved the parcel.
    var stage: Stage? {
        if deliveredAt != nil { return .delivered }
        if !milestones.isDisjoint(with: .underWay) { return .inTransit }
        return onNetworkAt == nil ? nil : .onNetwork
    }
}

/// The milestones seen, one bit each; the numbers are in the view's file, so they never change.
struct MilestoneSet: OptionSet, Sendable, Equatable {
    let rawValue: UInt16

    /// Past the provider's first hub: the parcel is on its way.
    static let underWay: Self = [
        Self(.exportCustoms), Self(.lineHaul), Self(.importCustoms), Self(.lastMile), Self(.awaitingPickup),
        Self(.returned), Self(.disposal),
    ]

    init(rawValue: UInt16) { self.rawValue = rawValue }

    init(_ milestone: Milestone) {
        let bit: UInt16 =
            switch milestone {
            case .forecast: 0
            case .handover: 1
            case .originProcessing: 2
            case .exportCustoms: 3
            case .lineHaul: 4
            case .importCustoms: 5
            case .lastMile: 6
            case .awaitingPickup: 7
            case .delivered: 8
            case .exception: 9
            case .delay: 10
            case .returned: 11
            case .disposal: 12
            }
        rawValue = 1 << bit
    }
}

/// The earlier of a time that may not be known yet and one that is.
func earliest(_ known: Instant?, _ time: Instant) -> Instant {
    guard let known else { return time }
    return min(known, time)
}
