public import Vocabulary

/// A figure of the whole network that the source gives one of, and that is measured here too.
public enum NetworkKPI: String, Sendable, CaseIterable {
    /// Mean days from handover to the first physical scan.
    case onNetworkDays = "on-network-days"
    case delivered
    case trackCompleteness = "track-completeness"
    case lost
    /// Mean days from handover to delivery.
    case deliveryDays = "delivery-days"
    case complaints
}

/// What the source says of itself: a reference line beside a measured value, never a result of ours.
public struct Benchmark: Sendable, Hashable {
    public var kpi: NetworkKPI
    /// Nil: for all destinations.
    public var country: Country?
    /// Through the pre-shipment network: a share of 1, or days.
    public var preShipment: Double?
    /// Shipped directly, without it.
    public var direct: Double?
    /// Pre-shipment less direct, in the unit of the figure, where the source gives only that.
    public var difference: Double?
    /// Pre-shipment against direct as a share, such as -0.41 for 41 % fewer, where the source gives only that.
    public var change: Double?
    /// Parcels that the source says it counted.
    public var parcels: Int?

    public init(_ kpi: NetworkKPI) { self.kpi = kpi }
}

/// The source's figures with where they stand.
public struct Benchmarks: Sendable {
    public var figures: [Benchmark]
    public var clause: String

    public init(figures: [Benchmark], clause: String) {
        self.figures = figures
        self.clause = clause
    }

    /// The figure to show beside what was measured for a country: its own, else that of all.
    public func figure(_ kpi: NetworkKPI, _ country: Country?) -> Benchmark? {
        let known = figures.filter { $0.kpi == kpi }
        return known.first { $0.country != nil && $0.country == country } ?? known.first { $0.country == nil }
    }
}
