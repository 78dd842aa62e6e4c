public import EventLog
public import Rulebook
internal import Synchronization
public import Vocabulary
internal import Wire

/// Records out of the log, decoded. One source serves any number of projectors, each on its own thread.
public final class LogSource: RecordSource {
    /// A reader that nobody uses now; it goes on cheaply at `next`.
    private struct Idle: @unchecked Sendable {
        var next: UInt64
        var reader: LogReader
    }

    /// Most records are smaller; reading a little more or less than asked for does no harm.
    private static let bytesPerRecord = 160

    private let directory: String
    /// Nil beside another process that writes the log.
    private let log: EventLog?
    /// Whose clocks are believed (R24); nil: everybody's.
    private let sources: TrustedSources?
    private let idle = Mutex<[Idle]>([])

    /// Inside the process that writes `log`, whose files are in `directory`: reads up to what is durable, and wakes
    /// at once when more is.
    public init(_ log: EventLog, directory: String, trusting sources: TrustedSources? = nil) {
        self.log = log
        self.directory = directory
        self.sources = sources
    }

    /// Beside the process that writes the log, or without one: reads up to the last whole frame.
    public init(directory: String, trusting sources: TrustedSources? = nil) {
        log = nil
        self.directory = directory
        self.sources = sources
    }

    public func end() throws(ViewError) -> Position {
        if let log { return Position(log.durable) }
        return Position(
            try withReader(at: .max) { (reader) throws(LogError) in (try reader.end(), .max) })
    }

    public func read(
        from position: Position, atMost count: Int, into batch: inout [Incoming]
    ) throws(ViewError) -> Position {
        let limit = log?.durable
        let next = try withReader(at: position.rawValue) { reader in
            let next = try unsafe reader.read(
                from: position.rawValue, limit: limit, maxBytes: count * Self.bytesPerRecord
            ) { position, time, record in
                unsafe batch.append(decode(record, Position(position), Instant(nanoseconds: time)))
            }
            return (next, next)
        }
        return Position(next)
    }

    public func wait(for position: Position, atMost timeout: Duration) -> Bool {
        if let log { return log.waitForRecords(beyond: position.rawValue, atMost: timeout) }
        let found = try? withReader(at: .max) { (reader) throws(LogError) in
            (try reader.waitForRecords(beyond: position.rawValue, atMost: timeout), .max)
        }
        return found ?? false
    }

    private func decode(
        _ record: UnsafeRawBufferPointer, _ position: Position, _ recordedAt: Instant
    ) -> Incoming {
        do {
            var recorded = try unsafe RecordDecoder.decode(record, position: position, recordedAt: recordedAt)
            if let sources, !sources.trustsEverybody, recorded.origin == .fact {
                let source = try unsafe RecordDecoder.identity(of: record).source
                recorded.trustsClock = unsafe sources.isTrusted(
                    UnsafeRawBufferPointer(rebasing: record[source]))
            }
            return .record(recorded)
        } catch {
            return .undecodable(
                position, recordedAt: recordedAt, order: nil, error: "\(error.code.rawValue): \(error.reason)"
            )
        }
    }

    /// Lends a reader, preferably one that stopped at `position`. The body says where it stopped now.
    private func withReader<Result>(
        at position: UInt64, _ body: (LogReader) throws -> (Result, UInt64)
    ) throws(ViewError) -> Result {
        do {
            let found = idle.withLock { idle -> Idle? in
                idle.firstIndex { $0.next == position }.map { idle.remove(at: $0) }
            }
            let reader = try found?.reader ?? LogReader(directory: directory)
            let (result, next) = try body(reader)
            // After an error a reader is not trusted again.
            idle.withLock { idle in
                if idle.count >= 16 { idle.removeFirst() }
                idle.append(Idle(next: next, reader: reader))
            }
            return result
        } catch {
            throw .log(String(describing: error))
        }
    }
}
