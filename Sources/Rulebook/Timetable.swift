public import Vocabulary

/// Things that take over from each other at fixed times, such as the rulebooks of a log. Never empty.
public struct Timetable<Element> {
    fileprivate struct Entry {
        let from: Instant
        let element: Element
    }

    /// By beginning.
    private var entries: [Entry]

    public init(first: Element, from: Instant) { entries = [Entry(from: from, element: first)] }

    public var elements: [Element] { entries.map(\.element) }
    public var count: Int { entries.count }

    /// The one that begins last.
    public var newest: Element { entries[entries.count - 1].element }

    /// What begins when another does takes its place.
    public mutating func add(_ element: Element, from: Instant) {
        entries.removeAll { $0.from == from }
        let index = entries.firstIndex { $0.from > from } ?? entries.count
        entries.insert(Entry(from: from, element: element), at: index)
    }

    /// The one in force at `moment`; before the first begins, the first.
    public subscript(at moment: Instant) -> Element {
        // From the end: what is asked for is nearly always the newest.
        var index = entries.count - 1
        while index > 0, entries[index].from > moment { index -= 1 }
        return entries[index].element
    }

    /// When the one in force at `moment` gives way to the next; nil: never.
    public func end(at moment: Instant) -> Instant? {
        entries.dropFirst().first { $0.from > moment }?.from
    }
}

extension Timetable: Sendable where Element: Sendable {}
extension Timetable.Entry: Sendable where Element: Sendable {}
