/// Where the values of a JSON text lie, by their paths such as `data.goods[0].hsCode`, and the text in lines.
///
/// It keeps the text as it is: names in their order, numbers with all their digits.
public struct JSONOutline {
    /// One value, and where it lies.
    public struct Value {
        public let path: String
        public let range: Range<Int>
        /// An object, so that a member may be put in.
        public let isObject: Bool
        public let isText: Bool
    }

    /// A line of the text, and whose it is.
    public struct Line {
        public let path: String
        public let text: String
    }

    private let bytes: [UInt8]
    private var at = 0
    public private(set) var values: [Value] = []
    public private(set) var lines: [Line] = []

    /// Nil when it is not JSON.
    public init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        guard value(path: "", before: "", indent: 0, depth: 0) else { return nil }
        skipSpaces()
        guard at == bytes.count else { return nil }
    }

    public func value(at path: String) -> Value? { values.first { $0.path == path } }

    // MARK: Reading

    private var here: UInt8? { at < bytes.count ? bytes[at] : nil }

    private mutating func skipSpaces() {
        while let byte = here, byte == 0x20 || (0x09...0x0D).contains(byte) { at += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipSpaces()
        guard here == byte else { return false }
        at += 1
        return true
    }

    /// One value, its lines begun with `before`.
    private mutating func value(path: String, before: String, indent: Int, depth: Int) -> Bool {
        skipSpaces()
        guard depth < 64, let first = here else { return false }
        let (start, place) = (at, values.count)
        let isObject = first == UInt8(ascii: "{")
        values.append(Value(path: path, range: start..<start, isObject: isObject, isText: false))
        switch first {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard container(isObject, path, before, indent, depth) else { return false }
        default:
            guard scalar() else { return false }
            add(path, before + text(start..<at), indent)
        }
        values[place] = Value(
            path: path, range: start..<at, isObject: isObject, isText: first == UInt8(ascii: "\""))
        return true
    }

    private mutating func container(
        _ isObject: Bool, _ path: String, _ before: String, _ indent: Int, _ depth: Int
    ) -> Bool {
        let (open, close) = isObject ? ("{", "}") : ("[", "]")
        let end = UInt8(ascii: isObject ? "}" : "]")
        at += 1
        if take(end) {
            add(path, "\(before)\(open)\(close)", indent)
            return true
        }
        add(path, "\(before)\(open)", indent)
        var index = 0
        repeat {
            if index > 0 { endLine() }
            var (inner, name) = ("\(path)[\(index)]", "")
            if isObject {
                skipSpaces()
                let start = at
                guard here == UInt8(ascii: "\""), scalar(), case let key = text(start..<at), take(0x3A) else {
                    return false
                }
                inner = path.isEmpty ? unquoted(key) : "\(path).\(unquoted(key))"
                name = "\(key): "
            }
            guard value(path: inner, before: name, indent: indent + 1, depth: depth + 1) else { return false }
            index += 1
        } while take(0x2C)
        guard take(end) else { return false }
        add(path, close, indent)
        return true
    }

    /// A text to its closing quote, or a number or word to what ends it.
    private mutating func scalar() -> Bool {
        guard here == UInt8(ascii: "\"") else {
            let start = at
            while let byte = here, !Self.ends.contains(byte) { at += 1 }
            return at > start
        }
        at += 1
        while let byte = here {
            at += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return at <= bytes.count }
        }
        return false
    }

    private static let ends = Set(Array(",]}: \t\r\n\"{[".utf8))

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func unquoted(_ key: String) -> String { String(key.dropFirst().dropLast()) }

    private mutating func add(_ path: String, _ text: String, _ indent: Int) {
        lines.append(Line(path: path, text: String(repeating: "  ", count: indent) + text))
    }

    private mutating func endLine() {
        guard let last = lines.popLast() else { return }
        lines.append(Line(path: last.path, text: last.text + ","))
    }
}
