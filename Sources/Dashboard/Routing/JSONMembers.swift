import Foundation
import HTTPTypes

/// The members of a JSON object that came as a body, each taken once; what nobody took is unknown.
struct JSONMembers {
    private var values: [String: Any]
    private var known: Set<String> = []

    /// - Throws: ``Problem`` for what is no JSON object.
    init(_ body: [UInt8]) throws(Problem) {
        let parsed = try? JSONSerialization.jsonObject(with: Data(body))
        guard let members = parsed as? [String: Any] else {
            throw Problem(
                .badRequest, "malformed", "The body cannot be read", detail: "the body is no JSON object",
                field: "body", fix: "send an object, {…}")
        }
        values = members
    }

    /// A value as JSON again.
    static func text(of value: Any) throws -> String {
        let data = try JSONSerialization.data(
            withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes, .sortedKeys])
        return String(decoding: data, as: UTF8.self)
    }

    private mutating func take(_ name: String) -> Any? {
        known.insert(name)
        return values.removeValue(forKey: name)
    }

    mutating func object(_ name: String) throws(Problem) -> [String: Any]? {
        guard let value = take(name) else { return nil }
        guard let object = value as? [String: Any] else {
            throw .parameter(name, "\(name) is no object", fix: "send an object, {…}")
        }
        return object
    }

    mutating func text(_ name: String) throws(Problem) -> String? {
        guard let value = take(name) else { return nil }
        guard let text = value as? String else {
            throw .parameter(name, "\(name) is no text", fix: "send text")
        }
        return text
    }

    mutating func texts(_ name: String, atMost count: Int) throws(Problem) -> [String] {
        guard let value = take(name) else { return [] }
        guard let texts = value as? [String], texts.count <= count else {
            throw .parameter(
                name, "\(name) is no list of at most \(count) texts", fix: "send a list of texts")
        }
        return texts
    }

    mutating func truth(_ name: String) throws(Problem) -> Bool? {
        guard let value = take(name) else { return nil }
        // A number is no truth, though Foundation takes 1 for one.
        guard let number = value as? NSNumber, CFBooleanLike.isTruth(number) else {
            throw .parameter(name, "\(name) is neither true nor false", fix: "send true or false")
        }
        return number.boolValue
    }

    /// - Throws: ``Problem`` for the first member that nobody took.
    func end() throws(Problem) {
        guard let name = values.keys.sorted().first else { return }
        throw .parameter(
            name, "there is no member \(name) here",
            fix: "the members are \(known.sorted().joined(separator: ", "))")
    }
}

/// Tells a truth from a number among what Foundation parsed.
private enum CFBooleanLike {
    static func isTruth(_ number: NSNumber) -> Bool {
        unsafe String(cString: number.objCType) == String(cString: NSNumber(value: true).objCType)
    }
}
