import Foundation
import Testing
import Vocabulary
import Wire
import ZeroMQ

@testable import Client

/// The live stream, and the hand-over from fetching to it.
struct LiveTests {
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [FeedFilter(), .types([.scanned]), .types([.handedOver], sellers: ["store-1"])])
    func `a stream follows without a gap what was fetched`(filter: FeedFilter) async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<30))
        let consumer = try Consumer(
            of: desk.endpoint,
            options: .with {
                $0.filter = filter
                $0.live = desk.liveEndpoint
            })
        let ready = RecordFilter(filter)
        let reading = Task {
            var events: [String] = []
            for try await batch in consumer {
                events += batch.events
                if events.last.map({ $0.contains("8190000099999") }) ?? false { break }
            }
            return events
        }
        for day in 3..<30 {
            desk.record(Facts.day((day * 10)..<(day * 10 + 10)))
            try await Task.sleep(for: .milliseconds(5))
        }
        // The last order's events, of every type, by a seller who is in every filter.
        desk.record([
            Facts.declared("8190000099999", seller: "store-1"),
            Facts.handedOver("8190000099999", seller: "store-1"), Facts.scanned("8190000099999"),
        ])
        let expected = try desk.lines().filter { line in
            let type = line.member("type") as? String ?? ""
            let isOfType =
                filter.types.isEmpty || filter.types.contains { type == "firstmile.\($0.rawValue).v1" }
            let seller = line.member("sellerId") as? String ?? ""
            return isOfType && (filter.sellers.isEmpty || filter.sellers.contains(seller))
        }
        let got = try await reading.value
        #expect(got == Array(expected.prefix(got.count)))
        #expect(got.count >= expected.count - 3)
        #expect(!ready.isEmpty || filter.isEmpty)
    }

    @Test func `messages say what came before them, and the end is told`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<2))
        let socket = try Socket(.sub, in: Context())
        try socket.subscribe(to: Array("firstmile/1".utf8))
        try socket.connect(to: desk.liveEndpoint)
        // The first message after a subscription says where the stream begins.
        #expect(try Self.next(socket) == ["firstmile/1!", "{\"end\":6}"])
        desk.record([
            Facts.handedOver("1", seller: "a"), Facts.handedOver("2", seller: "b"),
            Facts.handedOver("3", seller: "a"), Facts.scanned("1"),
        ])
        var messages: [[String]] = []
        while messages.count < 4 {
            let message = try Self.next(socket)
            if message[0] != "firstmile/1!" { messages.append(message) }
        }
        #expect(
            messages.map { $0[0] } == [
                "firstmile/1/handed-over/a/", "firstmile/1/handed-over/b/", "firstmile/1/handed-over/a/",
                "firstmile/1/scanned/-/",
            ])
        #expect(
            messages.map { $0[1] } == [
                #"{"position":6,"previousOfType":null,"previousOfTopic":null}"#,
                #"{"position":7,"previousOfType":6,"previousOfTopic":null}"#,
                #"{"position":8,"previousOfType":7,"previousOfTopic":6}"#,
                #"{"position":9,"previousOfType":null,"previousOfTopic":null}"#,
            ])
        #expect(messages.map { $0[3] } == (try desk.lines(from: 6)))
        #expect(try Self.next(socket) == ["firstmile/1!", "{\"end\":10}"])
    }

    private static func next(_ socket: borrowing Socket) throws -> [String] {
        let poller = Poller()
        _ = poller.add(socket)
        var message = Multipart()
        for _ in 0..<200 {
            _ = try poller.wait(atMost: 50)
            guard try socket.receive(into: &message) else { continue }
            return (0..<message.count).map { String(decoding: message.copied(at: $0), as: UTF8.self) }
        }
        return []
    }

    @Test(.timeLimit(.minutes(1)))
    func `a subscriber that reads nothing holds nobody up, and misses nothing in the end`() async throws {
        let desk = try Desk()
        let stalled = try Socket(.sub, in: Context(), options: .with { $0.receiveHighWaterMark = 1 })
        try stalled.subscribe(to: Array("firstmile/1".utf8))
        try stalled.connect(to: desk.liveEndpoint)
        #expect(try Self.next(stalled).first == "firstmile/1!")
        let consumer = try Consumer(of: desk.endpoint, options: .with { $0.live = desk.liveEndpoint })
        let reading = Task {
            var events = 0
            for try await batch in consumer {
                events += batch.count
                if events >= 30_000 { break }
            }
            return events
        }
        let day = Facts.day(0..<1000)
        for _ in 0..<10 { desk.record(day) }
        #expect(try await reading.value == 30_000)
    }

    @Test func `a gap is seen by what a message names as before it`() throws {
        let of = { (position: UInt64, type: UInt64?, topic: UInt64?) in
            LiveMessageText(position: position, ofType: type, ofTopic: topic)
        }
        // Everything: the next position and no other.
        #expect(of(5, 2, 2).isTaken(from: 5, filter: FeedFilter()))
        #expect(!of(6, 2, 2).isTaken(from: 5, filter: FeedFilter()))
        // A type: what came before it is known.
        #expect(of(9, 4, nil).isTaken(from: 5, filter: .types([.scanned])))
        #expect(!of(9, 5, nil).isTaken(from: 5, filter: .types([.scanned])))
        #expect(!of(9, nil, 4).isTaken(from: 5, filter: .types([.scanned])))
        // A topic.
        #expect(of(9, 8, 4).isTaken(from: 5, filter: .types([.scanned], sellers: ["a"])))
        #expect(!of(9, 4, 5).isTaken(from: 5, filter: .types([.scanned], sellers: ["a"])))
    }
}

extension FeedFilter {
    fileprivate static func types(_ types: [EventType], sellers: [String] = []) -> FeedFilter {
        var filter = FeedFilter()
        (filter.types, filter.sellers) = (types, sellers)
        return filter
    }
}

/// One message, by the rules of one stream.
private struct LiveMessageText {
    let position: UInt64
    let ofType: UInt64?
    let ofTopic: UInt64?

    func isTaken(from next: UInt64, filter: FeedFilter) -> Bool {
        let message = LiveMessage(
            content: .event(
                position: position, previousOfType: ofType, previousOfTopic: ofTopic, payload: [0x7B, 0x7D]))
        let rules = LiveRules(.with { $0.filter = filter })
        return rules?.batch(of: [message], from: Position(next)).isWhole ?? false
    }
}
