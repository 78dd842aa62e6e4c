import Rulebook
import Vocabulary

/// Whose clocks are believed (R24), by place in the log and its time: a rulebook counts from the record after it on,
/// and once it is in force.
struct ClockTrust: Sendable {
    private struct Entry: Sendable {
        /// Nil: what counts while the log names no rulebook.
        let position: Position?
        let from: Instant
        let sources: TrustedSources
    }

    private var entries: [Entry]
    /// Whether nobody needs to be asked about.
    private(set) var trustsEverybody: Bool

    init(_ rulebook: Rulebook) {
        entries = [Entry(position: nil, from: rulebook.effectiveFrom, sources: rulebook.sources)]
        trustsEverybody = rulebook.sources.trustsEverybody
    }

    mutating func learn(_ rulebook: Rulebook, at position: Position) {
        guard !entries.contains(where: { $0.position == position }) else { return }
        entries.append(Entry(position: position, from: rulebook.effectiveFrom, sources: rulebook.sources))
        trustsEverybody = entries.allSatisfy(\.sources.trustsEverybody)
    }

    func sources(at position: Position, _ time: Instant) -> TrustedSources {
        let named = entries.filter { $0.position.map { $0 < position } ?? false }
            .sorted { ($0.from, $0.position ?? Position(0)) < ($1.from, $1.position ?? Position(0)) }
        return (named.last { $0.from <= time } ?? named.first ?? entries[0]).sources
    }
}
