/// How much one connection may take up before it is asked to wait (`Schemas/protocol.md`).
public struct IntakeCredit: Sendable {
    /// Bytes of requests that wait their turn; a further one is answered with `busy`.
    public var windowBytes = 16 << 20
    /// The same for their number.
    public var windowRequests = 10_000
    /// Bytes of replies that a peer has not taken. Beyond it its requests are answered with `busy`; beyond twice as
    /// much its replies are dropped.
    public var replyBytes = 16 << 20
    /// The same for all peers together: when many take none, each may be owed less.
    public var replyTotal = 256 << 20
    /// Bytes that came from a peer and were not read yet; more is no publisher in his window, and he is hung up on.
    public var unreadBytes = 32 << 20
    /// The same for all peers together: then whoever has sent most is hung up on.
    public var unreadTotal = 512 << 20

    public init() {}

    /// Requests of everybody that wait their turn before the socket is left alone.
    static let waitingBytes = 256 << 20
    /// What everybody may have done of his work in one round of turns, in bytes.
    static let turn = 128 << 10
    /// What an event costs beside its bytes.
    static let event = 100
    /// Work done before the disk and the replies get their turn.
    static let work = 1 << 20
    /// What is done at once however much was done: somebody with little to say does not wait for those with much.
    static let little = 16 << 10
    /// What every peer may be owed, however many take none.
    static let leastReplyBytes = 256 << 10
    /// What libzmq and malloc take for a reply of five parts beside its bytes.
    static let replyOverhead = 320
}

/// What an operator should know of those who publish.
public enum DoorNews: Sendable, Equatable {
    /// A peer was hung up on, because it sent so much more than it may before it is answered.
    case hungUp(descriptor: Int32, unreadBytes: Int)
    /// Replies were dropped, because a peer takes none.
    case repliesDropped(connection: String, count: Int)
    /// Requests were answered with `busy`.
    case busy(connection: String, count: Int)
}
