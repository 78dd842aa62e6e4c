public import Vocabulary

/// How heavily a phone number that is not strict E.164 weighs, by destination (R18 ⚙).
public struct PhoneRules: Sendable {
    public var general: Severity
    public var byCountry: [Country: Severity]
    public var clause: String

    public init(general: Severity, byCountry: [Country: Severity], clause: String) {
        self.general = general
        self.byCountry = byCountry
        self.clause = clause
    }

    /// Of a phone that is not strict E.164, by destination (R18).
    public func severity(_ country: Country) -> Severity { byCountry[country] ?? general }
}
