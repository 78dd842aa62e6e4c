import Vocabulary
import Wire

/// CloudEvents in JSON, alone and in batches.
struct JSONTarget: Target {
    static let name = "json"
    private let corpus: Corpus
    private let check = EventCheck()

    init(_ corpus: Corpus) { self.corpus = corpus }

    mutating func run(_ dice: inout Dice) throws {
        let event = JSONMutation.mutate(dice.pick(corpus.events), others: corpus.events, &dice)
        if dice.below(3) > 0 { return try check(event, as: .json) }
        let others = (0..<dice.below(4)).map { _ in dice.pick(corpus.events) } + [event]
        try check([0x5B] + others.shuffled(using: &dice).joined(separator: [0x2C]) + [0x5D], as: .jsonBatch)
    }
}

/// Batches in protobuf.
struct ProtobufTarget: Target {
    static let name = "protobuf"
    private let corpus: Corpus
    private let check = EventCheck()

    init(_ corpus: Corpus) { self.corpus = corpus }

    mutating func run(_ dice: inout Dice) throws {
        let event = ProtobufMutation.mutate(dice.pick(corpus.records), others: corpus.records, &dice)
        let others = (0..<dice.below(3)).map { _ in dice.pick(corpus.records) } + [event]
        let batch = ProtobufMutation.batch(others.shuffled(using: &dice), &dice)
        try check(dice.below(8) == 0 ? dice.damage(batch) : batch, as: .protobuf)
        try check.readsAnything(event)
    }
}

/// What must hold of every payload: an event that is taken reads as itself in every form, and one that is not is refused with
/// its place and what would be right.
struct EventCheck {
    private let decoder = EventDecoder(admitsDecisions: true)
    private let writer = CloudEventWriter()
    private let locator = EventLocator()

    func callAsFunction(_ payload: [UInt8], as type: ContentType) throws {
        let batch = decode(payload, as: type)
        for item in batch.items {
            switch item {
            case .event(let event): try check(event, Array(batch.bytes[event.record]), payload)
            case .refused(let refusal):
                try require(
                    !refusal.reason.isEmpty && !refusal.fix.isEmpty, "a refusal says nothing: \(refusal)",
                    payload)
                if let place = refusal.bytes {
                    try require(
                        place.lowerBound >= 0 && place.upperBound <= payload.count, "\(place) lies outside",
                        payload)
                }
            }
        }
        let places = unsafe payload.withUnsafeBytes { unsafe locator.events(in: $0, as: type) }
        let isWhole =
            batch.items.count > 1 || batch.items.contains { if case .event = $0 { true } else { false } }
        if isWhole {
            try require(
                places.count == batch.items.count, "\(places.count) places, \(batch.items.count) items",
                payload)
        }
        for place in places {
            _ = unsafe payload[place].withUnsafeBytes { unsafe locator.erpAccount(of: $0, as: type) }
        }
    }

    private func check(_ event: DecodedEvent, _ record: [UInt8], _ payload: [UInt8]) throws {
        let recorded = try unsafe record.withUnsafeBytes {
            try unsafe RecordDecoder.decode($0, position: Position(7), recordedAt: Instant(nanoseconds: 7))
        }
        try require(recorded.event == event.event, "the record reads as another event", payload)
        let digest = try unsafe record.withUnsafeBytes { try unsafe RecordDecoder.digest(of: $0) }
        try require(digest == event.identity, "the record has another identity", payload)
        var batch: [UInt8] = []
        RecordEncoder.batch(of: [record], into: &batch)
        try require(decode(batch, as: .protobuf).bytes == record, "the record is not canonical", payload)
        var line: [UInt8] = []
        try unsafe record.withUnsafeBytes {
            try unsafe writer.write(
                $0, position: Position(7), recordedAt: Instant(nanoseconds: 7), into: &line)
        }
        let again = decode(line, as: .json)
        guard case .event(let read) = again.items.first else {
            throw Finding("its own JSON is refused: \(again.items)", payload)
        }
        try require(read.identity == event.identity, "its own JSON has another identity", payload)
        try require(read.event == event.event, "its own JSON reads as another event", payload)
    }

    /// Records come from our own log, but nothing may crash on others.
    func readsAnything(_ record: [UInt8]) throws {
        var line: [UInt8] = []
        unsafe record.withUnsafeBytes { bytes in
            _ = try? unsafe RecordDecoder.decode(
                bytes, position: Position(7), recordedAt: Instant(nanoseconds: 7))
            _ = try? unsafe RecordDecoder.digest(of: bytes)
            try? unsafe writer.write(
                bytes, position: Position(7), recordedAt: Instant(nanoseconds: 7), into: &line)
            for type in ReplyType.allCases { _ = try? unsafe ReplyReader.read(bytes, as: type) }
        }
    }

    private func decode(_ bytes: [UInt8], as type: ContentType) -> DecodedBatch {
        var batch = DecodedBatch()
        unsafe bytes.withUnsafeBytes { unsafe decoder.decode($0, as: type, into: &batch) }
        return batch
    }
}
