public import Rulebook
public import Vocabulary

/// What the views take from the rulebook, as plain functions and values.
public struct ViewRules: Sendable {
    /// How long after a handover at this time a number may be uploaded (R22).
    public var uploadWindow: @Sendable (_ handedOverAt: Instant) -> Interval
    /// What a provider's scan code stands for (R38); nil for an unknown code.
    public var milestone: @Sendable (_ provider: ProviderID?, _ code: Token) -> Milestone?
    /// Clause, messages and fix of an anomaly.
    public var text: @Sendable (AnomalyKind) -> AnomalyText
    /// Whether a publisher's clock is believed (R24), by the digest of its `source`.
    public var isTrusted: @Sendable (_ publisher: UInt64) -> Bool
    /// An untrusted publisher's time further back than this before the log's time is `BACKDATED` (R24).
    public var backdating: Interval
    /// How the logistics score is reckoned.
    public var score: ScoreRules

    public init(
        uploadWindow: @escaping @Sendable (Instant) -> Interval = { _ in .hours(2) },
        milestone: @escaping @Sendable (ProviderID?, Token) -> Milestone?,
        text: @escaping @Sendable (AnomalyKind) -> AnomalyText,
        isTrusted: @escaping @Sendable (UInt64) -> Bool = { _ in true },
        backdating: Interval = .days(7),
        score: ScoreRules
    ) {
        self.uploadWindow = uploadWindow
        self.milestone = milestone
        self.text = text
        self.isTrusted = isTrusted
        self.backdating = backdating
        self.score = score
    }
}

/// What is said about an anomaly of one kind.
public struct AnomalyText: Sendable, Equatable {
    public var severity: Severity
    public var clause: String
    public var message: String
    public var messageZh: String
    /// The general way out; a finding may know a better one.
    public var fix: String

    public init(severity: Severity, clause: String, message: String, messageZh: String, fix: String) {
        self.severity = severity
        self.clause = clause
        self.message = message
        self.messageZh = messageZh
        self.fix = fix
    }
}
