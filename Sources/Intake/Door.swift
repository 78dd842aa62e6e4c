import EventLog
import Vocabulary
import Wire
import ZeroMQ

/// What the intake's loop keeps between rounds: the message being read, the events in it, the replies that wait.
struct Door: ~Copyable {
    private let path: WritePath
    private let version: String
    private let decoder = EventDecoder()
    private var message = Multipart()
    private var batch = DecodedBatch()
    private var outcomes: [Outcome] = []
    private let replies = ReplyQueue()
    private let writer = ReplyWriter()
    private let texts: FindingTexts

    /// Messages taken in one round, so that the clock and the disk get their turn.
    private static let messagesPerRound = 2000

    init(path: WritePath, version: String) {
        self.path = path
        self.version = version
        texts = FindingTexts(path.rules)
    }

    /// Whether more may be read: a slow disk holds back the publishers, not memory.
    var hasRoom: Bool {
        path.log.fillingBytes < IntakeLimits.fillingBytes
            && replies.byteCount < IntakeLimits.waitingReplyBytes
    }

    var isEmpty: Bool { replies.byteCount == 0 }

    /// Takes what waits on the socket.
    mutating func receive(from socket: borrowing Socket, at time: () -> Instant) throws {
        for _ in 0..<Self.messagesPerRound where hasRoom {
            let isThere = try socket.receive(
                into: &message, maxParts: IntakeLimits.payloadFrames + 6, maxBytes: IntakeLimits.requestBytes)
            guard isThere else { break }
            try take(at: time())
        }
        // A large request must not stay in memory while the socket is quiet.
        message.clear()
    }

    /// Sends every reply whose events are on disk.
    mutating func answer(upTo durable: UInt64, through socket: borrowing Socket) throws {
        try replies.send(upTo: durable) { bytes, entry in
            try unsafe bytes.withUnsafeBytes { try unsafe Self.send($0, entry, through: socket) }
        }
    }

    // MARK: One request

    private mutating func take(at now: Instant) throws {
        // A ROUTER always gives the identity; alone, nobody said anything.
        guard message.count > 1 else { return }
        let start = message.byteCount(at: 1) == 0 ? 2 : 1
        do throws(RequestProblem) {
            switch try verb(at: start) {
            case .ping: pong(start)
            case .publish: try publish(start, at: now)
            }
        } catch {
            refuse(error, start)
        }
        if let failure {
            self.failure = nil
            throw failure
        }
    }

    /// Set when the log or an index failed in the middle of a request; not the publisher's fault.
    private var failure: (any Error)?

    private func verb(at start: Int) throws(RequestProblem) -> Verb {
        guard message.count > start else { throw .tooFewFrames }
        let (isOurs, verb) = unsafe message.withUnsafeBytes(at: start) { said in
            unsafe (said.starts(with: "firstmile/1 ".utf8), Verb(said))
        }
        guard isOurs else { throw .version }
        if message.count > start + 1, message.byteCount(at: start + 1) > IntakeLimits.correlationBytes {
            throw .correlation
        }
        guard let verb else { throw .verb }
        return verb
    }

    private mutating func publish(_ start: Int, at now: Instant) throws(RequestProblem) {
        if let refusal = path.log.refusal { throw .unavailable("\(refusal)") }
        if message.isTruncated {
            throw message.count >= IntakeLimits.payloadFrames ? .tooManyFrames : .tooLarge
        }
        guard message.count >= start + 4 else { throw .tooFewFrames }
        guard message.count <= start + 3 + IntakeLimits.payloadFrames else { throw .tooManyFrames }
        guard let type = contentType(at: start + 2) else {
            throw .contentType
        }
        batch.reset()
        for part in (start + 3)..<message.count {
            unsafe message.withUnsafeBytes(at: part) { unsafe decoder.decode($0, as: type, into: &batch) }
        }
        guard batch.items.count <= IntakeLimits.requestEvents else { throw .tooLarge }
        outcomes.removeAll(keepingCapacity: true)
        do {
            for item in batch.items {
                switch item {
                case .refused(let refusal): outcomes.append(.refused(refusal))
                case .event(let event):
                    outcomes.append(
                        try unsafe batch.bytes.withUnsafeBytes {
                            try unsafe path.take(
                                event, bytes: UnsafeRawBufferPointer(rebasing: $0[event.record]), at: now)
                        })
                }
            }
        } catch {
            failure = error
            return
        }
        acknowledge(start, type)
    }

    /// Compared as bytes: it comes with every request.
    private func contentType(at part: Int) -> ContentType? {
        unsafe message.withUnsafeBytes(at: part) { bytes in
            ContentType.allCases.first { unsafe bytes.elementsEqual($0.rawValue.utf8) }
        }
    }

    private mutating func acknowledge(_ start: Int, _ type: ContentType) {
        let requires = outcomes.reduce(0) { max($0, $1.requires) }
        replies.add(requires: requires) { bytes, entry in
            frame(start, "firstmile/1 ACK", type.reply.rawValue, &bytes, &entry)
            let before = bytes.count
            writer.begin(type.reply)
            // Through spans: an event is large, and an array would copy it out.
            let items = batch.items.span
            let outcomes = outcomes.span
            for index in items.indices { add(outcomes[index], of: items[index]) }
            writer.finish(into: &bytes)
            entry.payload = bytes.count - before
        }
    }

    private func add(_ outcome: Outcome, of item: DecodedItem) {
        switch (outcome, item) {
        case (.refused(let refusal), .refused): writer.add(.refused(refusal))
        case (.refused(let refusal), .event(let event)):
            var named = refusal
            unsafe withIdentity(of: event) { source, id in
                named.id = unsafe String(decoding: id, as: UTF8.self)
                named.source = unsafe String(decoding: source, as: UTF8.self)
            }
            writer.add(.refused(named))
        case (.recorded(let position, let validated), .event(let event)):
            let findings = validated.map { texts.texts(of: $0.findings) } ?? []
            unsafe withIdentity(of: event) { source, id in
                unsafe writer.add(
                    .recorded, position: Position(position), verdict: validated?.verdict, findings: findings,
                    id: id, source: source)
            }
        case (.duplicate(let position), .event(let event)):
            unsafe withIdentity(of: event) { source, id in
                unsafe writer.add(.duplicate, position: Position(position), id: id, source: source)
            }
        case (.recorded, .refused), (.duplicate, .refused):
            preconditionFailure("an event that was not decoded cannot be recorded")
        }
    }

    /// Lends source and id as they lie in the record; the decoder has just written them.
    private func withIdentity(
        of event: DecodedEvent, _ body: (UnsafeRawBufferPointer, UnsafeRawBufferPointer) -> Void
    ) {
        unsafe batch.bytes.withUnsafeBytes { bytes in
            let record = unsafe UnsafeRawBufferPointer(rebasing: bytes[event.record])
            guard let places = try? unsafe RecordDecoder.identity(of: record) else { return }
            unsafe body(
                UnsafeRawBufferPointer(rebasing: record[places.source]),
                UnsafeRawBufferPointer(rebasing: record[places.id]))
        }
    }

    private mutating func refuse(_ problem: RequestProblem, _ start: Int) {
        replies.add(requires: 0) { bytes, entry in
            frame(start, "firstmile/1 ERROR", "application/problem+json", &bytes, &entry)
            let json = problem.json
            bytes += json
            entry.payload = json.count
        }
    }

    private mutating func pong(_ start: Int) {
        let next = path.log.next
        replies.add(requires: 0) { bytes, entry in
            frame(start, "firstmile/1 PONG", "application/json", &bytes, &entry)
            let json = Array("{\"version\":\"\(version)\",\"next\":\(next)}".utf8)
            bytes += json
            entry.payload = json.count
        }
    }

    /// Everything of a reply before its payload.
    private func frame(
        _ start: Int, _ verb: StaticString, _ contentType: String, _ bytes: inout [UInt8],
        _ entry: inout ReplyQueue.Entry
    ) {
        entry.identity = message.byteCount(at: 0)
        unsafe message.withUnsafeBytes(at: 0) { unsafe bytes.append(contentsOf: $0) }
        entry.delimiter = start == 2
        entry.verb = verb.utf8CodeUnitCount
        unsafe bytes.append(
            contentsOf: UnsafeBufferPointer(start: verb.utf8Start, count: verb.utf8CodeUnitCount))
        if message.count > start + 1, message.byteCount(at: start + 1) <= IntakeLimits.correlationBytes {
            entry.correlation = message.byteCount(at: start + 1)
            unsafe message.withUnsafeBytes(at: start + 1) { unsafe bytes.append(contentsOf: $0) }
        }
        entry.contentType = contentType.utf8.count
        bytes.append(contentsOf: contentType.utf8)
    }

    /// A peer that is gone or does not read loses its reply, and asks again: the daemon then answers `duplicate`.
    private static func send(
        _ bytes: UnsafeRawBufferPointer, _ entry: ReplyQueue.Entry, through socket: borrowing Socket
    ) throws {
        var offset = entry.start
        func next(_ count: Int) -> UnsafeRawBufferPointer {
            defer { offset += count }
            return unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
        }
        guard try unsafe socket.trySend(next(entry.identity), more: true) == .sent else { return }
        if entry.delimiter { try socket.send([], more: true) }
        try unsafe socket.send(next(entry.verb), more: true)
        try unsafe socket.send(next(entry.correlation), more: true)
        try unsafe socket.send(next(entry.contentType), more: true)
        try unsafe socket.send(next(entry.payload))
    }
}
