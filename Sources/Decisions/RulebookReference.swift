import Rulebook
import Vocabulary

/// A rulebook to hand on: as a value, every hand would count each of its tables up and down.
///
/// For the same reason hot paths ask its parts, such as `rules.mandate`, and hold what only the whole could tell.
final class RulebookReference {
    let rules: Rulebook
    /// Where each line stands in `rules.lines`; the first of equal names.
    private let places: [LineID: Int]

    init(_ rules: Rulebook) {
        self.rules = rules
        places = Dictionary(
            rules.lines.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Lends a line, where it is known.
    func withLine<Result>(_ id: LineID, _ body: (borrowing Line) -> Result?) -> Result? {
        guard let place = places[id] else { return nil }
        let lines = rules.lines
        // Through a span, because an array's element would be a copy.
        return body(lines.span[place])
    }
}
