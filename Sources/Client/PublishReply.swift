/// What the daemon answered to one request, as it came.
public struct PublishReply: Sendable {
    /// What kind of answer it is.
    public enum Kind: Sendable {
        /// Every event of the request has its answer in ``PublishReply/bytes``: recorded, duplicate or
        /// refused.
        case acknowledged
        /// The request as a whole could not be read; the bytes say why (code, reason, fix). Nothing was
        /// recorded.
        case problem
        /// The daemon is there; the bytes tell its version and next position.
        case pong
    }

    public let kind: Kind
    /// What ``bytes`` are, e.g. `application/vnd.firstmile.acknowledgement+json`.
    public let contentType: String
    public let bytes: [UInt8]
    /// How often the request was sent. More than one makes `duplicate` an answer that may mean this very
    /// request.
    public let attempts: Int
    /// From handing the request to the socket for the first time to reading the reply.
    public let roundTrip: Duration
}
