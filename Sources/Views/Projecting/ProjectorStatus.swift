/// How a projector is doing, for `doctor`, metrics and the dashboard.
public struct ProjectorStatus: Sendable, Equatable {
    /// What the projector does at the moment.
    public enum Phase: String, Sendable {
        /// Its thread has not opened the file yet.
        case starting
        /// Folding from the beginning; queries are answered by the old file until it has caught up.
        case rebuilding
        case following
        /// Stopped as asked.
        case stopped
        /// Stopped by an error; the other views go on.
        case failed
    }
    public var view: String
    public var phase = Phase.starting
    public var checkpoint = Checkpoint()
    /// Durable records that are not applied yet.
    public var lagEvents: UInt64 = 0
    /// How long the oldest of them has been waiting, in seconds; 0 when none is.
    public var lagSeconds: Double = 0
    public var error: ViewError?

    public init(view: String) { self.view = view }
}
