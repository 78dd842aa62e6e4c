import EventLog
import Vocabulary
import Wire

/// A record as it lies in the log.
struct Entry: Equatable {
    var recordedAt: Int64
    var bytes: [UInt8]
}

/// Holds the log to what was said and promised, and to what follows from it.
final class LogCheck {
    private let ledger: Ledger
    private let oracle: Oracle
    /// What was found durable before: it must stay.
    private(set) var entries: [Entry] = []
    /// What was read last, good or not.
    private(set) var latest: [Entry] = []
    /// Where each event lies.
    private var places: [String: UInt64] = [:]

    init(_ ledger: Ledger, _ oracle: Oracle) {
        self.ledger = ledger
        self.oracle = oracle
    }

    /// All records up to `end`.
    static func read(_ storage: any Storage, upTo end: UInt64) throws -> [Entry] {
        var entries: [Entry] = []
        let reader = try LogReader(storage)
        let next = try unsafe reader.read(from: 0, limit: end) { position, time, bytes in
            guard position == UInt64(entries.count) else {
                throw Violation("the log has no gap", "\(position) follows \(entries.count)")
            }
            entries.append(Entry(recordedAt: time, bytes: unsafe Array(bytes)))
        }
        guard next == end, entries.count == Int(end) else {
            throw Violation("the log has no gap", "\(entries.count) records, it ends at \(end)")
        }
        return entries
    }

    /// Checks what a daemon that has just been opened on this disk will go on from.
    func check(_ storage: any Storage, end: UInt64, durable: UInt64) throws {
        guard end >= durable else {
            throw Violation(
                "what is durable stays", "it was durable up to \(durable), the log ends at \(end)")
        }
        let found = try Self.read(storage, upTo: end)
        latest = found
        guard found.prefix(entries.count).elementsEqual(entries) else {
            let place = zip(found, entries).enumerated().first { $0.element.0 != $0.element.1 }?.offset
            throw Violation("what is durable stays as it is", "position \(place ?? found.count)")
        }
        for (position, saying) in ledger.promised.sorted(by: { $0.key < $1.key }) {
            guard position < end, found[Int(position)].bytes == saying.record else {
                throw Violation(
                    "what was acknowledged is in the log", "\(saying.name) is not at \(position) of \(end)")
            }
        }
        for position in entries.count..<found.count {
            try checkFact(
                found[position], at: UInt64(position), after: position > 0 ? found[position - 1] : nil)
        }
        try oracle.follow(found, from: entries.count)
        entries = found
    }

    private func checkFact(_ entry: Entry, at position: UInt64, after previous: Entry?) throws {
        if let previous, entry.recordedAt < previous.recordedAt {
            throw Violation("the log's time does not go back", "position \(position)")
        }
        let (source, id, isFact) = try Self.identity(entry, at: position)
        guard isFact else { return }
        let name = "\(source) \(id)"
        guard ledger.saying(name, entry.bytes) != nil else {
            throw Violation("nothing is invented", "\(name) at \(position), known: \(ledger.isKnown(name))")
        }
        if let other = places[name] {
            throw Violation("an event is in the log once", "\(name) at \(other) and at \(position)")
        }
        places[name] = position
    }

    /// The log in words.
    var story: [String] {
        latest.enumerated().map { position, entry in
            (try? unsafe entry.bytes.withUnsafeBytes {
                let recorded = try unsafe RecordDecoder.decode(
                    $0, position: Position(UInt64(position)),
                    recordedAt: Instant(nanoseconds: entry.recordedAt))
                let cause = recorded.cause.map { " because of \($0.rawValue)" } ?? ""
                return "\(position) \(entry.recordedAt / 1_000_000_000): \(recorded.event)\(cause)"
            }) ?? "\(position): unreadable"
        }
    }

    static func identity(_ entry: Entry, at position: UInt64) throws -> (String, String, isFact: Bool) {
        try unsafe entry.bytes.withUnsafeBytes { bytes in
            let places = try unsafe RecordDecoder.identity(of: bytes)
            let recorded = try unsafe RecordDecoder.decode(
                bytes, position: Position(position), recordedAt: Instant(nanoseconds: entry.recordedAt))
            return (
                String(decoding: entry.bytes[places.source], as: UTF8.self),
                String(decoding: entry.bytes[places.id], as: UTF8.self), recorded.origin == .fact
            )
        }
    }
}
