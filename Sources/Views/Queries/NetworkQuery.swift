public import Rulebook
import Vocabulary

/// Which figures of the network are wanted.
public struct NetworkQuery: Sendable {
    /// What the parcels are added up by.
    public enum Grouping: String, Sendable, CaseIterable {
        case all
        case country
        case provider
        /// Country and provider.
        case lane

        var columns: [String] {
            switch self {
            case .all: []
            case .country: ["country"]
            case .provider: ["provider"]
            case .lane: ["country", "provider"]
            }
        }
    }

    public var grouping = Grouping.all
    /// Its seller, provider, country, window and present count; its grouping and limit do not.
    public var scores: ScoreQuery
    public var benchmarks: Benchmarks

    public init(_ scores: ScoreQuery, _ benchmarks: Benchmarks) {
        self.scores = scores
        self.benchmarks = benchmarks
    }
}

/// One figure, measured, and what the source says of itself beside it.
public struct NetworkFigure: Sendable {
    public var kpi: NetworkKPI
    /// A share, or days; nil where no parcel could be measured.
    public var value: Double?
    public var numerator: Double
    public var denominator: Int64
    /// Parcels handed over in the window that this figure does not look at.
    public var excluded: Int64
    public var low: Double?
    public var high: Double?
    /// A reference line, never a result of ours.
    public var benchmark: Benchmark?

    /// - Parameters:
    ///   - network: the parcels that had to go through the pre-shipment network, abnormal ones included.
    ///   - outside: exempt parcels, and those of countries where nothing is mandatory.
    init(_ kpi: NetworkKPI, _ network: ScoreTally, outside: ScoreTally, _ benchmark: Benchmark?) {
        self.kpi = kpi
        self.benchmark = benchmark
        let (count, of): (Int64, Int64) =
            switch kpi {
            case .onNetworkDays: (0, network.onNetwork)
            case .delivered: (network.matureDelivered, network.mature)
            case .trackCompleteness: (network.complete, network.delivered)
            case .lost: (network.lost, network.delivered + network.lost)
            case .deliveryDays: (0, network.matureDelivered)
            case .complaints: (network.complained, network.parcels)
            }
        let mean: Mean? =
            switch kpi {
            case .onNetworkDays: Mean(network.delayMilliseconds, network.squaredDelayMinutes, of: of)
            case .deliveryDays:
                Mean(network.matureDeliveryMilliseconds, network.matureSquaredDeliveryMinutes, of: of)
            case .delivered, .trackCompleteness, .lost, .complaints: nil
            }
        let interval = mean?.interval ?? (kpi.isMean ? nil : Wilson.interval(count, of: of))
        value = mean?.value ?? (kpi.isMean || of == 0 ? nil : Double(count) / Double(of))
        numerator = mean?.sum ?? Double(count)
        denominator = of
        excluded = network.parcels + outside.parcels - of
        (low, high) = (interval?.low, interval?.high)
    }

}

extension NetworkKPI {
    /// Whether it is a mean of days; else it is a share.
    var isMean: Bool {
        switch self {
        case .onNetworkDays, .deliveryDays: true
        case .delivered, .trackCompleteness, .lost, .complaints: false
        }
    }
}
