import EventLog
import Vocabulary
import Wire
import ZeroMQ

/// What the live publisher's thread keeps: who wants what, and how far it is.
final class LiveStream {
    /// Log that is published in one piece.
    private static let pieceBytes = 64 << 10
    /// With more subscriptions than that, events are not looked at before they are written out.
    private static let lookedThrough = 64

    private var reader: LogReader
    private let writer = CloudEventWriter()
    private var topics = LiveTopics()
    private var wanted: Set<[UInt8]> = []
    /// Everything before it has been published.
    private(set) var next: UInt64 = 0
    private(set) var toldEnd: UInt64?
    private var message = Multipart()
    private var topic: [UInt8] = []
    private var payload: [UInt8] = []

    init(_ reader: LogReader) { self.reader = reader }

    var hasSubscribers: Bool { !wanted.isEmpty }

    /// Hears who subscribes; true when somebody did. The first makes it begin at the end of the log.
    func hear(from socket: borrowing Socket, end: UInt64) throws(ZeroMQError) -> Bool {
        var isNew = false
        while try socket.receive(into: &message, maxParts: 1, maxBytes: 4096) {
            guard message.count == 1, message.byteCount(at: 0) > 0 else { continue }
            let said = message.copied(at: 0)
            let prefix = Array(said.dropFirst())
            if said[0] == 1 {
                if wanted.isEmpty { skip(to: end) }
                wanted.insert(prefix)
                isNew = true
            } else {
                wanted.remove(prefix)
            }
        }
        return isNew
    }

    /// Leaves out what is between. Subscribers see that from what comes next.
    func skip(to end: UInt64) {
        topics.forget()
        next = end
    }

    /// Goes on at the end, with another reader.
    func restart(with reader: LogReader, at end: UInt64) {
        self.reader = reader
        skip(to: end)
    }

    /// Publishes a piece of the log.
    func publish(upTo durable: UInt64, through socket: borrowing Socket) throws {
        next = try unsafe reader.read(from: next, limit: durable, maxBytes: Self.pieceBytes) {
            position, recordedAt, record in
            guard let outline = unsafe RecordOutline.of(record, .seller) else { return topics.forget() }
            LiveTopics.topic(of: outline, into: &topic)
            let before = topics.place(outline, at: position)
            guard isWanted(topic) else { return }
            payload.removeAll(keepingCapacity: true)
            try unsafe writer.write(
                record, position: Position(position), recordedAt: Instant(nanoseconds: recordedAt),
                into: &payload)
            if payload.count > LivePublisher.payloadBytes { payload.removeAll(keepingCapacity: true) }
            try send(position, before, through: socket)
        }
    }

    private func isWanted(_ topic: [UInt8]) -> Bool {
        wanted.count > Self.lookedThrough || wanted.contains { topic.starts(with: $0) }
    }

    private func send(
        _ position: UInt64, _ before: (ofType: UInt64?, ofTopic: UInt64?), through socket: borrowing Socket
    ) throws(ZeroMQError) {
        let header = LiveHeader.event(
            position: position, previousOfType: before.ofType, previousOfTopic: before.ofTopic)
        try socket.send(topic, more: true)
        try socket.send(Array(header.json.utf8), more: true)
        try socket.send(Self.contentType, more: true)
        try socket.send(payload)
    }

    private static let contentType = Array(ContentType.json.rawValue.utf8)

    /// Says how far has been published.
    func tellEnd(through socket: borrowing Socket) throws(ZeroMQError) {
        toldEnd = next
        try socket.send(LiveTopics.end, more: true)
        try socket.send(Array(LiveHeader.end(next).json.utf8))
    }
}
