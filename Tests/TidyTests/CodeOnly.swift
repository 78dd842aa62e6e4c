/// Swift text with comments, string literals and names in backticks replaced by blanks, line for line.
///
/// Good enough for the tidy tests: a string ends with its line unless it opened with three quotes, so that a
/// misread one cannot hide more than its own line.
struct CodeOnly {
    private let bytes: [UInt8]
    private var at = 0
    private var output: [UInt8] = []

    static func lines(of text: String) -> [String] {
        var scanner = CodeOnly(bytes: Array(text.utf8))
        scanner.scan(untilParenthesis: false)
        return String(decoding: scanner.output, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// Copies code and blanks the rest, to the end of the text or of an interpolation.
    private mutating func scan(untilParenthesis: Bool) {
        var open = 0
        while at < bytes.count {
            if here("//") {
                blank { $0.here("\n") }
            } else if here("/*") {
                blankComment()
            } else if let hashes = stringOpening() {
                blankString(hashes: hashes)
            } else if here("`") {
                blank(1)
                blank { $0.here("`") || $0.here("\n") }
                blank(1)
            } else {
                if here("(") { open += 1 }
                if here(")") {
                    open -= 1
                    if untilParenthesis, open < 0 { return }
                }
                output.append(bytes[at])
                at += 1
            }
        }
    }

    private mutating func blankComment() {
        var depth = 0
        repeat {
            if here("/*") { depth += 1 }
            if here("*/") { depth -= 1 }
            blank(here("/*") || here("*/") ? 2 : 1)
        } while depth > 0 && at < bytes.count
    }

    /// How many `#` open a string here; nil if none does.
    private func stringOpening() -> Int? {
        var hashes = 0
        while at + hashes < bytes.count, bytes[at + hashes] == UInt8(ascii: "#") { hashes += 1 }
        guard at + hashes < bytes.count, bytes[at + hashes] == UInt8(ascii: "\"") else { return nil }
        return hashes
    }

    private mutating func blankString(hashes: Int) {
        let fence = String(repeating: "#", count: hashes)
        blank(hashes)
        let quotes = here("\"\"\"") ? "\"\"\"" : "\""
        blank(quotes.utf8.count)
        while at < bytes.count {
            if here(quotes + fence) { return blank(quotes.utf8.count + hashes) }
            if quotes.utf8.count == 1, here("\n") { return }
            if here("\\" + fence + "(") {
                blank(hashes + 2)
                // An interpolation is code, with strings of its own.
                scan(untilParenthesis: true)
            } else {
                blank(here("\\" + fence) ? hashes + 2 : 1)
            }
        }
    }

    private func here(_ text: String) -> Bool {
        bytes[at...].starts(with: text.utf8)
    }

    private mutating func blank(until isOver: (borrowing CodeOnly) -> Bool) {
        while at < bytes.count, !isOver(self) { blank(1) }
    }

    private mutating func blank(_ count: Int) {
        for _ in 0..<min(count, bytes.count - at) {
            output.append(bytes[at] == UInt8(ascii: "\n") ? UInt8(ascii: "\n") : UInt8(ascii: " "))
            at += 1
        }
    }
}
