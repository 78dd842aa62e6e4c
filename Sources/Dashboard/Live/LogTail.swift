import EventLog
import Vocabulary
import Wire

/// Reads the log on and on for one stream.
///
/// Unchecked: a reader belongs to one thread at a time, and its stream asks for the next turn only after the last one ended.
final class LogTail: @unchecked Sendable {
    /// Of the log, looked through in one turn.
    private static let turnBytes = 256 << 10
    /// Of one piece, events beyond it come with the next.
    private static let pieceBytes = 128 << 10

    private let reader: LogReader
    private let writer = CloudEventWriter()
    private let filter: RecordFilter
    /// Where the next turn begins.
    private(set) var next: UInt64
    /// The last position a client was told.
    private var told: UInt64?

    init(_ directory: String, from next: UInt64, _ filter: FeedFilter) throws {
        reader = try LogReader(directory: directory)
        self.filter = RecordFilter(filter)
        self.next = next
    }

    /// The events of one turn as server-sent events, with the position as their id.
    ///
    /// - Parameter isIdle: nothing was said for long: then the client hears how far it is, so that it begins there when it
    ///   comes again.
    func turn(durable: UInt64, isIdle: Bool) throws -> String {
        var bytes: [UInt8] = []
        next = try unsafe reader.read(from: next, limit: durable, maxBytes: Self.turnBytes) {
            position, recordedAt, record in
            guard unsafe wants(record) else { return }
            let start = bytes.count
            bytes += Array("id: \(position)\ndata: ".utf8)
            do {
                try unsafe writer.write(
                    record, position: Position(position), recordedAt: Instant(nanoseconds: recordedAt),
                    into: &bytes)
            } catch {
                // Whoever came again would meet it again: the reason is told in its place, and the stream goes on.
                bytes.removeSubrange(start...)
                let reason = JSONText.quoted("\(error)")
                bytes += Array("id: \(position)\nevent: unreadable\ndata: {\"reason\":\(reason)}".utf8)
            }
            bytes += [0x0A, 0x0A]
            told = position
            if bytes.count >= Self.pieceBytes { reader.stop() }
        }
        if bytes.isEmpty, isIdle, next > 0, told != next - 1 {
            told = next - 1
            return "id: \(next - 1)\n\n"
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What cannot be read passes, and its reason is told: nothing is passed over in silence.
    private func wants(_ record: UnsafeRawBufferPointer) -> Bool {
        guard !filter.isEmpty, let outline = unsafe RecordOutline.of(record, filter.parts) else {
            return true
        }
        return filter.passes(outline)
    }
}
