public import Vocabulary

/// What to simulate. The same options give the same bytes on every machine.
public struct SimulationOptions: Sendable {
    /// At least 1.
    public var orders: UInt32
    public var seed: UInt64
    /// When the first order is placed; not before ``earliestStart``.
    public var start: Instant
    /// Days over which orders are placed, at least 1. Their lives go on for some weeks after.
    public var days: Int
    public var rates: Rates
    /// Whether the truth tells of ordinary orders too, not only of those with a scenario or an anomaly.
    public var tellsAllOrders: Bool

    /// 2023-11-01T00:00+08:00: the rules that the truth follows are in force from here (R3).
    public static let earliestStart = Instant(seconds: 1_698_768_000)

    /// 2024-05-06T00:00Z.
    public static let usualStart = Instant(seconds: 1_714_953_600)

    public init(
        orders: UInt32, seed: UInt64, start: Instant = Self.usualStart, days: Int = 30,
        rates: Rates = Rates(), tellsAllOrders: Bool = false
    ) {
        self.orders = orders
        self.seed = seed
        self.start = start
        self.days = days
        self.rates = rates
        self.tellsAllOrders = tellsAllOrders
    }
}

/// Options that make no simulation.
public enum SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
    case noOrders
    case noDays
    case startsTooEarly
    /// The stream would run out of the range of times, which ends in 2262.
    case startsTooLate

    public var description: String {
        switch self {
        case .noOrders: "there is nothing to simulate: ask for at least one order"
        case .noDays: "orders need at least one day, and at most 3650, to be placed in"
        case .startsTooEarly:
            "the rules are in force from 2023-11-01T00:00+08:00: start then or later"
        case .startsTooLate: "the last events would lie beyond the year 2200: start earlier"
        }
    }
}

extension SimulationOptions {
    func check() throws(SimulationError) {
        guard orders > 0 else { throw .noOrders }
        guard (1...3650).contains(days) else { throw .noDays }
        guard start >= Self.earliestStart else { throw .startsTooEarly }
        guard start < Instant(seconds: 6_900_000_000) else { throw .startsTooLate }
    }
}
