public import Vocabulary

/// Which English names belong to which HS code, and the other way round (R17).
public struct GoodsNames: Sendable {
    /// One row of the map: a six-digit code and a name as written.
    public struct Row: Sendable, Hashable {
        public var code: Token
        public var name: String

        public init(code: Token, name: String) {
            self.code = code
            self.name = name
        }
    }

    private var namesByCode: [Token: [String]] = [:]
    private var codesByName: [String: [Token]] = [:]
    /// In the order of the file.
    public let rows: [Row]
    public var clause: String

    public init(_ rows: [Row], clause: String) {
        self.clause = clause
        self.rows = rows
        for row in rows {
            namesByCode[row.code, default: []].append(row.name)
            codesByName[Self.folded(row.name), default: []].append(row.code)
        }
    }

    /// The names of a six-digit code, in the order of the file; empty where the map has none.
    public func names(of code: Token) -> [String] { namesByCode[code] ?? [] }

    /// The six-digit codes of a name however it is cased and spaced; empty where the map has none.
    public func codes(of name: String) -> [Token] { codesByName[Self.folded(name)] ?? [] }

    /// Lower case, trimmed, inner white space collapsed to one space: the form in which names are compared.
    public static func folded(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
