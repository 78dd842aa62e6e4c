import Rulebook
import Vocabulary

/// A rulebook to hand on: as a value, every hand would count each of its tables up and down.
///
/// For the same reason hot paths ask its parts, such as `rules.mandate`, and hold what only the whole could tell.
final class RulebookReference {
    let rules: Rulebook
    /// As in the rulebook.
    let lines: [LineReference]
    private let places: [LineID: Int]

    init(_ rules: Rulebook) {
        self.rules = rules
        lines = rules.lines.map {
            LineReference($0, certifications: rules.provider($0.provider)?.certifications ?? [])
        }
        places = Dictionary(
            lines.enumerated().map { ($1.line.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A line, where it is known; the first of equal names.
    func line(_ id: LineID) -> LineReference? { places[id].map { lines[$0] } }
}

/// A line to hand on, for the same reason.
final class LineReference {
    let line: Line
    /// When its provider is certified by the rulebook's own list.
    let certifications: [Validity]

    init(_ line: Line, certifications: [Validity]) {
        self.line = line
        self.certifications = certifications
    }
}
