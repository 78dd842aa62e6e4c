/// From a measured value to points, by straight lines through the benchmarks.
public struct ScoreScale: Sendable, Hashable {
    /// A measured value and what it is worth.
    public struct Anchor: Sendable, Hashable {
        public var value: Double
        public var points: Double

        public init(value: Double, points: Double) {
            self.value = value
            self.points = points
        }
    }

    /// The source's value for direct shipping, where it gives one: a reference line.
    public var traditional: Double?
    /// The source's value for the pre-shipment network, where it gives one: a reference line.
    public var preShipment: Double?
    /// From worst to perfect; values run strictly in one direction, points never fall.
    public var anchors: [Anchor]

    /// The loader checks that the values run in one direction.
    public init(traditional: Double?, preShipment: Double?, anchors: [Anchor]) {
        self.traditional = traditional
        self.preShipment = preShipment
        self.anchors = anchors
    }

    /// Values outside the scale get the points of its nearer end.
    public func points(_ value: Double) -> Double {
        guard let worst = anchors.first, let perfect = anchors.last else { return 0 }
        // Mirrored where less is better, so that one comparison serves both directions.
        let sign: Double = perfect.value >= worst.value ? 1 : -1
        if sign * value <= sign * worst.value { return worst.points }
        for (low, high) in zip(anchors, anchors.dropFirst()) where sign * value <= sign * high.value {
            let share = (value - low.value) / (high.value - low.value)
            return low.points + share * (high.points - low.points)
        }
        return perfect.points
    }
}
