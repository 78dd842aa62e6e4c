import Foundation
import SwiftProtobuf
import Testing
import Vocabulary
import WireMessages

@testable import Wire

/// Whatever comes: no crash, and what is accepted is in order.
struct FuzzTests {
    @Test(arguments: seeds)
    func `damaged JSON is refused or in order`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let decoder = EventDecoder(admitsDecisions: true)
        for type in EventType.allCases {
            let record = dice.record(type)
            let text = Array(try cloudEvent(record).utf8)
            for _ in 0..<40 {
                let damaged = dice.damage(text)
                try check(decode(damaged, as: .json, by: decoder), seed, damaged)
                let inBatch = decode([0x5B] + text + [0x2C] + damaged + [0x5D], as: .jsonBatch, by: decoder)
                try check(inBatch, seed, damaged)
            }
        }
    }

    @Test(arguments: seeds)
    func `damaged protobuf is refused or in order`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let decoder = EventDecoder(admitsDecisions: true)
        for type in EventType.allCases {
            let record = dice.record(type)
            for _ in 0..<40 {
                let damaged = dice.damage(record)
                try check(decode(batch(damaged), as: .protobuf, by: decoder), seed, damaged)
                try check(decode(dice.damage(batch(record)), as: .protobuf, by: decoder), seed, damaged)
                // Records come from our own log, but a reader must not crash on others.
                _ = try? recorded(damaged)
                _ = try? cloudEvent(damaged)
            }
        }
    }

    @Test(arguments: seeds)
    func `damaged acknowledgements are refused or read`(seed: UInt64) {
        var dice = Dice(seed: seed)
        for type in ReplyType.allCases {
            let bytes = ReplyTests.written(as: type)
            for _ in 0..<200 {
                let damaged = dice.damage(bytes)
                _ = unsafe damaged.withUnsafeBytes { try? unsafe ReplyReader.read($0, as: type) }
            }
        }
    }

    /// Every accepted event is valid UTF-8, reads as itself, and is written as JSON that gives it again.
    private func check(_ batch: DecodedBatch, _ seed: UInt64, _ bytes: [UInt8]) throws {
        for event in batch.events {
            let record = batch.record(event)
            let why: Comment = "seed \(seed): \(Data(bytes).base64EncodedString())"
            // Strict about UTF-8 in every text field.
            #expect(throws: Never.self, why) { _ = try Firstmile_V1_Event(serializedBytes: record) }
            #expect(try recorded(record).event == event.event, why)
            let again = decode(
                WireTests.batch(record), as: .protobuf, by: EventDecoder(admitsDecisions: true))
            #expect(again.bytes == record, why)
            let line = try cloudEvent(record)
            #expect(try object(line) != nil, why)
        }
        for refusal in batch.refusals { #expect(!refusal.fix.isEmpty && !refusal.reason.isEmpty) }
    }
}

extension Dice {
    /// A few bytes changed, cut, doubled or moved.
    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var result = bytes
        for _ in 0..<Int.random(in: 1...3, using: &self) where !result.isEmpty {
            let place = Int.random(in: 0..<result.count, using: &self)
            switch Int.random(in: 0..<7, using: &self) {
            case 0: result[place] = .random(in: 0...255, using: &self)
            case 1: result[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 2: result.removeSubrange(place..<min(result.count, place + 3))
            case 3: result.insert(.random(in: 0...255, using: &self), at: place)
            case 4: result.removeSubrange(place...)
            case 5: result.insert(contentsOf: result[place..<min(result.count, place + 9)], at: place)
            default: result[place] = pick([0x22, 0x5C, 0x2C, 0x7D, 0x5D, 0x30, 0xFF, 0x80, 0xC0, 0xED, 0])
            }
        }
        return result
    }
}
