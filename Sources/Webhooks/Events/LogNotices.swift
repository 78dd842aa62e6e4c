import EventLog
import Vocabulary
import Wire

/// Reads the log for one webhook, and hands on what it is to be told of deadlines: the very events of the log.
final class LogNotices {
    /// Log that is looked through before others get their turn.
    private static let stepBytes = 1 << 20

    private let log: EventLog
    private let open: () throws -> LogReader
    private var reader: LogReader?
    private let writer = CloudEventWriter()
    private let wanted: RecordFilter

    init(_ webhook: Webhook, log: EventLog, open: @escaping () throws -> LogReader) {
        (self.log, self.open) = (log, open)
        var filter = FeedFilter()
        filter.origin = .decision
        filter.types = webhook.kinds.compactMap { kind in
            switch kind {
            case .deadlineApproaching: .deadlineApproaching
            case .deadlineMissed: .deadlineMissed
            case .deadlineWithdrawn: .deadlineWithdrawn
            case .anomalyOpened, .scoreFell, .viewStopped: nil
            }
        }
        filter.sellers = webhook.sellers.sorted()
        wanted = RecordFilter(filter)
    }

    var end: Int64 { Int64(clamping: log.durable) }

    func next(after cursor: Int64) throws -> Look {
        let reader = try reader ?? open()
        // After an error a reader is not trusted again.
        self.reader = nil
        var found: Notice?
        let next = try unsafe reader.read(
            from: UInt64(max(0, cursor)), limit: log.durable, maxBytes: Self.stepBytes
        ) { position, time, record in
            guard let outline = unsafe RecordOutline.of(record, wanted.parts), wanted.passes(outline),
                let kind = WebhookKind(rawValue: outline.type.rawValue)
            else { return }
            var body: [UInt8] = []
            try unsafe writer.write(
                record, position: Position(position), recordedAt: Instant(nanoseconds: time), into: &body)
            found = Notice(
                id: "log-\(position)", kind: kind, body: body, next: Int64(position) + 1, position: position,
                order: unsafe RecordOutline.of(record, .order)?.order?.text)
            reader.stop()
        }
        self.reader = reader
        return Look(notice: found, scanned: found.map { $0.next - 1 } ?? Int64(next))
    }
}
