public import Vocabulary

/// Names of goods that customs reject because they do not say what the goods are (R17).
public struct VagueNames: Sendable {
    private let names: Set<String>
    /// How heavily such a name weighs, and where it weighs otherwise (⚙).
    public var general: Severity
    public var byCountry: [Country: Severity]
    public var clause: String

    public init(_ names: [String], general: Severity, byCountry: [Country: Severity], clause: String) {
        self.names = Set(names.map(Self.folded))
        self.general = general
        self.byCountry = byCountry
        self.clause = clause
    }

    /// Whether a name says no more than one of the list, however it is cased, spaced and closed with signs.
    public func contains(_ name: String) -> Bool { names.contains(Self.folded(name)) }

    public func severity(_ country: Country) -> Severity { byCountry[country] ?? general }

    /// As names are compared everywhere, without signs before and behind: "Gifts!" is "gifts".
    static func folded(_ name: String) -> String {
        let isSign = { (sign: Character) in !sign.isLetter && !sign.isNumber }
        let tail = GoodsNames.folded(name).drop(while: isSign)
        return String(String(tail.reversed()).drop(while: isSign).reversed())
    }
}
