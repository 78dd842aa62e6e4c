import EventLog
import Synchronization

/// Readers of the log that are kept open: finding a record needs what a reader has learnt of the log.
final class LogDesk: Sendable {
    /// Unchecked: it is lent to one thread at a time.
    private struct Kept: @unchecked Sendable { let reader: LogReader }

    private let directory: String
    private let idle = Mutex<[Kept]>([])

    init(_ directory: String) { self.directory = directory }

    /// Lends one; to be called where waiting for the disk is right.
    func read<Result>(_ body: (LogReader) throws -> Result) throws -> Result {
        let kept = try idle.withLock { $0.popLast() } ?? Kept(reader: LogReader(directory: directory))
        let result = try body(kept.reader)
        // One that failed is not trusted again.
        idle.withLock { idle in
            if idle.count < HTTPLimits.threads { idle.append(kept) }
        }
        return result
    }
}
