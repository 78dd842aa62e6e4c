import Vocabulary

/// The members of a JSON object in a request or a reply, each asked for by its name.
struct FeedMembers {
    private let document: JSONDocument
    private let place: String
    private var values: [String: Int] = [:]

    init(_ document: JSONDocument, _ node: Int, _ place: String) throws(FeedProblem) {
        self.document = document
        self.place = place
        guard document.kind(node) == .object else {
            throw .malformed("\(place) is no JSON object", fix: "send an object, {…}")
        }
        var values: [String: Int] = [:]
        var twice: String?
        document.members(of: node) { name, value in
            if values.updateValue(value, forKey: name) != nil { twice = name }
        }
        if let twice {
            throw .malformed("\(place) has \(JSONText.quoted(twice)) twice", fix: "send it once")
        }
        self.values = values
    }

    var count: Int { values.count }

    func allow(_ names: String...) throws(FeedProblem) {
        for name in values.keys.sorted() where !names.contains(name) {
            throw .malformed(
                "\(place) has a member \(JSONText.quoted(name)) that it may not have",
                fix: names.isEmpty ? "send {}" : "its members are \(names.joined(separator: ", "))")
        }
    }

    func has(_ name: String) -> Bool { values[name] != nil }

    func isTrue(_ name: String) -> Bool { values[name].map { document.kind($0) == .yes } ?? false }

    func text(_ name: String) throws(FeedProblem) -> String? {
        guard let value = values[name] else { return nil }
        guard document.kind(value) == .string else {
            throw .malformed("\(name) is \(document.name(value))", fix: "send text")
        }
        return document.string(value)
    }

    /// Of a consumer or a member.
    func name(_ name: String) throws(FeedProblem) -> String {
        let text = try self.text(name) ?? ""
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isNameByte) else {
            throw .malformed(
                has(name) ? "\(name) is \(JSONText.quoted(text))" : "\(name) is missing",
                fix: "a name has 1 to 64 of A-Z a-z 0-9 . _ -")
        }
        return text
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }

    func number(_ name: String, _ range: ClosedRange<Int>) throws(FeedProblem) -> Int? {
        guard let value = values[name] else { return nil }
        let number = document.kind(value) == .number ? document.integer(value) : nil
        guard let number, range.contains(Int(number)) else {
            throw .malformed(
                "\(name) is \(document.name(value))",
                fix: "send a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return Int(number)
    }

    func position(_ name: String) throws(FeedProblem) -> Position {
        guard let number = try number(name, 0...Int.max) else {
            throw .malformed("\(name) is missing", fix: "send a position")
        }
        return Position(UInt64(number))
    }

    func time(_ name: String) throws(FeedProblem) -> Instant {
        var text = try self.text(name) ?? ""
        guard let time = text.withUTF8({ unsafe RFC3339.parse(UnsafeRawBufferPointer($0)) }) else {
            throw .malformed(
                "\(name) is \(JSONText.quoted(text))", fix: "send a time such as 2024-05-06T02:00:00Z")
        }
        return time
    }

    func texts(_ name: String) throws(FeedProblem) -> [String] {
        guard let value = values[name] else { return [] }
        var texts: [String] = []
        var isSound = document.kind(value) == .array
        document.elements(of: value) { element in
            isSound = isSound && document.kind(element) == .string
            texts.append(document.string(element))
        }
        guard isSound, !texts.isEmpty else {
            throw .malformed(
                "\(name) is no list of texts, or an empty one",
                fix: "send a list of at least one text, or leave \(name) out")
        }
        return texts
    }

    func object(_ name: String) throws(FeedProblem) -> FeedMembers? {
        guard let value = values[name] else { return nil }
        return try FeedMembers(document, value, name)
    }

    func objects(_ name: String) throws(FeedProblem) -> [FeedMembers] {
        guard let value = values[name] else { return [] }
        var nodes: [Int] = []
        document.elements(of: value) { nodes.append($0) }
        var objects: [FeedMembers] = []
        for node in nodes { objects.append(try FeedMembers(document, node, name)) }
        return objects
    }

    /// Also with a fraction.
    func decimal(_ name: String) -> Double {
        guard let value = values[name], document.kind(value) == .number else { return 0 }
        return Double(unsafe String(decoding: document.raw(value), as: UTF8.self)) ?? 0
    }
}
