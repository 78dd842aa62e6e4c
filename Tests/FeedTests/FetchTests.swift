import Client
import Foundation
import Testing
import Vocabulary
import Wire

struct FetchTests {
    @Test func `a batch in JSON holds what tail prints, in order, and says where to ask on`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<10))
        let client = try desk.client()
        let batch = try await client.fetch(FetchRequest(from: .position(Position(3))))
        #expect(batch.events == Array(try desk.lines()[3...]))
        #expect(batch.header.from == Position(3) && batch.header.next == Position(30))
        #expect(batch.header.end == Position(30) && batch.header.lagEvents == 0 && batch.count == 27)
    }

    @Test func `a batch in protobuf holds every record as the log keeps it`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<10))
        var request = FetchRequest(from: .position(Position(0)))
        request.format = .protobuf
        let batch = try await desk.client().fetch(request)
        let writer = CloudEventWriter()
        var lines: [String] = []
        try unsafe batch.forEachRecord { position, time, record in
            var line: [UInt8] = []
            try unsafe writer.write(record, position: position, recordedAt: time, into: &line)
            lines.append(String(decoding: line, as: UTF8.self))
        }
        #expect(lines == (try desk.lines()))
    }

    /// What a filter lets through, asked of the events themselves.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let set: @Sendable (inout FeedFilter) -> Void
        let passes: @Sendable (String) -> Bool

        static let all = [
            Case(testDescription: "type") {
                $0.types = [.scanned]
            } passes: {
                $0.member("type") as? String == "firstmile.scanned.v1"
            },
            Case(testDescription: "two types") {
                $0.types = [.scanned, .handedOver]
            } passes: {
                $0.member("type") as? String != "firstmile.order-declared.v1" && $0.isFact
            },
            Case(testDescription: "sellers") {
                $0.sellers = ["store-1", "store-2"]
            } passes: {
                ["store-1", "store-2"].contains($0.member("sellerId") as? String ?? "")
            },
            Case(testDescription: "country") {
                $0.countries = ["FR"]
            } passes: {
                $0.member("country") as? String == "FR"
            },
            Case(testDescription: "provider") {
                $0.providers = ["4px"]
            } passes: {
                $0.member("provider") as? String == "4px"
            },
            Case(testDescription: "order") {
                $0.orders = ["8190000010004"]
            } passes: {
                $0.member("orderId") as? String == "8190000010004"
            },
            Case(testDescription: "decisions") {
                $0.origin = .decision
            } passes: {
                !$0.isFact
            },
            Case(testDescription: "facts") {
                $0.origin = .fact
            } passes: {
                $0.isFact
            },
            Case(testDescription: "seller and type") {
                $0.sellers = ["store-1"]
                $0.types = [.orderDeclared]
            } passes: {
                $0.member("sellerId") as? String == "store-1"
                    && $0.member("type") as? String == "firstmile.order-declared.v1"
            },
        ]
    }

    @Test(arguments: Case.all) func `a filter passes these and no others`(one: Case) async throws {
        let desk = try Desk()
        let first = desk.record(Facts.day(0..<12))
        desk.record([Facts.missed("8190000010004")], origin: .decision, cause: first)
        let expected = try desk.lines().filter(one.passes)
        try #require(!expected.isEmpty && expected.count < 37)
        var request = FetchRequest(from: .position(Position(0)))
        one.set(&request.filter)
        let batch = try await desk.client().fetch(request)
        #expect(batch.events == expected)
        #expect(batch.next == Position(37))
    }

    @Test func `a filter that matches nothing reaches the end too`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<10))
        var request = FetchRequest(from: .position(Position(0)))
        request.filter.sellers = ["nobody"]
        let batch = try await desk.client().fetch(request)
        #expect(batch.isEmpty && batch.next == Position(30) && batch.events.isEmpty)
        #expect(String(decoding: batch.payload, as: UTF8.self) == "[]")
    }

    @Test(arguments: [1, 7, 30, 50_000]) func `credit in events is kept, and nothing is left out`(
        credit: Int
    ) async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<10))
        let client = try desk.client()
        var request = FetchRequest(from: .position(Position(0)))
        request.maxEvents = credit
        var events: [String] = []
        while true {
            let batch = try await client.fetch(request)
            #expect(batch.count <= credit)
            events += batch.events
            request.from = .position(batch.next)
            if batch.next == batch.header.end { break }
        }
        #expect(events == (try desk.lines()))
    }

    @Test func `credit in bytes is kept, and one event always fits`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<10))
        let client = try desk.client()
        let lines = try desk.lines()
        var request = FetchRequest(from: .position(Position(0)))
        request.maxBytes = 1
        #expect(try await client.fetch(request).events == [lines[0]])
        request.maxBytes = lines[0].utf8.count + 10
        #expect(try await client.fetch(request).events == Array(lines[..<2]))
    }

    @Test func `from a time begins with the first event recorded then`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<2))
        desk.time.pass(.seconds(10))
        let then = desk.time.now
        let position = desk.record(Facts.day(2..<4))
        let client = try desk.client()
        for time in [then, then - 1_000_000_000] {
            let request = FetchRequest(from: .time(Instant(nanoseconds: time)))
            #expect(try await client.fetch(request).header.from == Position(position))
        }
        let later = FetchRequest(from: .time(Instant(nanoseconds: then + 1)))
        #expect(try await client.fetch(later).header.from == Position(12))
    }

    @Test func `a fetch at the end waits for the next event that matches`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<1))
        let client = try desk.client()
        var request = FetchRequest(from: .position(Position(3)))
        request.waitMilliseconds = 20_000
        request.filter.types = [.handedOver]
        let wanted = request
        let began = ContinuousClock.now
        async let batch = client.fetch(wanted)
        try await Task.sleep(for: .milliseconds(100))
        desk.record([Facts.declared("1")])
        try await Task.sleep(for: .milliseconds(50))
        desk.record([Facts.handedOver("1"), Facts.scanned("1")])
        let got = try await batch
        #expect(got.events.map(\.position) == [4])
        #expect(ContinuousClock.now - began < .seconds(10))
    }

    @Test func `a fetch at the end answers with nothing when its time is over`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<1))
        var request = FetchRequest(from: .position(Position(3)))
        request.waitMilliseconds = 200
        let began = ContinuousClock.now
        let batch = try await desk.client().fetch(request)
        #expect(batch.isEmpty && batch.next == Position(3))
        #expect(ContinuousClock.now - began >= .milliseconds(190))
    }

    @Test func `lag is told in events and seconds`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<2))
        desk.time.pass(.milliseconds(1500))
        var request = FetchRequest(from: .position(Position(0)))
        request.maxEvents = 2
        let header = try await desk.client().fetch(request).header
        #expect(header.lagEvents == 4 && header.lagMilliseconds == 1500)
    }

    @Test func `a position beyond the end is an error`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<1))
        let client = try desk.client()
        await #expect { _ = try await client.fetch(FetchRequest(from: .position(Position(4)))) } throws: {
            ($0 as? FeedError)?.code == "position-ahead"
        }
    }
}

extension String {
    var isFact: Bool { member("origin") as? String == "fact" }
}

extension FeedError {
    var code: String? {
        if case .refused(let problem) = self { return problem.code }
        return nil
    }
}
