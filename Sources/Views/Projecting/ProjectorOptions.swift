/// How a projector shares the machine. The defaults suit a daemon on two cores.
public struct ProjectorOptions: Sendable {
    /// Rows of each table kept in memory: about 400 bytes each.
    public var cacheRows = 131_072
    /// Records read and decoded at a time.
    public var chunkEvents = 2048
    /// Records folded into one transaction at most.
    public var flushEvents = 262_144
    /// How long to gather records after the first one came, before flushing.
    public var gather = Duration.milliseconds(20)

    public init() {}
}
