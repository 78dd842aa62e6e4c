public import Vocabulary

/// One text in the two languages of the house.
public struct Bilingual: Sendable, Hashable {
    public var zh: String
    public var en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}

/// What a seller reads about a finding or an anomaly: what it is, which clause says so, and what to do.
public struct Message: Sendable, Hashable {
    public var severity: Severity
    /// The clause of the platform's rules, or of the source where it quotes none.
    public var clause: String
    public var text: Bilingual
    /// The general remedy; a finding may carry a better one for its very input.
    public var fix: Bilingual

    public init(severity: Severity, clause: String, text: Bilingual, fix: Bilingual) {
        self.severity = severity
        self.clause = clause
        self.text = text
        self.fix = fix
    }
}
