public import Vocabulary

/// What the daemon answers to one event.
public struct Reply: Sendable, Equatable {
    /// What became of the event.
    public enum Status: String, Sendable, CaseIterable {
        case recorded
        /// The same event was recorded before.
        case duplicate
        case refused
    }

    public var status: Status
    /// Where the event lies in the log; for a duplicate, where the first one lies.
    public var position: Position?
    /// Of a number upload.
    public var verdict: Verdict?
    public var findings: [FindingText]
    /// Only when refused: why, and what would be right.
    public var refusal: Refusal?
    /// Of the event. Protobuf replies carry the id only when refused: their order tells which is which.
    public var id: String?
    public var source: String?

    public init(
        _ status: Status, position: Position? = nil, verdict: Verdict? = nil, findings: [FindingText] = [],
        refusal: Refusal? = nil, id: String? = nil, source: String? = nil
    ) {
        self.status = status
        self.position = position
        self.verdict = verdict
        self.findings = findings
        self.refusal = refusal
        self.id = id ?? refusal?.id
        self.source = source ?? refusal?.source
    }

    /// For an event that is not in the log.
    public static func refused(_ refusal: Refusal) -> Reply { Reply(.refused, refusal: refusal) }
}

/// A finding with the texts of the rulebook. Empty texts are left out on the wire.
public struct FindingText: Sendable, Equatable {
    /// A ``FindingCode``'s raw value.
    public var code: String
    public var severity: Severity
    /// Where the rule stands, such as 物流服务协议V5.2 §3.4.1.
    public var clause: String
    public var message: String
    public var messageZh: String
    public var fix: String
    /// What was seen.
    public var evidence: String

    public init(
        code: String, severity: Severity, clause: String = "", message: String = "", messageZh: String = "",
        fix: String = "", evidence: String = ""
    ) {
        self.code = code
        self.severity = severity
        self.clause = clause
        self.message = message
        self.messageZh = messageZh
        self.fix = fix
        self.evidence = evidence
    }
}

/// What stands behind the replies.
public enum Durability: String, Sendable, CaseIterable {
    /// The events are on the disk: fdatasync has returned.
    case fdatasync
}

/// All replies to a request, in the order its events were sent.
public struct Acknowledgement: Sendable, Equatable {
    public var durability: Durability
    public var replies: [Reply]

    public init(durability: Durability = .fdatasync, replies: [Reply]) {
        self.durability = durability
        self.replies = replies
    }
}
