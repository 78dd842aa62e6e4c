public import CoreMetrics
import Measures
import Synchronization

/// Where everything lands that counts through swift-metrics: webhooks, whatever library comes.
///
/// The daemon's own hot paths do not: they count in plain numbers, which ``Standing`` copies.
public final class MetricsRegistry: MetricsFactory {
    struct Key: Hashable, Sendable {
        var name: String
        var labels: [String]
        var values: [String]
    }

    /// More is a label that takes any value, and no scraper is helped by it.
    private static let mostSeries = 2000

    private let series = Mutex<[Key: Series]>([:])

    public init() {}

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        one(label, dimensions, .counter)
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        one(label, dimensions, .gauge)
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        one(label, dimensions, aggregate ? .numbers : .gauge)
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        one(label, dimensions, .seconds)
    }

    public func destroyCounter(_ handler: any CounterHandler) { drop(handler) }
    public func destroyMeter(_ handler: any MeterHandler) { drop(handler) }
    public func destroyRecorder(_ handler: any RecorderHandler) { drop(handler) }
    public func destroyTimer(_ handler: any TimerHandler) { drop(handler) }

    private func one(_ label: String, _ dimensions: [(String, String)], _ kind: Series.Kind) -> Series {
        let key = Key(
            name: kind.name(of: label), labels: dimensions.map { Self.plain($0.0) },
            values: dimensions.map(\.1))
        return series.withLock { series in
            if let known = series[key] { return known }
            let new = Series(key, kind)
            if series.count < Self.mostSeries { series[key] = new }
            return new
        }
    }

    private func drop(_ handler: AnyObject) {
        guard let handler = handler as? Series else { return }
        series.withLock { $0[handler.key] = nil }
    }

    /// Adds what was counted, family by family.
    public func add(to page: inout MetricsPage) {
        let all = series.withLock { Array($0.values) }
        let families = Dictionary(grouping: all) { $0.key.name }
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            // A name belongs to one kind and one set of labels; what else came under it is left out.
            let sorted = family.sorted { $0.key.values.lexicographicallyPrecedes($1.key.values) }
            guard let first = sorted.first else { continue }
            let alike = sorted.filter { $0.kind == first.kind && $0.key.labels == first.key.labels }
            let known = Metric.all.first { $0.name == name }
            let metric =
                known
                ?? Metric(
                    name, first.kind.metricKind, first.key.labels, "Counted by a library in the daemon.")
            switch first.kind {
            case .counter: page.add(metric, alike.map { ($0.key.values, $0.total) })
            case .gauge: page.add(metric, alike.map { ($0.key.values, $0.value) })
            case .numbers: page.add(metric, alike.map { ($0.key.values, $0.distribution) })
            case .seconds: page.add(metric, alike.map { ($0.key.values, $0.distribution) }, scale: 1e9)
            }
        }
    }

    /// Only what Prometheus takes as a name.
    static func plain(_ text: String) -> String {
        let plain = String(
            text.unicodeScalars.map { scalar in
                let isPlain =
                    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
                return isPlain || scalar == "_" ? Character(scalar) : "_"
            })
        return plain.first?.isNumber ?? true ? "_\(plain)" : plain
    }
}
