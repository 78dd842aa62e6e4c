/// How a log is written. The defaults suit a server with one disk.
public struct LogOptions: Sendable {
    /// The size at which a segment is closed and the next one begun. A larger frame still gets its segment.
    public var segmentBytes: Int = 256 << 20
    /// Memory set aside for each of the two frames, filling and syncing; a frame grows past it when it must.
    public var frameBytes: Int = 1 << 20
    /// Zeros kept written ahead of the tail, since a sync into written blocks is several times faster than
    /// one that makes a file grow. 0 switches it off.
    public var preparedBytes: Int = 16 << 20
    /// How long the log is idle before a mark proves the last frame was synced.
    public var markAfter: Duration = .milliseconds(50)
    /// Packs segments with zstd once they are sealed; their files become the next segments. Off: they stay as they
    /// were written.
    public var packsSealed = true
    /// Where packed segments are moved to; nil: they stay. `ArchiveList` tells readers of it.
    public var archive: (any Storage)?
    /// Commits in the caller's thread, at once, and starts none.
    public var commitsInline = false
    /// Starts no thread either, and does a thread's work only when it is asked to (`EventLog.step`): a simulator then
    /// decides what happens between two of its pieces.
    public var worksInSteps = false

    public init() {}
}
