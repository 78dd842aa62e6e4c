public import Vocabulary
public import Wire

/// What a consumer reads, and how.
public struct ConsumerOptions: Sendable {
    /// Where it begins.
    public enum Start: Sendable, Equatable {
        /// Where it was, by what was committed under its name.
        case stored
        case position(Position)
        /// The first record of then or later, by the log's time.
        case time(Instant)
        /// With what is recorded from now on.
        case end
    }

    /// Under which its position is stored; nil: it commits nothing.
    public var name: String?
    public var start = Start.position(Position(0))
    public var filter = FeedFilter()
    public var format = FetchRequest.Format.json
    /// Of one batch.
    public var maxEvents = 1000
    public var maxBytes = 1 << 20
    /// How long the daemon waits at the end of the log before it answers with nothing.
    public var wait: Duration = .seconds(5)
    /// Ends at what is the end when it gets there, instead of waiting for more.
    public var follows = true
    /// A name of its own among those who share the consumer `name`; nil: it reads alone.
    public var member: String?
    /// How long the others wait for a member that says nothing.
    public var lease: Duration = .seconds(10)
    /// The daemon's live endpoint, e.g. `tcp://127.0.0.1:7703`; nil: it asks at the end. Only for JSON, alone, and with no
    /// filter or one of a single type, or of a single type and seller.
    public var live: String?

    public init() {}

    /// Options written in place.
    public static func with(_ set: (inout Self) -> Void) -> Self {
        var options = Self()
        set(&options)
        return options
    }
}
