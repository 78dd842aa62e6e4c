import Foundation
import Testing

/// What `Schemas/protocol.md` says, taken out of its text.
struct ProtocolDocument {
    private let text: String

    init(of file: String = "Schemas/protocol.md") throws { text = try Self.read(file) }

    /// Codes of `ERROR`.
    var errorCodes: [String] {
        get throws { try codes(after: "Nothing of the\nrequest was recorded. Codes: ") }
    }

    /// The same of the feed.
    var feedErrorCodes: [String] {
        get throws { try codes(after: "Nothing of the request was done. Codes:") }
    }

    /// Codes of events that are refused.
    var refusalCodes: [String] {
        get throws { try codes(after: "Refusal codes: ") }
    }

    /// Everything in it that reads like a content type.
    var contentTypes: Set<String> {
        Set(text.matches(of: #/application\/[a-z.+-]+[a-z]/#).map { String($0.output) })
    }

    /// The words in backquotes from a place in the text to the end of the paragraph.
    private func codes(after words: String) throws -> [String] {
        let start = try #require(text.range(of: words), "protocol.md says no longer \"\(words)\"").upperBound
        let paragraph = text[start...].prefix(
            upTo: text[start...].range(of: "\n\n")?.lowerBound ?? text.endIndex)
        let codes = paragraph.replacing(#/\([^)]*\)/#, with: "")
        return codes.matches(of: #/`([a-z-]+)`/#).map { String($0.output.1) }
    }

    /// The first fenced block of Python in a document of the repository.
    static func python(in file: String) throws -> String {
        let text = try read(file)
        let start = try #require(text.range(of: "```python\n"), "\(file) has no Python").upperBound
        let end = try #require(text[start...].range(of: "```")).lowerBound
        return String(text[start..<end])
    }

    /// What a document says its script prints: the words between backquotes, `…` standing for anything.
    static func prints(in file: String) throws -> Regex<AnyRegexOutput> {
        let text = try read(file)
        let start = try #require(text.range(of: "It prints `"), "\(file) says not what it prints").upperBound
        let end = try #require(text[start...].range(of: "`")).lowerBound
        let pieces = text[start..<end].components(separatedBy: "…").map(NSRegularExpression.escapedPattern)
        return try Regex(pieces.joined(separator: ".+"))
    }

    static func read(_ file: String) throws -> String {
        try String(contentsOf: Daemon.root.appending(path: file), encoding: .utf8)
    }
}
