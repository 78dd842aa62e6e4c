/// An event that was refused: its bytes, and what was wrong with them.
public struct RefusedEvent: Sendable, Equatable {
    /// When, nanoseconds since 1970.
    public var refusedAt: Int64
    /// Who sent it: the connection's routing id, hexadecimal.
    public var connection: String
    /// Of the request it came in.
    public var contentType: String
    /// The event as it came; where it could not be told apart, the whole payload frame.
    public var bytes: [UInt8]
    public var code: String
    public var field: String
    public var reason: String
    public var fix: String
    /// Of the event, where they could be read, as the next two.
    public var source: String?
    public var eventID: String?
    public var erpAccount: String?

    public init(
        refusedAt: Int64, connection: String, contentType: String, bytes: [UInt8], code: String,
        field: String, reason: String, fix: String, source: String? = nil, eventID: String? = nil,
        erpAccount: String? = nil
    ) {
        self.refusedAt = refusedAt
        self.connection = connection
        self.contentType = contentType
        self.bytes = bytes
        self.code = code
        self.field = field
        self.reason = reason
        self.fix = fix
        self.source = source
        self.eventID = eventID
        self.erpAccount = erpAccount
    }

    /// What keeping it costs: its bytes and what stands beside them.
    var cost: Int { bytes.count + Self.overhead }

    static let overhead = 512
}
