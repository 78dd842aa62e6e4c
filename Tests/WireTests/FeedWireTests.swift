import Foundation
import SwiftProtobuf
import Testing
import Vocabulary
import WireMessages

@testable import Wire

/// What the feed and its clients say to each other.
struct FeedWireTests {
    @Test(arguments: seeds)
    func `a batch of records reads as the generated message does, and as it was written`(seed: UInt64) throws
    {
        var dice = Dice(seed: seed)
        let records = EventType.allCases.map { dice.record($0) }
        let writer = RecordBatchWriter()
        var payload: [UInt8] = []
        for (index, record) in records.enumerated() {
            try unsafe record.withUnsafeBytes {
                try unsafe writer.add(
                    $0, position: Position(UInt64(index) * seed),
                    recordedAt: Instant(nanoseconds: Int64(index)),
                    as: .protobuf, to: &payload)
            }
        }
        writer.finish(&payload, as: .protobuf)
        let message = try Firstmile_V1_RecordBatch(serializedBytes: payload)
        #expect(try message.records.map { try $0.event.serializedBytes() as [UInt8] } == records)
        #expect(message.records.map(\.position) == records.indices.map { UInt64($0) * seed })
        var read: [[UInt8]] = []
        let isWhole = unsafe payload.withUnsafeBytes { bytes in
            unsafe RecordBatchReader.read(bytes) { position, time, record in
                #expect(position.rawValue == UInt64(time.nanoseconds) * seed)
                read.append(unsafe Array(record))
            }
        }
        #expect(isWhole && read == records)
        let isCutWhole = unsafe payload.dropLast().withUnsafeBytes {
            unsafe RecordBatchReader.read($0) { _, _, _ in }
        }
        #expect(!isCutWhole)
    }

    @Test(arguments: seeds)
    func `an outline says what the event says`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let parts: RecordOutline.Parts = [.order, .seller, .country, .provider, .trackingNumber]
        for type in EventType.allCases {
            let record = dice.record(type)
            let outline = try #require(unsafe record.withUnsafeBytes { unsafe RecordOutline.of($0, parts) })
            var line: [UInt8] = []
            try unsafe record.withUnsafeBytes {
                try unsafe CloudEventWriter().write($0, position: nil, recordedAt: nil, into: &line)
            }
            let event = try #require(
                try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            let data = event["data"] as? [String: Any] ?? [:]
            #expect(outline.type == type)
            #expect(outline.origin.rawValue == event["origin"] as? String)
            #expect(outline.order?.text == data["orderId"] as? String, "seed \(seed), \(type)")
            #expect(outline.seller?.text == data["sellerId"] as? String, "seed \(seed), \(type)")
            #expect(outline.country?.text == data["country"] as? String, "seed \(seed), \(type)")
            #expect(outline.provider?.text == data["provider"] as? String, "seed \(seed), \(type)")
            #expect(
                outline.trackingNumber?.text == data["trackingNumber"] as? String, "seed \(seed), \(type)")
            #expect(unsafe record.withUnsafeBytes { unsafe RecordOutline.of($0, []) }?.order == nil)
        }
    }

    @Test func `a request is read as it was written`() throws {
        var filter = FeedFilter()
        filter.types = [.scanned, .validated]
        filter.sellers = ["store \"1\"", "店"]
        filter.countries = ["ES"]
        filter.providers = ["4px"]
        filter.orders = ["1", "2"]
        filter.origin = .decision
        var fetch = FetchRequest(from: .position(Position(41)))
        fetch.filter = filter
        (fetch.format, fetch.maxEvents, fetch.maxBytes, fetch.waitMilliseconds) = (.protobuf, 7, 8, 9)
        var shared = FetchRequest(from: nil)
        shared.group = .init(consumer: "g", member: GroupMember(name: "m", generation: 3))
        let time = Instant(nanoseconds: 1_714_960_800_123_456_789)
        let requests: [FeedRequest] = [
            .fetch(fetch), .fetch(shared), .fetch(FetchRequest(from: .time(time))),
            .fetch(FetchRequest(from: .consumer("a.b-c_1"))), .consumers, .ping, .forget(consumer: "a"),
            .commit(consumer: "a", position: Position(0), member: nil),
            .commit(consumer: "a", position: Position(5), member: GroupMember(name: "m", generation: 1)),
            .reset(consumer: "a", to: .end), .reset(consumer: "a", to: .time(time)),
            .reset(consumer: "a", to: .position(Position(9))),
            .join(consumer: "a", member: "m", leaseMilliseconds: 5000), .leave(consumer: "a", member: "m"),
        ]
        let reader = FeedRequestReader()
        for request in requests {
            let verb = String(request.verb.dropFirst("firstmile/1 ".count))
            let read = try unsafe Array(request.json.utf8).withUnsafeBytes {
                try unsafe reader.read(verb: verb, $0)
            }
            #expect(read == request)
        }
    }

    @Test func `a filter may have a thousand values and no more`() {
        var fetch = FetchRequest(from: .position(Position(0)))
        fetch.filter.orders = (0..<1000).map { "\($0)" }
        let reader = FeedRequestReader()
        func isRead(_ request: FetchRequest) -> Bool {
            unsafe Array(FeedRequest.fetch(request).json.utf8).withUnsafeBytes {
                (try? unsafe reader.read(verb: "FETCH", $0)) != nil
            }
        }
        #expect(isRead(fetch))
        fetch.filter.sellers = ["one more"]
        #expect(!isRead(fetch))
    }
}
