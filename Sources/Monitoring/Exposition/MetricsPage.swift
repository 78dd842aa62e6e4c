public import Measures

/// What a scraper gets: the text format of Prometheus, version 0.0.4, which OpenMetrics scrapers read too.
///
/// Written anew for each scrape; a family's samples stand together behind its HELP and TYPE.
public struct MetricsPage: Sendable {
    /// The HTTP header that goes with it.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The page so far.
    public private(set) var text = ""
    /// The families on it, in order.
    public private(set) var metrics: [Metric] = []

    public init() {}

    /// A family with one sample and no labels.
    public mutating func add(_ metric: Metric, _ value: some MetricNumber) {
        add(metric, [([], value)])
    }

    /// A family with a sample for each set of label values; without any it is left out.
    public mutating func add<Value: MetricNumber>(_ metric: Metric, _ samples: [([String], Value)]) {
        guard !samples.isEmpty else { return }
        begin(metric)
        for (values, value) in samples { line(metric.name, metric.labels, values, value.metricText) }
    }

    /// - Parameter scale: what the values are divided by: 1e9 makes seconds of nanoseconds.
    public mutating func add(
        _ metric: Metric, _ distributions: [([String], Distribution)], scale: Double = 1
    ) {
        guard !distributions.isEmpty else { return }
        begin(metric)
        for (values, seen) in distributions {
            for bucket in 0..<Distribution.bounds {
                let bound = (Double(seen.bound(bucket)) / scale).metricText
                line(
                    "\(metric.name)_bucket", metric.labels + ["le"], values + [bound], "\(seen.upTo(bucket))")
            }
            line("\(metric.name)_bucket", metric.labels + ["le"], values + ["+Inf"], "\(seen.count)")
            line("\(metric.name)_sum", metric.labels, values, (Double(seen.sum) / scale).metricText)
            line("\(metric.name)_count", metric.labels, values, "\(seen.count)")
        }
    }

    private mutating func begin(_ metric: Metric) {
        metrics.append(metric)
        text += "# HELP \(metric.name) \(Self.escaped(metric.help, quotes: false))\n"
        text += "# TYPE \(metric.name) \(metric.kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: [String], _ values: [String], _ value: String) {
        text += name
        if !labels.isEmpty {
            let pairs = zip(labels, values).map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
            text += "{\(pairs.joined(separator: ","))}"
        }
        text += " \(value)\n"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

/// What can be a sample.
public protocol MetricNumber: Sendable {
    var metricText: String { get }
}

extension UInt64: MetricNumber {
    public var metricText: String { "\(self)" }
}

extension Int: MetricNumber {
    public var metricText: String { "\(self)" }
}

extension Double: MetricNumber {
    public var metricText: String {
        if isNaN { return "NaN" }
        if isInfinite { return self > 0 ? "+Inf" : "-Inf" }
        return "\(self)"
    }
}

extension Bool: MetricNumber {
    public var metricText: String { self ? "1" : "0" }
}
