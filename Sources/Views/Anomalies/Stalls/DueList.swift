import Vocabulary

/// Orders by the hour in which something is due.
struct DueList {
    private static let hour: Int64 = 3_600_000_000_000

    private var hours: [Int64: [(at: Instant, order: OrderID)]] = [:]
    /// No hour before it has anything; nil when none has.
    private var first: Int64?

    mutating func add(_ order: OrderID, at instant: Instant) {
        let hour = Self.hour(of: instant)
        hours[hour, default: []].append((instant, order))
        first = min(first ?? hour, hour)
    }

    /// Takes out what is due up to an instant.
    mutating func take(until instant: Instant) -> [OrderID] {
        let last = Self.hour(of: instant)
        guard let first, first <= last else { return [] }
        let begun = hours.keys.filter { $0 <= last }
        let entries = begun.flatMap { hours.removeValue(forKey: $0) ?? [] }
        for entry in entries where entry.at > instant { hours[last, default: []].append(entry) }
        self.first = hours.keys.min()
        return entries.lazy.filter { $0.at <= instant }.map(\.order)
    }

    mutating func removeAll() {
        hours.removeAll(keepingCapacity: true)
        first = nil
    }

    private static func hour(of instant: Instant) -> Int64 {
        let (quotient, rest) = instant.nanoseconds.quotientAndRemainder(dividingBy: hour)
        return rest < 0 ? quotient - 1 : quotient
    }
}
