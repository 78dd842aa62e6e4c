import Rulebook
import Vocabulary

/// What a finding on goods quotes, in at most the 200 bytes that Wire takes: figures and English names, no sentences,
/// because a program may read it as well.
struct GoodsWording {
    let name: String
    let code: Token
    let search: any GoodsSearching
    let rules: Rulebook

    /// Suggestions of either kind.
    private static let most = 3
    /// Bytes of evidence, so that a count of further lines fits behind it, and of a fix.
    private static let evidenceBytes = 160
    private static let fixBytes = 200
    private static let nameBytes = 60

    /// Such as `toy car / 392690`.
    var evidence: String {
        "\(Self.clipped(shown, to: Self.evidenceBytes - 3 - code.count)) / \(code)"
    }

    /// Such as `392690: phone case, plastic phone case; toy car: 950300 (toy car)`. Empty where nothing is near.
    func fix(namesOf six: Token?) -> String {
        var parts: [String] = []
        if let six {
            let names = search.names(of: six, near: name, under: rules).prefix(Self.most)
            if !names.isEmpty {
                parts.append("\(six): " + names.map(Self.short).joined(separator: ", "))
            }
        }
        let codes = search.codes(for: name, under: rules).filter { $0.code != six }.prefix(Self.most)
        if !codes.isEmpty {
            let listed = codes.map { "\($0.code) (\(Self.short($0.name)))" }.joined(separator: ", ")
            parts.append("\(Self.short(shown)): \(listed)")
        }
        return Self.clipped(parts.joined(separator: "; "), to: Self.fixBytes)
    }

    private var shown: String {
        name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func short(_ text: String) -> String { clipped(text, to: nameBytes) }

    /// Whole characters, closed with an ellipsis where some are left out.
    private static func clipped(_ text: String, to bytes: Int) -> String {
        if text.utf8.count <= bytes { return text }
        var kept = ""
        var size = 3
        for character in text {
            size += character.utf8.count
            if size > bytes { break }
            kept.append(character)
        }
        return kept + "…"
    }
}
