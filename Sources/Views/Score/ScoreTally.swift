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
    /// From handover to delivery, over `delivered` parcels.
    public var deliveryMilliseconds: Int64 = 0
    public var squaredDeliveryMinutes: Int64 = 0

    // Of those, the parcels old enough to be asked whether they were delivered: known when a query says how old.
    public var mature: Int64 = 0
    public var matureDelivered: Int64 = 0
    public var matureDeliveryMilliseconds: Int64 = 0
    public var matureSquaredDeliveryMinutes: Int64 = 0

    public init() {}

    private static let stored: [any WritableKeyPath<Self, Int64> & Sendable] = [
        \.parcels, \.uploadedInTime, \.onNetwork, \.delayMilliseconds, \.squaredDelayMinutes, \.within48h,
        \.within72h, \.delivered, \.complete, \.lost, \.complained, \.deliveryMilliseconds,
        \.squaredDeliveryMinutes,
    ]

    private static let ofMature: [any WritableKeyPath<Self, Int64> & Sendable] = [
        \.mature, \.matureDelivered, \.matureDeliveryMilliseconds, \.matureSquaredDeliveryMinutes,
    ]

    /// The columns of `days` that ``ofMature`` repeats for old parcels.
    static let matureColumns = ["parcels", "delivered", "deliveryMs", "squaredDeliveryMinutes"]

    /// In the order of the columns of `days`.
    var sums: [Int64] { Self.stored.map { self[keyPath: $0] } }

    static var sumCount: Int { stored.count }

    /// Reads what ``sums`` gave, and behind it the sums over mature parcels where a query asked for them.
    init(sums: [Int64]) {
        for (path, sum) in zip(Self.stored + Self.ofMature, sums) { self[keyPath: path] = sum }
    }

    public static func + (one: Self, other: Self) -> Self {
        var sum = one
        for path in stored + ofMature { sum[keyPath: path] += other[keyPath: path] }
        return sum
    }
}
