import EventLog
import Measures
import Vocabulary
import Wire
import ZeroMQ

/// Replies: written when a request is taken, sent when the disk has what they promise.
extension RequestHandler {
    /// Sends every reply whose events are on disk.
    mutating func answer<Port: MessagePort & ~Copyable>(
        upTo durable: UInt64, through port: borrowing Port
    ) throws {
        guard !isEmpty else { return }
        let now = MonotonicClock.now
        var times = figures.replyTimes
        defer { figures.replyTimes = times }
        for (queue, limit) in [(express, UInt64.max), (replies, durable)] {
            try queue.send(upTo: limit) { bytes, entry in
                doors.replyLeft(entry.connection, entry.byteCount)
                times.add(now &- entry.takenAt)
                // A peer that takes none gets none; it asks again, and is answered `duplicate`.
                guard doors.mayGive(entry.connection) else { return }
                try unsafe bytes.withUnsafeBytes {
                    guard try unsafe Self.send($0, entry, through: port) else { return }
                    doors.gave(entry.connection, entry.wireBytes)
                }
            }
        }
    }

    mutating func acknowledge(_ start: Int, _ type: ContentType) {
        waitingPeers = nil
        let requires = outcomes.reduce(0) { max($0, $1.requires) }
        let count = replies.add(requires: requires, for: sender) { bytes, entry in
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
        doors.replyWaits(sender, count)
    }

    private func add(_ outcome: Outcome, of item: DecodedItem) {
        switch (outcome, item) {
        case (.refused(let refusal), .refused): writer.add(.refused(refusal))
        case (.refused(let refusal), .event(let event)):
            var named = refusal
            name(&named, after: event)
            writer.add(.refused(named))
        case (.recorded(let position, let validated), .event(let event)):
            var findings: [FindingText] = []
            if let validated { findings = texts(of: validated) }
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

    /// Says of which event the refusal is.
    func name(_ refusal: inout Refusal, after event: DecodedEvent) {
        unsafe withIdentity(of: event) { source, id in
            refusal.id = unsafe String(decoding: id, as: UTF8.self)
            refusal.source = unsafe String(decoding: source, as: UTF8.self)
        }
    }

    /// In the words of the rulebook that gave the verdict.
    private func texts(of validated: Validated) -> [FindingText] {
        if validated.findings.isEmpty { return [] }
        return FindingTexts(rules: path.rules(named: validated.rulebook)).texts(of: validated.findings)
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

    mutating func refuse(_ problem: RequestProblem, _ start: Int) {
        figures.problems[problem.code, default: 0] &+= 1
        let count = queueNeedingNothing().add(requires: 0, for: sender) { bytes, entry in
            frame(start, "firstmile/1 ERROR", "application/problem+json", &bytes, &entry)
            let json = problem.json
            bytes += json
            entry.payload = json.count
        }
        doors.replyWaits(sender, count)
    }

    mutating func pong(_ start: Int) {
        let next = path.log.next
        let count = queueNeedingNothing().add(requires: 0, for: sender) { bytes, entry in
            frame(start, "firstmile/1 PONG", "application/json", &bytes, &entry)
            let json = Array("{\"version\":\"\(version)\",\"next\":\(next)}".utf8)
            bytes += json
            entry.payload = json.count
        }
        doors.replyWaits(sender, count)
    }

    /// Where a reply goes that waits for no record. Replies to one peer keep their order; but behind those that
    /// wait for room on the disk, nobody else would ever hear that it is full.
    private mutating func queueNeedingNothing() -> ReplyQueue {
        guard path.log.refusal != nil else { return replies }
        let waiting = waitingPeers ?? replies.identities
        waitingPeers = waiting
        return waiting.contains(message.copied(at: 0)) ? replies : express
    }

    /// Everything of a reply before its payload.
    private func frame(
        _ start: Int, _ verb: StaticString, _ contentType: String, _ bytes: inout [UInt8],
        _ entry: inout ReplyQueue.Entry
    ) {
        entry.takenAt = roundBegun
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
    /// False where it was lost.
    private static func send<Port: MessagePort & ~Copyable>(
        _ bytes: UnsafeRawBufferPointer, _ entry: ReplyQueue.Entry, through port: borrowing Port
    ) throws -> Bool {
        var offset = entry.start
        func next(_ count: Int) -> UnsafeRawBufferPointer {
            defer { offset += count }
            return unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset + count)])
        }
        guard try unsafe port.trySend(next(entry.identity), more: true) == .sent else { return false }
        if entry.delimiter { try unsafe port.send(UnsafeRawBufferPointer(start: nil, count: 0), more: true) }
        try unsafe port.send(next(entry.verb), more: true)
        try unsafe port.send(next(entry.correlation), more: true)
        try unsafe port.send(next(entry.contentType), more: true)
        try unsafe port.send(next(entry.payload), more: false)
        return true
    }
}

extension ReplyQueue.Entry {
    /// Bytes of its frames on the wire; the identity stays here.
    fileprivate var wireBytes: Int {
        var bytes = delimiter ? Multipart.wireBytes(of: 0) : 0
        bytes += Multipart.wireBytes(of: verb) + Multipart.wireBytes(of: correlation)
        return bytes + Multipart.wireBytes(of: contentType) + Multipart.wireBytes(of: payload)
    }
}
