import Foundation
import Rulebook
import Testing
import Vocabulary

/// The shipped rulebook's value, which most tests ask.
let shipped = RulebookFile.shipped.rules

/// 2023-11-01T00:00:00+08:00, when the mandate begins.
let mandateBegins = Instant(milliseconds: 1_698_768_000_000)

/// The folder that holds the shipped files.
let schemas = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Schemas/rulebook")

/// The shipped text with one passage replaced; a passage that is not there fails the test.
func edited(_ passage: String, _ replacement: String, in text: String = RulebookFile.shipped.content) throws
    -> String
{
    let range = try #require(text.range(of: passage), "the shipped text has no \(passage)")
    return text.replacingCharacters(in: range, with: replacement)
}

/// What is wrong with a text; empty where nothing is.
func problems(of text: String) throws -> [RulebookProblem] {
    do {
        _ = try RulebookFile.parse(content: text, file: "test.yaml")
        return []
    } catch {
        switch error {
        case .invalid(let problems): return problems
        case .unreadable(let path, let reason):
            Issue.record("\(path) is unreadable: \(reason)")
            return []
        }
    }
}

/// The line of a passage, from 1.
func line(of passage: String, in text: String) throws -> Int {
    let range = try #require(text.range(of: passage))
    return text[..<range.lowerBound].count { $0 == "\n" } + 1
}
