/// How full the quarantine is, and what became of refused events since the daemon started.
public struct QuarantineFigures: Sendable, Equatable {
    /// Of all entries.
    public var bytes = 0
    public var limitBytes = 0
    public var kept: UInt64 = 0
    /// Entries that went because there was no room, or because they were old.
    public var dropped: UInt64 = 0
    /// Events that could not be kept.
    public var notKept: UInt64 = 0

    public init() {}
}
