/// Colours, only where a person looks.
enum Style: String {
    case good = "32"
    case warning = "33"
    case bad = "31"
    case faint = "2"
    case strong = "1"

    func callAsFunction(_ text: String) -> String {
        Terminal.outputIsTerminal ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
