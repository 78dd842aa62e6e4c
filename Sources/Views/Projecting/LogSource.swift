public import EventLog
public import Rulebook
import Synchronization
public import Vocabulary
import Wire

/// Records out of the log, decoded. One source serves any number of projectors, each on its own thread.
public final class LogSource: RecordSource {
    /// A reader that nobody uses now; it goes on cheaply at `next`.
    private struct Idle: @unchecked Sendable {
        var next: UInt64
        var reader: LogReader
    }

    /// Each holds a megabyte of the log. Views that share a decoding need one or two.
    private static let idleKept = 6

    /// Most records are smaller; reading a little more or less than asked for does no harm.
    private static let bytesPerRecord = 160

    /// Opens another reader of the log.
    private let open: @Sendable () throws(LogError) -> LogReader
    /// Nil beside another process that writes the log.
    private let log: EventLog?
    /// Where it ends, whatever comes after; nil: at the log's end.
    private let bound: UInt64?
    private let decoder: RecordAdder
    private let idle = Mutex<[Idle]>([])

    /// Inside the process that writes `log`, whose files are in `directory`: reads up to what is durable, and wakes
    /// at once when more is. `rulebook` counts while the log names none.
    public init(
        _ log: EventLog, directory: String, under rulebook: Rulebook, keepingBytes: Bool = false
    ) {
        self.log = log
        bound = nil
        open = { () throws(LogError) in try LogReader(directory: directory) }
        decoder = RecordAdder(under: rulebook, keepingBytes: keepingBytes)
    }

    /// Beside the process that writes the log, or without one: reads up to the last whole frame, or to `bound`, as if
    /// the log ended there.
    public init(
        directory: String, before bound: Position? = nil, under rulebook: Rulebook, keepingBytes: Bool = false
    ) {
        log = nil
        self.bound = bound?.rawValue
        open = { () throws(LogError) in try LogReader(directory: directory) }
        decoder = RecordAdder(under: rulebook, keepingBytes: keepingBytes)
    }

    /// Inside the process that writes `log`, whose files are on any storage.
    package init(_ log: EventLog, on storage: any Storage, under rulebook: Rulebook) {
        let keepingBytes = false
        self.log = log
        bound = nil
        open = { () throws(LogError) in try LogReader(storage) }
        decoder = RecordAdder(under: rulebook, keepingBytes: keepingBytes)
    }

    public func end() throws(ViewError) -> Position {
        if let log { return Position(log.durable) }
        let end = try withReader(at: .max) { (reader) throws(LogError) in (try reader.end(), .max) }
        return Position(min(end, bound ?? .max))
    }

    public func read(
        from position: Position, atMost count: Int, into batch: inout RecordBatch
    ) throws(ViewError) -> Position {
        let batch = batch
        batch.removeAll()
        let limit = log?.durable ?? bound
        var adding = decoder.adding(to: batch)
        let next = try withReader(at: position.rawValue) { reader in
            let next = try unsafe reader.read(
                from: position.rawValue, limit: limit, maxBytes: count * Self.bytesPerRecord
            ) { position, time, record in
                unsafe adding.add(record, Position(position), Instant(nanoseconds: time))
            }
            return (next, next)
        }
        return Position(next)
    }

    public func wait(for position: Position, atMost timeout: Duration) -> Bool {
        if let log { return log.waitForRecords(beyond: position.rawValue, atMost: timeout) }
        if let bound, position.rawValue >= bound { return false }
        let found = try? withReader(at: .max) { (reader) throws(LogError) in
            (try reader.waitForRecords(beyond: position.rawValue, atMost: timeout), .max)
        }
        return found ?? false
    }

    public func learn(_ rulebook: Rulebook, at position: Position) {
        decoder.learn(rulebook, at: position)
    }

    /// Lends a reader, preferably one that stopped at `position`. The body says where it stopped now.
    private func withReader<Result>(
        at position: UInt64, _ body: (LogReader) throws -> (Result, UInt64)
    ) throws(ViewError) -> Result {
        do {
            let found = idle.withLock { idle -> Idle? in
                idle.firstIndex { $0.next == position }.map { idle.remove(at: $0) }
            }
            let reader = try found?.reader ?? open()
            let (result, next) = try body(reader)
            // After an error a reader is not trusted again.
            idle.withLock { idle in
                if idle.count >= Self.idleKept { idle.removeFirst() }
                idle.append(Idle(next: next, reader: reader))
            }
            return result
        } catch {
            throw .log(String(describing: error))
        }
    }
}
