import Rulebook
import Vocabulary

/// A rulebook to hand on: as a value, every hand would count each of its tables up and down.
///
/// For the same reason hot paths ask its parts, such as `rules.mandate`, and hold what only the whole could tell.
final class RulebookReference {
    let rules: Rulebook
    let lines: [LineID: Line]

    init(_ rules: Rulebook) {
        self.rules = rules
        lines = Dictionary(rules.lines.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
