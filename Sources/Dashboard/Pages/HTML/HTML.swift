/// A piece of a page.
///
/// Markup is what stands in the source as a literal; everything between `\(` and `)` is escaped unless it is a piece of a page
/// itself. There is no way from a `String` of the running program to markup: literals are `StaticString`s.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    let markup: String

    static let none: HTML = ""

    init(stringLiteral literal: StaticString) { markup = literal.description }

    init(stringInterpolation interpolation: StringInterpolation) { markup = interpolation.markup }

    /// One after the other.
    init(_ pieces: [HTML]) { markup = pieces.map(\.markup).joined() }

    /// A text as a reader sees it.
    init(text: String) {
        var interpolation = StringInterpolation(literalCapacity: text.utf8.count, interpolationCount: 0)
        interpolation.appendInterpolation(text)
        markup = interpolation.markup
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var markup = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            markup.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: StaticString) { markup += literal.description }

        /// A text or the value of an attribute; attributes are always quoted.
        mutating func appendInterpolation(_ text: String) {
            for scalar in text.unicodeScalars {
                switch scalar {
                case "&": markup += "&amp;"
                case "<": markup += "&lt;"
                case ">": markup += "&gt;"
                case "\"": markup += "&quot;"
                case "'": markup += "&#39;"
                default: markup.unicodeScalars.append(scalar)
                }
            }
        }

        mutating func appendInterpolation(_ number: Int) { markup += String(number) }

        mutating func appendInterpolation(_ piece: HTML) { markup += piece.markup }

        mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { markup += piece.markup }
        }

        /// Where the page leads.
        mutating func appendInterpolation(_ link: Link) { appendInterpolation(link.text) }
    }

    var isEmpty: Bool { markup.isEmpty }

    static func + (one: HTML, other: HTML) -> HTML { HTML([one, other]) }
}

extension [HTML] {
    func joined(by separator: HTML) -> HTML {
        var pieces: [HTML] = []
        for piece in self { pieces += pieces.isEmpty ? [piece] : [separator, piece] }
        return HTML(pieces)
    }
}

extension Optional {
    /// The piece made of a value; nothing where there is none.
    func html(_ make: (Wrapped) -> HTML) -> HTML { map(make) ?? .none }
}
