import Foundation
import HTTPTypes
public import Vocabulary

/// The parameters behind the question mark, each taken once; what nobody took is unknown.
public struct Query {
    private var values: [String: String] = [:]
    private var known: Set<String> = ["lang"]

    /// - Parameter isForm: what is empty counts as missing, because a form sends all its fields; else it is refused.
    /// - Throws: ``Problem`` for a name that comes twice, and for what is not percent-encoded UTF-8.
    init(_ text: String, isForm: Bool = false) throws(Problem) {
        guard text.utf8.count <= HTTPLimits.queryBytes else {
            throw Problem(
                .contentTooLarge, "too-large", "The query is too large",
                detail: "the query has more than \(HTTPLimits.queryBytes) bytes", fix: "ask for less at once")
        }
        for part in text.split(separator: "&") {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try Self.decoded(halves[0], in: "query")
            let value = halves.count > 1 ? try Self.decoded(halves[1], in: name) : ""
            if value.isEmpty, isForm { continue }
            guard !value.isEmpty else {
                throw .parameter(name, "\(name) is empty", fix: "give it a value, or leave it out")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .parameter(name, "\(name) is there twice", fix: "send it once")
            }
        }
        values["lang"] = nil
    }

    static func decoded(_ text: Substring, in name: String) throws(Problem) -> String {
        let spaced = text.contains("+") ? text.replacing("+", with: " ") : text
        guard let plain = String(spaced).removingPercentEncoding, !plain.contains("\0") else {
            throw .parameter(
                name, "\(text) is not percent-encoded UTF-8", fix: "write every byte that is no letter as %XX"
            )
        }
        return plain
    }

    /// The value of a parameter, never empty; nil where it is missing.
    public mutating func text(_ name: String) -> String? {
        known.insert(name)
        return values.removeValue(forKey: name)
    }

    public mutating func number(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .parameter(
                name, "\(name) is \(text)",
                fix: "send a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    public mutating func position(_ name: String) throws(Problem) -> Position? {
        guard let text = text(name) else { return nil }
        guard let number = UInt64(text), number <= UInt64(Int64.max) else {
            throw .parameter(name, "\(name) is \(text)", fix: "send a position of the log, a whole number")
        }
        return Position(number)
    }

    public mutating func truth(_ name: String) throws(Problem) -> Bool? {
        guard let text = text(name) else { return nil }
        switch text {
        case "true": return true
        case "false": return false
        default: throw .parameter(name, "\(name) is \(text)", fix: "send true or false")
        }
    }

    public mutating func time(_ name: String) throws(Problem) -> Instant? {
        guard let text = text(name) else { return nil }
        guard let time = Instant(rfc3339: text) else {
            throw .parameter(
                name, "\(name) is \(text)", fix: "send an RFC 3339 time such as 2024-05-06T00:00:00Z")
        }
        return time
    }

    public mutating func choice<Choice: CaseIterable & RawRepresentable>(
        _ name: String, _: Choice.Type = Choice.self
    ) throws(Problem) -> Choice? where Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let all = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw .parameter(name, "\(name) is \(text)", fix: "send one of \(all)")
        }
        return choice
    }

    public mutating func identifier<ID: Identifier>(
        _ name: String, _: ID.Type = ID.self
    ) throws(Problem) -> ID? {
        try text(name).map { text throws(Problem) in try Self.identifier(text, name) }
    }

    static func identifier<ID: Identifier>(_ text: String, _ name: String) throws(Problem) -> ID {
        guard !text.isEmpty, let token = Token(text) else {
            throw .parameter(
                name, "\(name) has \(text.utf8.count) bytes",
                fix: "an id has 1 to \(Token.capacity) bytes of UTF-8")
        }
        return ID(token)
    }

    public mutating func country(_ name: String) throws(Problem) -> Country? {
        guard let text = text(name) else { return nil }
        guard let country = Country(text.uppercased()) else {
            throw .parameter(name, "\(name) is \(text)", fix: "send an ISO 3166-1 code such as ES")
        }
        return country
    }

    /// Several values with commas between them.
    public mutating func list(_ name: String, atMost count: Int = 100) throws(Problem) -> [String] {
        let values = (text(name) ?? "").split(separator: ",").map(String.init)
        guard values.count <= count else {
            throw .parameter(name, "\(name) has \(values.count) values", fix: "send at most \(count)")
        }
        return values
    }

    /// - Throws: ``Problem`` for the first parameter that nobody took.
    public func end() throws(Problem) {
        guard let name = values.keys.sorted().first else { return }
        let names = known.sorted().joined(separator: ", ")
        throw .parameter(name, "there is no parameter \(name) here", fix: "the parameters are \(names)")
    }
}
