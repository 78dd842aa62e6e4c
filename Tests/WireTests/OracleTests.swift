import Foundation
import SwiftProtobuf
import Testing
import Vocabulary
import WireMessages

@testable import Wire

/// The generated types know nothing of the hand-written readers and writers: where both agree, both are right.
struct OracleTests {
    @Test(arguments: seeds)
    func `records are what swift-protobuf would write`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for type in EventType.allCases {
            let record = dice.record(type)
            let message = try Firstmile_V1_Event(serializedBytes: record)
            #expect(try message.serializedBytes() == record, "seed \(seed), \(type)")
        }
    }

    @Test(arguments: seeds)
    func `what was written is read again`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for type in EventType.allCases {
            let payload = dice.payload(type)
            let time = dice.instant()
            var record: [UInt8] = []
            RecordEncoder().encode(
                payload, id: "d-1", time: time, cause: Position(seed), sequence: seed, into: &record)
            let source = unsafe Array(RecordEncoder.daemon.utf8).withUnsafeBytes { unsafe Digest.of($0) }
            let expected = Recorded(
                position: Position(7), recordedAt: Instant(seconds: 1_700_000_000), origin: .decision,
                cause: Position(seed),
                event: Event(time: time, payload: payload, publisher: source, sequence: seed))
            #expect(try recorded(record) == expected, "seed \(seed)")
            let batch = decode(batch(record), as: .protobuf, by: EventDecoder(admitsDecisions: true))
            #expect(batch.events.first?.event == expected.event, "seed \(seed): \(batch.refusals)")
            #expect(batch.bytes == record, "seed \(seed)")
        }
    }

    @Test(arguments: seeds)
    func `a record found canonical is the one that would have been written`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for type in EventType.allCases {
            let record = dice.record(type)
            let rewritten = decode(
                batch(record), as: .protobuf, by: EventDecoder(admitsDecisions: true, rewritesAll: true))
            #expect(rewritten.bytes == record, "seed \(seed), \(type): \(rewritten.refusals)")
        }
    }

    @Test(arguments: seeds)
    func `fields in another order give the same record`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for type in EventType.allCases {
            let record = dice.record(type)
            let shuffled = Self.shuffled(record, using: &dice)
            let batch = decode(batch(shuffled), as: .protobuf, by: EventDecoder(admitsDecisions: true))
            #expect(batch.bytes == record, "seed \(seed), \(type): \(batch.refusals)")
        }
    }

    /// The top-level fields in random order, with a default written out among them.
    private static func shuffled(_ record: [UInt8], using dice: inout Dice) -> [UInt8] {
        var fields: [[UInt8]] = []
        unsafe record.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            var reader = unsafe ProtobufReader(start, start + bytes.count)
            while !reader.isAtEnd {
                let begin = unsafe reader.cursor - start
                guard let key = reader.varint() else { break }
                let isWhole = reader.skip(wire: key & 7)
                #expect(isWhole)
                fields.append(Array(record[begin..<(unsafe reader.cursor - start)]))
            }
        }
        fields.append([0x4A, 0x00])  // extra_attributes, empty
        fields.append([0x58, 0x01])  // version 1
        fields.shuffle(using: &dice)
        return fields.flatMap { $0 }
    }

    @Test func `enumerations have the numbers of the proto files`() throws {
        for code in FindingCode.allCases {
            #expect(Numbered.number(of: code, in: Numbered.findingCodes) == UInt64(code.number))
            #expect(Firstmile_V1_FindingCode(rawValue: Int(code.number)).map { "\($0)" } != nil)
        }
        for set in ChoiceSet.allCases where set != .none {
            #expect(UInt64(set.words.count + set.first) == set.end)
        }
        #expect(Schemas.types == EventType.allCases)
        #expect(Int(Workspace.lastPayload) == Schemas.firstPayload + Schemas.types.count)
        var message = Firstmile_V1_Event()
        message.deadlineWithdrawn = .with { $0.reason = .handoverCorrected }
        let name = try message.jsonString()
        #expect(name.contains("HANDOVER_CORRECTED"))
    }

    @Test func `field names and numbers are those of the proto files`() throws {
        let proto = files(in: repository.appending(path: "Schemas/firstmile/v1"), ending: ".proto")
            .compactMap { try? String(contentsOf: $0, encoding: .utf8) }.joined()
        for type in EventType.allCases {
            let name = type.rawValue.split(separator: "-").map { $0.capitalized }.joined()
            let body = try #require(proto.firstMatch(of: try Regex("(?s)message \(name) \\{.*?\n\\}")))
            for spec in type.fields {
                let snake = "\(spec.name)".map { $0.isUppercase ? "_\($0.lowercased())" : "\($0)" }.joined()
                #expect(String(body.0).contains(" \(snake) = \(spec.number);"), "\(name).\(spec.name)")
            }
        }
    }
}
