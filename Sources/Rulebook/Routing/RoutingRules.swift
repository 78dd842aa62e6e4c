/// How a line is chosen among those that can take a parcel (R37).
public struct RoutingRules: Sendable {
    /// What the line named in the declaration is worth ⚙.
    public enum NamedLine: String, Sendable, CaseIterable {
        /// It is taken wherever it can take the parcel.
        case preferred
        /// It is one among the others.
        case considered
    }

    /// Out of 100 ⚙: how much a line's cost counts, as a multiple of the cheapest line's.
    public var costWeight: Int64
    /// Out of 100 ⚙: how much its days of transit count, as a multiple of the fastest line's.
    public var timeWeight: Int64
    public var namedLine: NamedLine
    public var clause: String

    public init(costWeight: Int64, timeWeight: Int64, namedLine: NamedLine, clause: String) {
        self.costWeight = costWeight
        self.timeWeight = timeWeight
        self.namedLine = namedLine
        self.clause = clause
    }
}
