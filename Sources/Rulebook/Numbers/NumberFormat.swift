public import Vocabulary

/// What the form of a number says (R16).
public enum NumberCheck: Sendable, Equatable {
    case ok
    /// What a right one looks like, for the seller to compare with the label, and whether it stops the number.
    case wrong(expected: String, severity: Severity)
    case unknownPattern
}

/// The form of one provider's numbers: any of its patterns, and a check digit where it has one.
public struct NumberFormat: Sendable, Equatable {
    /// How a check digit is reckoned, if there is one.
    public enum CheckDigit: String, Sendable, CaseIterable {
        case none
        case s10
    }

    public var patterns: [NumberPattern]
    public var checkDigit: CheckDigit
    /// What a right number looks like, in words.
    public var expected: String
    /// Blocking only where the form is certain: a guessed pattern must not stop a good number.
    public var severity: Severity

    public init(patterns: [NumberPattern], checkDigit: CheckDigit, expected: String, severity: Severity) {
        self.patterns = patterns
        self.checkDigit = checkDigit
        self.expected = expected
        self.severity = severity
    }

    /// Builds text only for a wrong number; the common case allocates nothing.
    public func check(_ number: TrackingNumber) -> NumberCheck {
        let token = number.normalised.token
        guard patterns.contains(where: { $0.matches(token) }) else { return wrong(expected) }
        switch checkDigit {
        case .none: return .ok
        case .s10:
            guard let digit = S10.checkDigit(token) else { return wrong(expected) }
            if digit == S10.givenDigit(token) { return .ok }
            return wrong("\(expected); the check digit of this serial number would be \(digit)")
        }
    }

    private func wrong(_ expected: String) -> NumberCheck { .wrong(expected: expected, severity: severity) }
}
