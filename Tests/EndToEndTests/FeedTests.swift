import Foundation
import GRDB
import Testing

/// Consumers as processes of their own, on the real daemon.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct FeedTests {
    /// Fifty kills at random moments while events are recorded as fast as the build under test takes them.
    @Test func `consumers killed fifty times miss nothing: at least once, and exactly once in a transaction`()
        throws
    {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("seed \(seed)")
        var chance = Chance(seed: seed)
        let daemon = try Daemon.started()
        let publisher = try EndlessPublisher(
            Self.events, to: try daemon.endpoint, batch: 64, window: 64)
        let consumers = try ["least", "once"].map { way in
            try KilledConsumer(way, of: try daemon.feed, in: daemon.directory)
        }
        let began = ContinuousClock.now
        for kill in 0..<50 {
            for consumer in consumers { try consumer.start(seed: seed + UInt64(kill)) }
            // Mostly at work, sometimes before it has begun.
            if chance.next(6) > 0 { consumers[kill % 2].waitUntilAtWork() }
            usleep(UInt32(chance.next(120)) * 1000)
            for consumer in consumers { consumer.kill() }
        }
        let took = ContinuousClock.now - began
        _ = try publisher.finish()
        let end = try #require(try daemon.records().last?["position"] as? UInt64) + 1
        print("\(end) events, \(Int(Double(end) / (took / .seconds(1)))) a second")
        for consumer in consumers { try consumer.finish(at: end, seed: seed) }
        try consumers[0].expectAll(upTo: end, exactlyOnce: false)
        try consumers[1].expectAll(upTo: end, exactlyOnce: true)
        for consumer in consumers { try consumer.expectOrder() }
        #expect(
            consumers.allSatisfy { $0.runs > 15 }, "seed \(seed): they hardly ever got as far as a batch")
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }

    private static let events: String = {
        (try? Command.firstmile("simulate", "--orders", Daemon.isFull ? "120000" : "6000").text) ?? ""
    }()

    @Test func `fetch prints what tail prints, and goes on where a consumer was`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "30").text)
        let feed = try daemon.feed
        let tail = try Command.firstmile(
            "tail", "--from", "0", "--no-follow", "--data", daemon.directory.path)
        let all = try Command.firstmile("fetch", "--feed", feed)
        #expect(all.status == 0 && all.text == tail.text, "\(all.errors)")
        let lines = tail.text.split(separator: "\n")
        let first = try Command.firstmile(
            "fetch", "--feed", feed, "--from", "stock", "--commit", "--count", "7")
        #expect(first.text.split(separator: "\n") == Array(lines[..<7]), "\(first.errors)")
        let rest = try Command.firstmile("fetch", "--feed", feed, "--from", "stock", "--commit")
        #expect(rest.text.split(separator: "\n") == Array(lines[7...]))
        let list = try Command.firstmile("consumers", "list", "--feed", feed, "--format", "ndjson")
        #expect(list.objects.first?["position"] as? Int == lines.count)
        #expect(list.objects.first?["lagEvents"] as? Int == 0)
        let reset = try Command.firstmile("consumers", "reset", "stock", "--to", "2", "--feed", feed)
        #expect(reset.text == "stock goes on at 2\n", "\(reset.errors)")
        let scans = try Command.firstmile("fetch", "--feed", feed, "--type", "scanned", "--origin", "fact")
        #expect(
            scans.text.split(separator: "\n")
                == lines.filter { $0.contains(#""type":"firstmile.scanned.v1""#) })
        let wrong = try Command.firstmile("fetch", "--feed", feed, "--from", "9999999")
        #expect(wrong.status == 1 && wrong.errors.contains("beyond the end"), "\(wrong.errors)")
        #expect(try Command.firstmile("fetch", "--from", "no name").status == 64)
        #expect(try Command.firstmile("fetch", "--from", "3", "--commit").status == 64)
    }

    @Test func `a daemon that was restarted goes on feeding the same consumers`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "10").text)
        let count = try daemon.records().count
        let first = try Command.firstmile(
            "fetch", "--feed", try daemon.feed, "--from", "stock", "--commit", "--count", "5")
        #expect(first.text.split(separator: "\n").count == 5)
        daemon.kill9()
        try daemon.start()
        let rest = try Command.firstmile("fetch", "--feed", try daemon.feed, "--from", "stock")
        #expect(rest.text.split(separator: "\n").count == count - 5, "\(rest.errors)")
    }

    @Test func `a consumer that takes no replies, and a subscriber that reads nothing, hold nobody up`()
        throws
    {
        let daemon = try Daemon.started()
        let pid = try #require(daemon.process?.processIdentifier)
        let client = try Command.client(
            "stalled.py", try daemon.endpoint, try daemon.feed, try daemon.live, "\(pid)")
        print(client.text, terminator: "")
        #expect(client.status == 0, "\(client.text)\(client.errors)\(daemon.said)")
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }

    @Test func `the feed can be switched off`() throws {
        let daemon = try Daemon()
        try daemon.start(environment: ["FIRSTMILE_FETCH": "off", "FIRSTMILE_LIVE": "off"])
        #expect(throws: (any Error).self) { try daemon.feed }
        #expect(throws: (any Error).self) { try daemon.live }
        #expect(daemon.stop() == 0)
    }

    @Test func `the consumer in feed.md prints every event, once`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "2").text)
        let count = try daemon.records().count
        let script = try ProtocolDocument.python(in: "Schemas/feed.md")
        let usual = "tcp://127.0.0.1:7702"
        #expect(script.contains(usual))
        let output = try Command.python(script.replacingOccurrences(of: usual, with: try daemon.feed))
        #expect(output.status == 0 && output.text.split(separator: "\n").count == count, "\(output.errors)")
        #expect(output.text.hasPrefix("0 firstmile.rulebook-activated.v1\n"), "\(output.text)")
        let again = try Command.python(script.replacingOccurrences(of: usual, with: try daemon.feed))
        #expect(again.status == 0 && again.text.isEmpty, "\(again.text)")
    }
}

/// Chance that can be played again.
struct Chance {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    /// From 0 up to, without, `sides`.
    mutating func next(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % sides
    }
}
