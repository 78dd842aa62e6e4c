import Rulebook

/// Rulebooks in YAML: what does not read is refused with its lines and what would be right, and what reads reads
/// again from what a `rulebook-activated` event would carry of it.
struct RulebookTarget: Target {
    static let name = "rulebook"
    private let lines: [String]
    /// The tables that it refers to.
    private let attachments: Substring

    init(_ corpus: Corpus) {
        lines = corpus.rulebook.mainText.split(separator: "\n", omittingEmptySubsequences: false).map(
            String.init)
        attachments = corpus.rulebook.content.dropFirst(corpus.rulebook.mainText.count)
    }

    private static let scalars = [
        "null", "~", "", "-1", "0", "1e308", ".nan", ".inf", "0x7fffffffffffffff", "99999999999999999999",
        "true",
        "\"\"", "[]", "{}", "[[]]", "{a: {b: c}}", "&a [*a]", "*a", "!!binary x", "2024-13-01", "0 s",
        "-3 min",
        "1000000 h", "100.0001 %", "| \n  x", "'", "\"\\x00\"", "\u{FEFF}", "- - -", "? :", "--- ", "...",
        "%YAML 9.9",
        "9223372036854775807 h", "[&b [x, x], *b, *b]",
    ]

    mutating func run(_ dice: inout Dice) throws {
        let text = mutate(&dice)
        do {
            let file = try RulebookFile.parse(content: text, file: "fuzz.yaml")
            let again = try RulebookFile.parse(content: file.content, file: "fuzz.yaml")
            try require(again.hash == file.hash, "its content is another rulebook", Array(text.utf8))
        } catch let error as RulebookError {
            try check(error, text)
        }
    }

    private func check(_ error: RulebookError, _ text: String) throws {
        switch error {
        case .invalid(let problems):
            try require(!problems.isEmpty, "refused for nothing", Array(text.utf8))
            for problem in problems {
                try require(
                    problem.line >= 1 && problem.column >= 1 && !problem.wrong.isEmpty
                        && !problem.right.isEmpty,
                    "a problem without its place or remedy: \(problem)", Array(text.utf8))
            }
        case .unreadable(_, let reason):
            try require(!reason.isEmpty, "refused without a word", Array(text.utf8))
        }
    }

    private func mutate(_ dice: inout Dice) -> String {
        var lines = lines
        for _ in 0...dice.below(3) {
            let place = dice.below(lines.count)
            switch dice.below(8) {
            case 0: lines.remove(at: place)
            case 1: lines.insert(lines[place], at: dice.below(lines.count))
            case 2: lines.swapAt(place, dice.below(lines.count))
            case 3:
                lines[place] = String(repeating: " ", count: dice.below(9)) + lines[place].drop { $0 == " " }
            case 4, 5:
                guard let colon = lines[place].firstIndex(of: ":") else { continue }
                lines[place] = lines[place][...colon] + " " + dice.pick(Self.scalars)
            case 6: lines[place] = String(decoding: dice.damage(Array(lines[place].utf8)), as: UTF8.self)
            default: lines.removeSubrange(place..<min(lines.count, place + 1 + dice.below(200)))
            }
        }
        return lines.joined(separator: "\n") + attachments
    }
}
