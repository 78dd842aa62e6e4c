/// Sums over parcels; all of them can be added and taken away.
public struct ScoreTally: Sendable, Equatable {
    public var parcels: Int64 = 0
    public var uploadedInTime: Int64 = 0
    /// Parcels with a physical scan.
    public var onNetwork: Int64 = 0
    /// From handover to the first physical scan, over `onNetwork` parcels.
    public var delayMilliseconds: Int64 = 0
    /// The same in whole minutes, squared: for the interval of the mean.
    public var squaredDelayMinutes: Int64 = 0
    public var within48h: Int64 = 0
    public var within72h: Int64 = 0
    public var delivered: Int64 = 0
    /// Delivered with every expected milestone seen.
    public var complete: Int64 = 0
    /// Given up and not delivered after all.
    public var lost: Int64 = 0
    public var complained: Int64 = 0

    public init() {}

    /// In the order of the columns of `days`.
    var sums: [Int64] {
        [
            parcels, uploadedInTime, onNetwork, delayMilliseconds, squaredDelayMinutes, within48h, within72h,
            delivered, complete, lost, complained,
        ]
    }

    /// Reads what ``sums`` gave; a list of another length gives an empty tally.
    init(sums: [Int64]) {
        guard sums.count == 11 else { return }
        parcels = sums[0]
        uploadedInTime = sums[1]
        onNetwork = sums[2]
        delayMilliseconds = sums[3]
        squaredDelayMinutes = sums[4]
        within48h = sums[5]
        within72h = sums[6]
        delivered = sums[7]
        complete = sums[8]
        lost = sums[9]
        complained = sums[10]
    }

    public static func + (one: Self, other: Self) -> Self {
        ScoreTally(sums: zip(one.sums, other.sums).map(+))
    }
}
