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

    init() {}

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

    // MARK: Snapshots

    func write(to writer: inout SnapshotWriter) throws {
        try writer.put(count: changes.count)
        for change in changes {
            try writer.put(atMost: 40) {
                $0.put(change.at)
                $0.put(change.position)
                $0.put(raw: change.value)
                $0.put(raw: change.until != nil)
                if let until = change.until { $0.put(until) }
            }
        }
    }

    init(reading reader: inout SnapshotReader) throws {
        for _ in 0..<(try reader.count()) {
            let change = try reader.get(atMost: 40) { reader in
                let at = reader.time()
                let position = reader.position()
                let value = reader.raw(Bool.self)
                return Change(
                    at: at, position: position, value: value,
                    until: reader.raw(Bool.self) ? reader.time() : nil)
            }
            changes.append(change)
        }
    }
}
