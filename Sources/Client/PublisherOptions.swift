/// How a publisher behaves towards its daemon.
public struct PublisherOptions: Sendable {
    /// Requests sent and not yet answered; beyond it `submit` and `publish` wait. The back-pressure.
    public var window = 256
    /// Payload bytes sent and not yet answered; a request larger than this goes alone. The daemon takes 16 MiB of
    /// one connection before it says `busy`, and then the request is sent again after a pause.
    public var windowBytes = 4 << 20
    /// An unanswered request is sent again after this long, then after twice as long, and so on. The daemon
    /// knows events it has recorded, so sending again never records twice.
    public var resendAfter: Duration = .seconds(5)
    /// Nobody listening for this long, with something to send, is an error.
    public var connectPatience: Duration = .seconds(10)
    /// No reply to anything for this long, with something unanswered, is an error.
    public var replyPatience: Duration = .seconds(60)
    /// Bytes of one payload part. The daemon disconnects whoever sends a larger one, so it is refused here.
    public var maxPayloadBytes = 1 << 20

    public init() {}

    /// Options written in place: `.with { $0.window = 4_096 }`.
    public static func with(_ set: (inout Self) -> Void) -> Self {
        var options = Self()
        set(&options)
        return options
    }
}
