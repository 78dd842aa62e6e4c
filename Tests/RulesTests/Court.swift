import EventLog
import Foundation
import Rulebook
import Testing
import Views
import Vocabulary
import Wire

@testable import Intake

/// The real write path on a real log, and the real views on that log; only the socket and the threads are missing.
final class Court {
    let directory: URL
    private let log: EventLog
    private let path: WritePath
    private let rules: Rulebook
    private let decoder = EventDecoder()
    private let encoder = RecordEncoder()
    private var batch = DecodedBatch()
    private var count = 0
    /// The machine's clock. Events may lie before it, and a little ahead.
    var now: Instant

    init(rules: Rulebook = RulebookFile.shipped.rules, now: Instant = at("2024-05-06T00:00:00Z")) throws {
        self.rules = rules
        self.now = now
        directory = FileManager.default.temporaryDirectory.appending(path: "court-\(UUID().uuidString)")
        for folder in ["state", "views"] {
            try FileManager.default.createDirectory(
                at: directory.appending(path: folder), withIntermediateDirectories: true)
        }
        var options = LogOptions()
        options.commitsInline = true
        options.preparedBytes = 0
        let place = directory.appending(path: "log").path
        log = try EventLog.open(directory: place, options: options)
        path = try WritePath(
            log: log, reader: LogReader(directory: place), rules: rules,
            phones: PhoneLibrary(destinations: rules.mandate.countries.map(\.country)),
            state: directory.appending(path: "state").path)
    }

    deinit {
        log.close()
        try? FileManager.default.removeItem(at: directory)
    }

    /// Records a fact and what follows from it. What is refused fails the test.
    func take(_ fact: Fact) throws {
        count += 1
        var record: [UInt8] = []
        encoder.encode(
            fact.payload, id: "fact-\(count)", source: fact.source, time: fact.time, origin: .fact,
            sequence: fact.sequence, into: &record)
        var bytes: [UInt8] = []
        RecordEncoder.batch(of: [record], into: &bytes)
        try take(bytes, as: .protobuf)
    }

    /// Records what a publisher sends as a line of JSON, when it happened or as soon as the clock is there.
    func take(json line: ArraySlice<UInt8>) throws {
        count += 1
        try take(Array(line), as: .json, atItsTime: true)
    }

    private func take(_ bytes: [UInt8], as contentType: ContentType, atItsTime: Bool = false) throws {
        batch.reset()
        unsafe bytes.withUnsafeBytes { unsafe decoder.decode($0, as: contentType, into: &batch) }
        guard case .event(let event)? = batch.items.first else {
            Issue.record("this cannot be said: \(batch.items)")
            return
        }
        if atItsTime, event.event.time > now { try wait(until: event.event.time) }
        let time = Instant(nanoseconds: log.recordedTime(now: now.nanoseconds))
        let outcome = try unsafe batch.bytes.withUnsafeBytes {
            try unsafe path.take(event, bytes: UnsafeRawBufferPointer(rebasing: $0[event.record]), at: time)
        }
        if case .refused(let refusal) = outcome { Issue.record("refused: \(refusal)") }
        // Now and then is enough: nothing is promised to anybody here.
        if count % 1000 == 0 { log.commitIfIdle() }
    }

    /// Lets the machine's clock go on, and the deadlines that pass meanwhile be said when they pass.
    func wait(until end: Instant) throws {
        log.commitIfIdle()
        while let alarm = path.nextAlarm, alarm <= end {
            now = max(now, alarm)
            try path.tick(at: Instant(nanoseconds: log.recordedTime(now: now.nanoseconds)), limit: 10_000)
            log.commitIfIdle()
        }
        now = max(now, end)
    }

    /// What a projection makes of the log.
    func view<P: Projection>(_ projection: P.Type) throws -> ViewReader {
        log.commitIfIdle()
        let views = directory.appending(path: "views").path
        let source = LogSource(directory: directory.appending(path: "log").path, under: rules)
        let projector = Projector(projection, in: views, from: source, under: rules)
        projector.start()
        defer { projector.stop() }
        #expect(projector.wait(until: try source.end(), atMost: .seconds(300)), "\(projector.status)")
        return try ViewReader(P.name, in: views)
    }

    /// Everything in the log, in its order.
    func records() throws -> [Recorded] {
        log.commitIfIdle()
        var records: [Recorded] = []
        let reader = try LogReader(directory: directory.appending(path: "log").path)
        var position = reader.oldest
        while case let next = try unsafe reader.read(
            from: position, maxBytes: 8 << 20,
            { at, time, bytes in
                records.append(
                    try unsafe RecordDecoder.decode(
                        bytes, position: Position(at), recordedAt: Instant(nanoseconds: time)))
            }), next != position
        {
            position = next
        }
        return records
    }
}

/// Something a publisher says.
struct Fact: Sendable {
    var payload: Payload
    var time: Instant
    var source = "wms/test"
    var sequence: UInt64?
}

/// A time in RFC 3339; without a day, on the sixth of May 2024.
func at(_ text: String) -> Instant {
    guard let instant = Instant(rfc3339: text.contains("T") ? text : "2024-05-06T\(text)Z") else {
        preconditionFailure("\(text) is no time")
    }
    return instant
}

/// A small seeded generator, so that a failing seed can be replayed.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &self) < share }
}
