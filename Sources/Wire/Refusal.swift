/// What kind of problem made an event unacceptable. The raw value is the code on the wire.
public enum RefusalCode: String, Sendable, CaseIterable {
    /// Not JSON, or not protobuf.
    case malformed
    case unknownType = "unknown-type"
    /// Only the daemon says such events.
    case notAFact = "not-a-fact"
    case missingField = "missing-field"
    case invalidField = "invalid-field"
    /// A text, list or event is over its limit.
    case oversize
    /// The same source and id were used for other content.
    case conflict
    case timeInFuture = "time-in-future"
}

/// Why an event was not recorded, and what would be right.
public struct Refusal: Error, Sendable, Equatable {
    public var code: RefusalCode
    /// Path inside `data` such as `goods[0].hsCode`, or the name of an attribute such as `time`; empty where
    /// the whole is wrong.
    public var field: String
    /// What was found: a sentence without its full stop.
    public var reason: String
    /// What to send instead.
    public var fix: String
    /// Of the refused event, where they could be read.
    public var id: String?
    public var source: String?
    /// Where the refused event lies in the payload that was decoded: what the quarantine keeps.
    public var bytes: Range<Int>?

    public init(
        _ code: RefusalCode, field: String, reason: String, fix: String, id: String? = nil,
        source: String? = nil, bytes: Range<Int>? = nil
    ) {
        self.code = code
        self.field = field
        self.reason = reason
        self.fix = fix
        self.id = id
        self.source = source
        self.bytes = bytes
    }

    /// The same problem, seen from the value that holds the field.
    func inside(_ path: String) -> Refusal {
        var outer = self
        outer.field = field.isEmpty ? path : "\(path).\(field)"
        return outer
    }
}
