import Client
import Feed
import Foundation
import Testing
import Vocabulary
import Wire

struct ConsumerTests {
    @Test func `a committed position is there after a restart, and never goes back by a commit`() async throws
    {
        let desk = try Desk()
        desk.record(Facts.day(0..<4))
        let client = try desk.client()
        #expect(try await client.commit(Position(7), of: "stock").position == Position(7))
        #expect(try await client.commit(Position(5), of: "stock").position == Position(7))
        desk.stop()
        try desk.start()
        let batch = try await client.fetch(FetchRequest(from: .consumer("stock")))
        #expect(batch.header.from == Position(7))
        #expect(try await client.fetch(FetchRequest(from: .consumer("nobody"))).header.from == Position(0))
    }

    @Test func `requests, events and consumers are counted`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<4))
        let client = try desk.client()
        _ = try await client.fetch(FetchRequest(from: .position(Position(0))))
        _ = try await client.commit(Position(7), of: "stock")
        _ = try? await client.commit(Position(99), of: "stock")
        var figures = desk.figures
        for _ in 0..<300 where figures.consumers.isEmpty || figures.problems.isEmpty {
            try await Task.sleep(for: .milliseconds(10))
            figures = desk.figures
        }
        #expect(figures.isListening && figures.connections >= 1)
        #expect(figures.requests["FETCH"] == 1 && figures.requests["COMMIT"] == 2)
        #expect(figures.problems == ["position-ahead": 1] && figures.events == 12 && figures.bytes > 100)
        #expect(figures.consumers.map(\.name) == ["stock"] && figures.consumers.map(\.position) == [7])
    }

    @Test func `a commit beyond the end is refused`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<1))
        let client = try desk.client()
        await #expect { try await client.commit(Position(4), of: "stock") } throws: {
            ($0 as? FeedError)?.code == "position-ahead"
        }
        #expect(try await client.consumers().consumers.isEmpty)
    }

    @Test func `consumers are listed with their lag, moved, and forgotten`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<1))
        desk.time.pass(.seconds(60))
        let then = Instant(nanoseconds: desk.time.now)
        desk.record(Facts.day(1..<3))
        desk.time.pass(.milliseconds(2500))
        let client = try desk.client()
        try await client.commit(Position(4), of: "b")
        try await client.commit(Position(9), of: "a")
        let (end, consumers) = try await client.consumers()
        #expect(end == Position(9))
        #expect(consumers.map(\.consumer) == ["a", "b"])
        #expect(consumers.map(\.lagEvents) == [0, 5] && consumers.map(\.lagMilliseconds) == [0, 2500])
        #expect(consumers[0].committedAt == Instant(nanoseconds: desk.time.now))
        #expect(try await client.reset("b", to: .position(Position(2))) == Position(2))
        #expect(try await client.reset("b", to: .time(then)) == Position(3))
        #expect(try await client.reset("b", to: .end) == Position(9))
        #expect(try await client.forget("b"))
        #expect(try await client.forget("b") == false)
        #expect(try await client.consumers().consumers.map(\.consumer) == ["a"])
    }

    @Test func `a Consumer goes on where it was, across a restart of the feed`() async throws {
        let desk = try Desk()
        desk.record(Facts.day(0..<40))
        let lines = try desk.lines()
        var events: [String] = []
        let options = ConsumerOptions.with {
            $0.name = "stock"
            $0.start = .stored
            $0.maxEvents = 25
            $0.follows = false
        }
        let first = try Consumer(of: desk.endpoint, options: options)
        for _ in 0..<2 {
            let batch = try #require(try await first.next())
            events += batch.events
            try await first.commit(batch)
        }
        // Taken, and not committed.
        _ = try await first.next()
        desk.stop()
        try desk.start()
        let rest = try await first.next()
        #expect(rest?.header.from == Position(75))
        first.close()
        let second = try Consumer(of: desk.endpoint, options: options)
        for try await batch in second {
            events += batch.events
            try await second.commit(batch)
        }
        #expect(events == lines)
    }

    @Test func `a Consumer that follows gets what is recorded later, and ends when it is cancelled`()
        async throws
    {
        let desk = try Desk()
        let consumer = try Consumer(of: desk.endpoint, options: .with { $0.start = .end })
        let reading = Task {
            var events: [String] = []
            for try await batch in consumer {
                events += batch.events
                if events.count == 6 { break }
            }
            return events
        }
        try await waitUntil { consumer.position != nil }
        desk.record(Facts.day(0..<1))
        try await Task.sleep(for: .milliseconds(100))
        desk.record(Facts.day(1..<2))
        #expect(try await reading.value == (try desk.lines()))
        let waiting = Task { try await consumer.next() }
        try await Task.sleep(for: .milliseconds(50))
        waiting.cancel()
        await #expect(throws: CancellationError.self) { _ = try await waiting.value }
    }

    @Test func `a file of positions that is none is named, with what to do`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).sqlite").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try String(repeating: "no database at all ", count: 100).write(
            toFile: path, atomically: true, encoding: .utf8)
        #expect {
            _ = try ConsumerStore(path)
        } throws: { "\($0)".contains(path) && "\($0)".contains("move it away") }
    }

    @Test func `a consumer says soon that nobody listens`() async throws {
        let client = try FeedClient(
            to: "tcp://127.0.0.1:1", options: .with { $0.connectPatience = .milliseconds(300) })
        await #expect { _ = try await client.ping() } throws: {
            if case .nobodyListening = $0 as? FeedError { true } else { false }
        }
    }
}
