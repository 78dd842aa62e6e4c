import CoreMetrics
import Measures
import Synchronization

/// One line of a family, or a histogram: a counter, gauge, recorder or timer of swift-metrics.
final class Series: CounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    enum Kind: Sendable {
        case counter
        case gauge
        /// A distribution of numbers.
        case numbers
        /// A distribution of times, which come in nanoseconds.
        case seconds

        var metricKind: Metric.Kind {
            switch self {
            case .counter: .counter
            case .gauge: .gauge
            case .numbers, .seconds: .histogram
            }
        }

        /// With the ending that Prometheus asks for.
        func name(of label: String) -> String {
            let name = MetricsRegistry.plain(label)
            switch self {
            case .counter: return name.hasSuffix("_total") ? name : "\(name)_total"
            case .seconds: return name.hasSuffix("_seconds") ? name : "\(name)_seconds"
            case .gauge, .numbers: return name
            }
        }
    }

    let key: MetricsRegistry.Key
    let kind: Kind
    private let counted = Atomic<UInt64>(0)
    private let measured: Mutex<(value: Double, seen: Distribution)>

    init(_ key: MetricsRegistry.Key, _ kind: Kind) {
        (self.key, self.kind) = (key, kind)
        measured = Mutex((0, kind == .seconds ? .nanoseconds : .numbers))
    }

    var total: UInt64 { counted.load(ordering: .relaxed) }
    var value: Double { measured.withLock { $0.value } }
    var distribution: Distribution { measured.withLock { $0.seen } }

    func increment(by amount: Int64) {
        counted.wrappingAdd(UInt64(clamping: amount), ordering: .relaxed)
    }

    func reset() { counted.store(0, ordering: .relaxed) }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { measured.withLock { $0.value = value } }
    func increment(by amount: Double) { measured.withLock { $0.value += amount } }
    func decrement(by amount: Double) { measured.withLock { $0.value -= amount } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        measured.withLock {
            $0.value = value
            if kind == .numbers, value.isFinite { $0.seen.add(UInt64(max(0, min(value, 1e15)))) }
        }
    }

    func recordNanoseconds(_ duration: Int64) {
        measured.withLock { $0.seen.add(UInt64(clamping: duration)) }
    }
}
