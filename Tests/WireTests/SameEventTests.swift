import Foundation
import SwiftProtobuf
import Testing
import Vocabulary
import WireMessages

@testable import Wire

/// One event in its two forms.
struct SameEventTests {
    @Test(arguments: seeds)
    func `JSON and protobuf of an event give the same record`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        for type in EventType.allCases {
            let isDecision = !type.canBeFact
            let record = dice.record(type, isDecision: isDecision)
            let text = try cloudEvent(record)
            let json = decode(json: text, admitsDecisions: isDecision)
            let protobuf = decode(batch(record), as: .protobuf, by: EventDecoder(admitsDecisions: isDecision))
            #expect(json.bytes == record, "seed \(seed): \(text) \(json.refusals)")
            #expect(json.items == protobuf.items, "seed \(seed): \(text)")
        }
    }

    @Test func `unknown members and fields come back`() throws {
        let text = #"""
            {"specversion":"1.0","id":"1","source":"erp/a","type":"firstmile.order-declared.v1","time":"2024-05-06T02:00:00Z",
             "dataschema":"urn:x","colour":"red\n","rank" : 1.50,"unset":null,
             "data":{"orderId":"1","sellerId":"s","country":"ES","note":{"a":[1, 2,{"b":12345678901234567890123}]},"nothing":null,
               "goods":[{"englishName":"x","hsCode":"392690","sku":"A-1"}],"dimensionsMm":{"length":1,"width":2,"height":3,"unit":"mm"}}}
            """#
        let batch = decode(json: text)
        let event = try #require(batch.events.first, "\(batch.refusals)")
        let line = try cloudEvent(batch.record(event), position: Position(3), recordedAt: Instant(seconds: 5))
        for part in [
            #""dataschema":"urn:x","colour":"red\n","rank":1.50"#, #""position":3"#,
            #""recordedtime":"1970-01-01T00:00:05.000Z""#,
            #""note":{"a":[1,2,{"b":12345678901234567890123}]},"nothing":null"#, #""quantity":1,"sku":"A-1""#,
            #""height":3,"unit":"mm""#,
        ] {
            #expect(line.contains(part), "\(part) in \(line)")
        }
        #expect(!line.contains("unset"))
        #expect(!line.contains("\n"))
        let again = decode(json: line)
        #expect(again.bytes == batch.bytes)
        #expect(decode(batched(batch.bytes), as: .protobuf).items == batch.items)
    }

    @Test func `unknown protobuf fields come back at the end of their message`() throws {
        var dice = Dice(seed: 1)
        let record = dice.record(.orderDeclared, isDecision: false)
        var event = try Firstmile_V1_Event(serializedBytes: record)
        event.orderDeclared.goods = [
            .with { good in
                good.englishName = "x"
                good.hsCode = "1"
            }
        ]
        let plain: [UInt8] = try event.serializedBytes()
        // Field 60 with the text "hi", before everything else.
        let unknown: [UInt8] = [0xE2, 0x03, 2, 0x68, 0x69]
        let decoded = decode(batched(unknown + plain), as: .protobuf)
        #expect(decoded.bytes == plain + unknown)
        let kept = try Firstmile_V1_Event(serializedBytes: decoded.bytes)
        #expect(Array(kept.unknownFields.data) == unknown)
        let canonical = decode(batched(plain + unknown), as: .protobuf)
        #expect(canonical.bytes == plain + unknown)
        #expect(canonical.items == decoded.items)
    }

    @Test func `unknown fields inside a payload and its goods are kept`() throws {
        let unknown: [UInt8] = [0xE0, 0x03, 5]
        var good: [UInt8] = unknown + [0x0A, 1, 0x78, 0x12, 1, 0x31]
        good = [0x2A, UInt8(good.count)] + good
        var payload: [UInt8] = unknown + [0x0A, 1, 0x31, 0x12, 1, 0x73, 0x1A, 2, 0x45, 0x53] + good
        payload = [0x82, 0x01, UInt8(payload.count)] + payload
        let event = [0x0A, 1, 0x31, 0x12, 1, 0x73, 0x19] + Array(repeating: 1, count: 8) + payload
        let decoded = decode(batched(event), as: .protobuf)
        let kept = try Firstmile_V1_Event(serializedBytes: decoded.bytes)
        #expect(Array(kept.orderDeclared.unknownFields.data) == unknown)
        #expect(Array(kept.orderDeclared.goods[0].unknownFields.data) == unknown)
        #expect(try kept.serializedBytes() == decoded.bytes)
    }

    @Test func `null, empty and absent are the same`() {
        let head =
            #"{"specversion":"1.0","id":"1","source":"a","type":"firstmile.handed-over.v1","time":"2024-05-06T02:00:00Z","#
        let absent = decode(json: head + #""data":{"orderId":"1","sellerId":"s","provider":"p"}}"#)
        let null = decode(
            json: head
                + #""subject":null,"sequence":null,"data":{"orderId":"1","sellerId":"s","provider":"p","warehouse":null,"boxes":null}}"#
        )
        let empty = decode(
            json: head
                + #""subject":"1","correlationid":"","data":{"trackingNumber":"","provider":"p","boxes":1.0,"sellerId":"s","orderId":"\u0031"}}"#
        )
        #expect(absent.events.count == 1)
        #expect(null.items == absent.items && null.bytes == absent.bytes)
        #expect(empty.items == absent.items && empty.bytes == absent.bytes)
    }

    @Test func `a subject without an order id is kept`() throws {
        let text =
            #"{"specversion":"1.0","id":"1","source":"a","type":"firstmile.provider-bound.v1","time":"2024-05-06T02:00:00Z","subject":"store-1","x":1,"data":{"sellerId":"s","provider":"p"}}"#
        let batch = decode(json: text)
        let line = try cloudEvent(batch.record(try #require(batch.events.first)))
        #expect(line.contains(#""x":1,"subject":"store-1""#))
        #expect(decode(json: line).bytes == batch.bytes)
        #expect(decode(batched(batch.bytes), as: .protobuf).bytes == batch.bytes)
    }

    @Test func `an exported event can be published again`() throws {
        let text =
            #"{"specversion":"1.0","id":"1","source":"a","type":"firstmile.delivered.v1","time":"2024-05-06T02:00:00Z","data":{"orderId":"1"}}"#
        let batch = decode(json: text)
        let record = batch.record(try #require(batch.events.first))
        let exported = try cloudEvent(record, position: Position(99), recordedAt: Instant(seconds: 9))
        #expect(decode(json: exported).bytes == record)
    }

    @Test func `dimensions are also three numbers`() {
        let head =
            #"{"specversion":"1.0","id":"1","source":"a","type":"firstmile.order-declared.v1","time":"2024-05-06T02:00:00Z","data":{"orderId":"1","sellerId":"s","country":"ES","dimensionsMm":"#
        let object = decode(json: head + #"{"height":30,"length":10,"width":20}}}"#)
        let array = decode(json: head + "[10,20,30]}}")
        #expect(object.events.count == 1)
        #expect(object.items == array.items && object.bytes == array.bytes)
    }

    @Test func `the identity is that of source and id`() throws {
        let batch = decode(
            json:
                #"{"specversion":"1.0","id":"i-1","source":"a","type":"firstmile.delivered.v1","time":"2024-05-06T02:00:00Z","data":{"orderId":"1"}}"#
        )
        let event = try #require(batch.events.first)
        let record = batch.record(event)
        try unsafe record.withUnsafeBytes { bytes in
            let identity = try unsafe RecordDecoder.identity(of: bytes)
            #expect(Array(record[identity.source]) == Array("a".utf8))
            #expect(Array(record[identity.id]) == Array("i-1".utf8))
            #expect(try unsafe RecordDecoder.digest(of: bytes) == event.identity)
        }
    }

}

private func batched(_ event: [UInt8]) -> [UInt8] { batch(event) }
