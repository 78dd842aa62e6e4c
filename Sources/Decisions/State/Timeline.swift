import Vocabulary

/// A yes or no that changes over time: a binding (R8), a certification (R7). Facts may arrive in any order.
struct Timeline: Sendable, Equatable {
    private struct Change: Sendable, Equatable {
        let at: Instant
        let position: Position
        let value: Bool
        /// When it ends by itself, exclusive; nil: only a later change ends it.
        let until: Instant?
    }

    private var changes: [Change] = []

    /// A change at the same time as another follows it when it was recorded later. A renewal before the end
    /// outlives it: what counts is the latest change, with its own end.
    mutating func set(_ value: Bool, at time: Instant, until: Instant? = nil, position: Position) {
        let change = Change(at: time, position: position, value: value, until: until)
        let index = changes.lastIndex { ($0.at, $0.position) < (time, position) }
        changes.insert(change, at: index.map { $0 + 1 } ?? 0)
    }

    /// Nil before the first change.
    func value(at time: Instant) -> Bool? {
        guard let change = changes.last(where: { $0.at <= time }) else { return nil }
        if let until = change.until, until <= time { return !change.value }
        return change.value
    }
}
