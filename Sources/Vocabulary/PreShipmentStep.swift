/// What the network does before a parcel leaves, each with a verdict of its own (R1).
public enum PreShipmentStep: Sendable, CaseIterable {
    /// The tracking number is bound to the order.
    case binding
    /// The customs declaration is validated.
    case declaration
    /// The destination's tax data are entered.
    case tax
    /// Hub and line are assigned.
    case route
}

extension FindingCode {
    /// The step that a finding belongs to; nil: it says why an order must comply at all.
    public var step: PreShipmentStep? {
        switch self {
        case .providerNotCertified, .providerNotBound, .duplicateNumber, .numberConflict, .voidedNumber,
            .numberFormat, .multiBox:
            .binding
        case .hsMismatch, .hsUnknown, .vagueName, .phoneFormat, .notDeclared: .declaration
        case .taxID: .tax
        case .exemptionLate, .exemptionIncomplete: nil
        }
    }
}
