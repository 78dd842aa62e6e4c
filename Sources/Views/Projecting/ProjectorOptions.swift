/// How a projector shares the machine. The defaults suit a daemon on two cores.
public struct ProjectorOptions: Sendable {
    /// Rows of each table kept in memory, about 400 bytes each: all in use after half a million facts, so that memory
    /// grows no more after that.
    public var cacheRows = 32_768
    /// The same while a view is made from the first record on. What fits is written once; beyond it a rebuild needs
    /// indexes and becomes slower.
    public var rebuildRows = 262_144
    /// Records read and decoded at a time.
    public var chunkEvents = 2048
    /// Records folded into one transaction at most; a rebuild takes as many as fit into memory.
    public var flushEvents = 262_144
    /// How long to gather records after the first one came, before flushing.
    public var gather = Duration.milliseconds(20)
    /// A flush of more records than this is followed by a longer pause, in proportion, up to `longestGather`:
    /// at 20 ms that begins at 50,000 records a second.
    public var busyEvents: UInt64 = 1000
    /// What a busy view may lag on purpose.
    public var longestGather = Duration.milliseconds(250)

    public init() {}
}
