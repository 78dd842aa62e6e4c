/// A family of figures under one name, as `Schemas/metrics.md` lists it.
public struct Metric: Sendable, Equatable {
    /// What its values are.
    public enum Kind: String, Sendable {
        /// Only grows, while the daemon runs.
        case counter
        case gauge
        case histogram
    }

    public let name: String
    public let kind: Kind
    /// In the order in which samples give their values.
    public let labels: [String]
    /// One sentence.
    public let help: String

    init(_ name: String, _ kind: Kind, _ labels: [String] = [], _ help: String) {
        (self.name, self.kind, self.labels, self.help) = (name, kind, labels, help)
    }
}
