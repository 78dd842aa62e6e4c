import Synchronization

/// How all views of a daemon stand, for whoever wants to know.
public final class ProjectorBoard: Sendable {
    private let projectors = Mutex<[Projector]>([])

    public init() {}

    /// From now on these are the daemon's.
    public func show(_ all: [Projector]) { projectors.withLock { $0 = all } }

    /// One for each view, in the order in which they were shown; empty before.
    public var statuses: [ProjectorStatus] { projectors.withLock { $0 }.map(\.status) }
}
