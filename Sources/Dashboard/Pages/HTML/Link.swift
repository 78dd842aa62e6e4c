/// A place of this house: a path and a query, always beginning with one slash, so that no text can lead elsewhere.
struct Link: Sendable {
    private(set) var text: String

    /// The parts of the path.
    init(_ parts: String...) { self.init(parts: parts) }

    init(parts: [String]) { text = parts.isEmpty ? "/" : parts.map { "/\(Self.encoded($0))" }.joined() }

    /// The same with parameters; those without a value are left out.
    func with(_ parameters: [(name: String, value: String?)]) -> Link {
        let known = parameters.compactMap { name, value in
            value.flatMap { $0.isEmpty ? nil : "\(Self.encoded(name))=\(Self.encoded($0))" }
        }
        var link = self
        link.text += known.isEmpty ? "" : "?\(known.joined(separator: "&"))"
        return link
    }

    func with(_ name: String, _ value: String?) -> Link { with([(name, value)]) }

    /// A part of the page, by its id.
    func fragment(_ id: StaticString) -> Link {
        var link = self
        link.text += "#\(id)"
        return link
    }

    /// Every byte that is no letter, digit or mark that needs no escape.
    static func encoded(_ text: String) -> String {
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                out.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                out += "%\(digits.count == 1 ? "0" : "")\(digits)"
            }
        }
        return out
    }
}
