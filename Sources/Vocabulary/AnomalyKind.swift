/// What the `anomalies` view can hold. Codes of findings keep their name.
public enum AnomalyKind: String, Sendable, CaseIterable {
    case lateUpload = "LATE_UPLOAD"
    case missingUpload = "MISSING_UPLOAD"
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
    case providerNotCertified = "PROVIDER_NOT_CERTIFIED"
    case providerNotBound = "PROVIDER_NOT_BOUND"
    case exemptionLate = "EXEMPTION_LATE"
    case exemptionIncomplete = "EXEMPTION_INCOMPLETE"
    /// About a seller and a provider, not an order (R9).
    case qualificationIncomplete = "QUALIFICATION_INCOMPLETE"
    /// About a seller and a provider, not an order (R12).
    case addressMismatch = "ADDRESS_MISMATCH"
    case outOfOrder = "OUT_OF_ORDER"
    case backdated = "BACKDATED"
    case lost = "LOST"
    case verdictDiverges = "VERDICT_DIVERGES"
    case publisherGap = "PUBLISHER_GAP"
    case stalled = "STALLED"
    case rateAlarm = "RATE_ALARM"
    case feeMismatch = "FEE_MISMATCH"

    /// Nil for a finding that only says what is still to come.
    public init?(_ code: FindingCode) {
        switch code {
        case .providerNotCertified: self = .providerNotCertified
        case .providerNotBound: self = .providerNotBound
        case .duplicateNumber: self = .duplicateNumber
        case .numberConflict: self = .numberConflict
        case .voidedNumber: self = .voidedNumber
        case .numberFormat: self = .numberFormat
        case .hsMismatch: self = .hsMismatch
        case .hsUnknown: self = .hsUnknown
        case .vagueName: self = .vagueName
        case .phoneFormat: self = .phoneFormat
        case .taxID: self = .taxID
        case .multiBox: self = .multiBox
        case .exemptionLate: self = .exemptionLate
        case .exemptionIncomplete: self = .exemptionIncomplete
        case .notDeclared: return nil
        }
    }
}
