import Vocabulary

/// A yes or no that changes over time: a binding (R8), a certification (R7). Facts may arrive in any order.
struct Timeline: Sendable, Equatable {
    private struct Change: Sendable, Equatable {
        let at: Instant
        let position: Position
        let value: Bool
    }

    private var changes: [Change] = []

    /// A change at the same time as another follows it when it was recorded later.
    mutating func set(_ value: Bool, at time: Instant, position: Position) {
        let change = Change(at: time, position: position, value: value)
        let index = changes.lastIndex { ($0.at, $0.position) < (time, position) }
        changes.insert(change, at: index.map { $0 + 1 } ?? 0)
    }

    /// Nil before the first change.
    func value(at time: Instant) -> Bool? {
        changes.last { $0.at <= time }?.value
    }
}
