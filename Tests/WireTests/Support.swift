import Foundation
import Vocabulary

@testable import Wire

/// Numbers that a seed gives again.
struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// One seed from the environment replays one failure; otherwise a fixed range keeps runs alike.
let seeds: [UInt64] =
    ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init).map { [$0] } ?? Array(1...40)

let here = URL(filePath: #filePath).deletingLastPathComponent()
let repository = here.deletingLastPathComponent().deletingLastPathComponent()
let eventSchemas = repository.appending(path: "Schemas/events")

func files(in folder: URL, ending: String) -> [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { folder.appending(path: $0) }
}

func decode(
    _ bytes: [UInt8], as type: ContentType, by decoder: EventDecoder = EventDecoder()
) -> DecodedBatch {
    var batch = DecodedBatch()
    unsafe bytes.withUnsafeBytes { unsafe decoder.decode($0, as: type, into: &batch) }
    return batch
}

func decode(json text: String, as type: ContentType = .json, admitsDecisions: Bool = false) -> DecodedBatch {
    decode(Array(text.utf8), as: type, by: EventDecoder(admitsDecisions: admitsDecisions))
}

/// One event as the batch protobuf asks for.
func batch(_ event: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    RecordEncoder.batch(of: [event], into: &bytes)
    return bytes
}

extension DecodedBatch {
    var events: [DecodedEvent] {
        items.compactMap { if case .event(let event) = $0 { event } else { nil } }
    }

    var refusals: [Refusal] {
        items.compactMap { if case .refused(let refusal) = $0 { refusal } else { nil } }
    }

    func record(_ event: DecodedEvent) -> [UInt8] { Array(bytes[event.record]) }
}

func recorded(_ record: [UInt8]) throws -> Recorded {
    try unsafe record.withUnsafeBytes {
        try unsafe RecordDecoder.decode(
            $0, position: Position(7), recordedAt: Instant(seconds: 1_700_000_000))
    }
}

/// Without the attributes the daemon adds.
func cloudEvent(_ record: [UInt8], position: Position? = nil, recordedAt: Instant? = nil) throws -> String {
    var bytes: [UInt8] = []
    try unsafe record.withUnsafeBytes {
        try unsafe CloudEventWriter().write($0, position: position, recordedAt: recordedAt, into: &bytes)
    }
    return String(decoding: bytes, as: UTF8.self)
}

func object(_ text: String) throws -> NSDictionary? {
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary
}
