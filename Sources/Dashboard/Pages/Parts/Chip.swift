import Explaining
import Vocabulary

/// How something stands: a word, a mark and a colour, so that none of them is needed alone.
struct Chip {
    var text: String
    var tone: Tone?

    init(_ text: String, _ tone: Tone?) { (self.text, self.tone) = (text, tone) }

    init(_ said: Said) { self.init(said.text, said.tone) }

    var html: HTML {
        "<span class=\"chip \(tone?.rawValue ?? "plain")\"><span aria-hidden=\"true\">\(mark)</span> \(text)</span>"
    }

    private var mark: String {
        switch tone {
        case .good: "✓"
        case .warning: "!"
        case .bad: "✗"
        case .faint, nil: "·"
        }
    }

    static func of(_ severity: Severity, _ language: Language) -> Chip {
        switch severity {
        case .blocking: Chip(language("blocking", "拦截"), .bad)
        case .warning: Chip(language("warning", "预警"), .warning)
        }
    }
}

extension [Said] {
    /// Each in its colour.
    var html: HTML {
        HTML(
            map { said in
                said.tone.map { "<span class=\"\($0.rawValue)\">\(said.text)</span>" }
                    ?? HTML(text: said.text)
            })
    }
}
