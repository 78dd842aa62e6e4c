public import Vocabulary

/// What is known of a carrier: when it is certified, and what its numbers look like (R7, R16).
public struct ProviderRules: Sendable {
    public var id: ProviderID
    public var name: Bilingual
    public var clause: String
    /// When the platform's list names it; never overlapping.
    public var certifications: [Validity]
    /// Nil: its pattern is unknown, any number draws a warning only.
    public var numbers: NumberFormat?
    /// True where the source does not name it, or its pattern: ours, to be replaced.
    public var isExample: Bool

    public init(
        id: ProviderID, name: Bilingual, clause: String, certifications: [Validity], numbers: NumberFormat?,
        isExample: Bool
    ) {
        self.id = id
        self.name = name
        self.clause = clause
        self.certifications = certifications
        self.numbers = numbers
        self.isExample = isExample
    }

    /// By this list alone; certification events are the gate's to add.
    public func certified(at instant: Instant) -> Bool {
        certifications.contains { $0.contains(instant) }
    }

    /// Whether the number, once normalised, has this provider's form.
    public func check(_ number: TrackingNumber) -> NumberCheck {
        guard let numbers else { return .unknownPattern }
        return numbers.check(number)
    }
}
