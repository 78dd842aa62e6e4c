public import Vocabulary

/// What a replay changes in the facts before they are judged again.
public struct Edits: Sendable {
    /// Left out: every fact of these kinds.
    public var withoutTypes: Set<EventType> = []
    /// Left out: the facts at these positions.
    public var withoutFacts: Set<Position> = []
    /// Moved in time: every fact of a kind, later for a positive span.
    public var shifts: [EventType: Interval] = [:]

    public init() {}

    public var isEmpty: Bool { withoutTypes.isEmpty && withoutFacts.isEmpty && shifts.isEmpty }

    /// Whether a fact is left out.
    func leavesOut(_ fact: borrowing Recorded, _ type: EventType) -> Bool {
        if withoutTypes.contains(type) { return true }
        return !withoutFacts.isEmpty && withoutFacts.contains(fact.position)
    }
}
