public import Rulebook
public import Vocabulary

extension [RulebookFile] {
    /// By the beginning of their force; without any, the one that is built in.
    public var timetable: Timetable<Rulebook> {
        let first = first?.rules ?? RulebookFile.shipped.rules
        return dropFirst().reduce(into: Timetable(first: first, from: first.effectiveFrom)) {
            $0.add($1.rules, from: $1.rules.effectiveFrom)
        }
    }
}

extension Timetable<Rulebook> {
    /// The one with this identity, as a verdict names it; the newest where it is not known.
    public func named(_ identity: Token?) -> Rulebook { elements.last { $0.identity == identity } ?? newest }
}
