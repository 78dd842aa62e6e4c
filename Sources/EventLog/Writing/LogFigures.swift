public import Measures

/// What the log has written since it was opened, for metrics.
public struct LogFigures: Sendable {
    public var records: UInt64 = 0
    /// On disk, with headers.
    public var bytes: UInt64 = 0
    /// From handing a frame to the disk to its being durable: writing, syncing, and beginning a segment. Nanoseconds.
    public var commitTimes = Distribution.nanoseconds
    /// The sync alone. Nanoseconds.
    public var syncTimes = Distribution.nanoseconds
    /// Records in a frame.
    public var frameRecords = Distribution.numbers
    /// Segments begun.
    public var segments: UInt64 = 0

    public init() {}
}
