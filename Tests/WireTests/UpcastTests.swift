import Foundation
import Testing
import Vocabulary

@testable import Wire

/// Records of older versions of an event. Here `scanned` has three: the first called its place by field 6, the second by
/// field 5, the third says it in capitals.
struct UpcastTests {
    private static let upcasts = Upcasts()
        .lifting(.scanned) { $0.move(6, to: 5) }
        .lifting(.scanned) { payload in
            if let place = payload.text(5) { payload.set(5, text: place.uppercased()) }
        }

    /// A record as it was written once.
    private func scan(place: (field: Int, text: String), version: UInt64?) throws -> [UInt8] {
        let scan = Scanned(
            orderID: "8190000000000001", provider: "cainiao", trackingNumber: nil, code: "SC_INBOUND_SUCCESS")
        var bytes: [UInt8] = []
        RecordEncoder().encode(
            .scanned(scan), id: "scan-1", source: "wms", time: Instant(seconds: 1_714_960_800), origin: .fact,
            into: &bytes)
        var event = try #require(unsafe bytes.withUnsafeBytes { unsafe PayloadFields($0) })
        let number = Schemas.firstPayload + EventType.scanned.index
        let kept = try #require(event.bytes(number))
        var payload = try #require(unsafe kept.withUnsafeBytes { unsafe PayloadFields($0) })
        payload.set(place.field, text: place.text)
        event.set(number, bytes: payload.message)
        if let version { event.set(Attribute.version, number: version) }
        return event.message
    }

    private func read(_ record: [UInt8], by upcasts: Upcasts = Self.upcasts) throws -> (
        place: String?, json: String
    ) {
        try unsafe record.withUnsafeBytes { record in
            let read = try unsafe RecordDecoder.decode(
                record, position: Position(7), recordedAt: Instant(seconds: 1_714_960_900), by: upcasts)
            guard case .scanned(let scan) = read.event.payload else { throw CancellationError() }
            var json: [UInt8] = []
            try unsafe CloudEventWriter(by: upcasts).writeData(of: record, into: &json)
            return (scan.place?.text, String(decoding: json, as: UTF8.self))
        }
    }

    @Test(arguments: [(6, nil as UInt64?), (6, 1), (5, 2)])
    func `an event of an older version is read as the newest, whoever reads it`(
        _ field: Int, _ version: UInt64?
    ) throws {
        let record = try scan(place: (field, "Shenzhen"), version: version)
        let (place, json) = try read(record)
        #expect(place == "SHENZHEN")
        #expect(json.contains("\"place\":\"SHENZHEN\""), "\(json)")
        #expect(json.contains("\"code\":\"SC_INBOUND_SUCCESS\""), "what did not change stays: \(json)")
    }

    @Test func `an event of the newest version is read as it is, and one of a newer is not guessed at`()
        throws
    {
        #expect(try read(try scan(place: (5, "Shenzhen"), version: 3)).place == "Shenzhen")
        let later = try scan(place: (5, "Shenzhen"), version: 4)
        #expect(throws: Refusal.self) { try read(later) }
    }

    @Test func `where an event has one version its records are not touched`() throws {
        let record = try scan(place: (5, "Shenzhen"), version: nil)
        #expect(try read(record, by: .shipped).place == "Shenzhen")
        #expect(unsafe record.withUnsafeBytes { unsafe Upcasts.shipped.lift($0) } == nil)
        #expect(
            EventType.allCases.allSatisfy { Upcasts.shipped.newest($0) == 1 },
            "raise the fixtures with a version")
    }

    /// What was ever written as a record, and what it says. The file only grows.
    @Test func `records of every version stay readable`() throws {
        let file = here.appending(path: "Fixtures/records/v1.txt")
        if ProcessInfo.processInfo.environment["FIRSTMILE_WRITE_RECORDS"] != nil {
            try Self.lines().joined(separator: "\n").appending("\n").write(
                to: file, atomically: true, encoding: .utf8)
        }
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count >= EventType.allCases.count)
        for line in lines {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            let record = Self.bytes(parts[1])
            let (type, json) = try unsafe record.withUnsafeBytes { record in
                let read = try unsafe RecordDecoder.decode(
                    record, position: Position(0), recordedAt: Instant(seconds: 0))
                var json: [UInt8] = []
                try unsafe CloudEventWriter().write(record, position: nil, recordedAt: nil, into: &json)
                return (read.event.payload.type, String(decoding: json, as: UTF8.self))
            }
            #expect(type.rawValue == parts[0])
            #expect(json == parts[2], "\(parts[0])")
        }
    }

    /// Every example, as a line: type, record in hexadecimal, CloudEvent.
    private static func lines() throws -> [String] {
        try files(in: eventSchemas.appending(path: "examples"), ending: ".json").compactMap { url in
            let batch = decode(
                Array(try Data(contentsOf: url)), as: .json, by: EventDecoder(admitsDecisions: true))
            guard case .event(let event) = batch.items.first else { return nil }
            let record = Array(batch.bytes[event.record])
            var json: [UInt8] = []
            try unsafe record.withUnsafeBytes {
                try unsafe CloudEventWriter().write($0, position: nil, recordedAt: nil, into: &json)
            }
            let digits = record.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            let name = url.deletingPathExtension().lastPathComponent
            return "\(name) \(digits) \(String(decoding: json, as: UTF8.self))"
        }
    }

    private static func bytes(_ digits: String) -> [UInt8] {
        let values = digits.compactMap { $0.hexDigitValue.map { UInt8($0) } }
        return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}
