/// What the check on a number can find (R13–R20). The raw value is the code on the wire.
public enum FindingCode: String, Sendable, CaseIterable, Comparable {
    case providerNotCertified = "PROVIDER_NOT_CERTIFIED"
    case providerNotBound = "PROVIDER_NOT_BOUND"
    case duplicateNumber = "DUPLICATE_NUMBER"
    case numberConflict = "NUMBER_CONFLICT"
    case voidedNumber = "VOIDED_NUMBER"
    case numberFormat = "NUMBER_FORMAT"
    case hsMismatch = "HS_MISMATCH"
    case hsUnknown = "HS_UNKNOWN"
    case vagueName = "VAGUE_NAME"
    case phoneFormat = "PHONE_FORMAT"
    case taxID = "TAX_ID"
    case multiBox = "MULTI_BOX"
    case exemptionLate = "EXEMPTION_LATE"
    case exemptionIncomplete = "EXEMPTION_INCOMPLETE"
    /// The upload names an order nobody declared yet: a warning, nothing can be checked against it.
    case notDeclared = "NOT_DECLARED"

    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }

    /// Small and stable: what the log stores.
    public var number: UInt8 {
        switch self {
        case .providerNotCertified: 1
        case .providerNotBound: 2
        case .duplicateNumber: 3
        case .numberConflict: 4
        case .voidedNumber: 5
        case .numberFormat: 6
        case .hsMismatch: 7
        case .hsUnknown: 8
        case .vagueName: 9
        case .phoneFormat: 10
        case .taxID: 11
        case .multiBox: 12
        case .exemptionLate: 13
        case .exemptionIncomplete: 14
        case .notDeclared: 15
        }
    }

    public init?(number: UInt8) {
        guard let code = Self.byNumber[number] else { return nil }
        self = code
    }

    private static let byNumber = Dictionary(uniqueKeysWithValues: allCases.map { ($0.number, $0) })
}

/// Whether a finding stops the number.
public enum Severity: String, Sendable, CaseIterable {
    case warning
    case blocking
}

/// One thing the check found. Clause and message texts come from the rulebook, by code.
public struct Finding: Sendable, Equatable {
    public var code: FindingCode
    public var severity: Severity
    /// What was seen, such as `912345678`; empty where the code says it all.
    public var evidence: String
    /// What would be right for this very input, such as `+34912345678`; empty: the rulebook's general fix.
    public var fix: String

    public init(
        _ code: FindingCode, _ severity: Severity = .blocking, evidence: String = "", fix: String = ""
    ) {
        self.code = code
        self.severity = severity
        self.evidence = evidence
        self.fix = fix
    }
}
