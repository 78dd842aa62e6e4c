import EventLog
import Vocabulary
import Wire

/// Looks through the log for those who asked, everybody a piece in turn.
final class Fetcher {
    enum Progress { case goesOn, atEnd, done }

    private let readers: Readers
    private let writer = RecordBatchWriter()
    /// Payloads that were sent: their memory is used again.
    private var spare: [[UInt8]] = []

    init(_ readers: Readers) { self.readers = readers }

    /// Looks through a piece of the log.
    ///
    /// - Throws: `LogError` when the log cannot be read, `Refusal` for a record that cannot be shown.
    func turn(_ fetch: Fetch, durable: UInt64) throws -> Progress {
        guard fetch.next < durable else { return .atEnd }
        if fetch.payload.capacity == 0, let buffer = spare.popLast() { fetch.payload = buffer }
        let before = fetch.next
        try readers.read(from: fetch.next) { reader in
            let next = try unsafe reader.read(
                from: fetch.next, limit: durable, maxBytes: FeedLimits.turnBytes
            ) { position, recordedAt, record in
                fetch.scannedBytes += record.count
                fetch.lastRecordedAt = recordedAt
                guard unsafe fetch.wants(record, at: position) else { return }
                try unsafe writer.add(
                    record, position: Position(position), recordedAt: Instant(nanoseconds: recordedAt),
                    as: fetch.request.format, to: &fetch.payload)
                fetch.events += 1
                if fetch.isFull { reader.stop() }
            }
            fetch.next = next
            return ((), next)
        }
        if fetch.isFull || fetch.isSpent { return .done }
        if fetch.next >= durable { return .atEnd }
        // Durable and not to be read: it will be, or an error will say why not.
        return fetch.next == before ? .done : .goesOn
    }

    /// Ends a payload.
    func finish(_ fetch: Fetch) -> [UInt8] {
        writer.finish(&fetch.payload, as: fetch.request.format)
        defer { fetch.payload = [] }
        return fetch.payload
    }

    /// A payload is with the socket.
    func reuse(_ payload: consuming [UInt8]) {
        guard spare.count < 4, payload.capacity >= 1 << 16 else { return }
        payload.removeAll(keepingCapacity: true)
        spare.append(payload)
    }

    /// The recorded time of a record; nil where there is none yet.
    func recordedTime(at position: UInt64, durable: UInt64) throws -> Int64? {
        guard position < durable else { return nil }
        return try readers.read(from: position) { reader in
            var time: Int64?
            let next = try unsafe reader.read(from: position, limit: durable, maxBytes: 1) {
                _, recordedAt, _ in
                time = recordedAt
                reader.stop()
            }
            return (time, next)
        }
    }

    /// The first record recorded at a time or later.
    func position(atTime time: Int64, durable: UInt64) throws -> UInt64 {
        try readers.read(from: .max) { reader in (min(durable, try reader.position(atTime: time)), .max) }
    }

    /// The oldest record kept.
    func oldest() throws -> UInt64 { try readers.read(from: .max) { ($0.oldest, .max) } }
}
