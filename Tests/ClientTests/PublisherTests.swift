import Client
import Foundation
import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(10)))
struct PublisherTests {
    private let context: Context

    init() throws { context = try Context() }

    @Test func `one request has its reply, as it came`() async throws {
        let daemon = try await Daemon.start(in: context)
        let publisher = try Publisher(to: daemon.endpoint, context: context)
        let reply = try await publisher.publish(request("hello"))
        #expect(reply.kind == .acknowledged)
        #expect(reply.contentType == "test/ack")
        #expect(reply.text == "hello")
        #expect(reply.attempts == 1)
        #expect(reply.roundTrip > .zero)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/net/if_inet6")))
    func `a daemon on IPv6's loopback is reached like any other`() async throws {
        let daemon = try await Daemon.start(at: "tcp://[::1]:*", in: context)
        let publisher = try Publisher(to: daemon.endpoint, context: context)
        #expect(try await publisher.publish(request("hello")).text == "hello")
    }

    @Test func `several payloads travel as parts of one request`() async throws {
        let daemon = try await Daemon.start(in: context)
        let publisher = try Publisher(to: daemon.endpoint, context: context)
        let request = PublishRequest(
            contentType: "test/parts", payloads: ["a", "b", "c"].map { Array($0.utf8) })
        #expect(try await publisher.publish(request).text == "abc")
    }

    @Test func `replies come in the order sent, though the daemon answers backwards`() async throws {
        let daemon = try await Daemon.start(in: context) { _, _ in .answerLater }
        let publisher = try Publisher(to: daemon.endpoint, context: context)
        #expect(try await exchange(300, through: publisher) == numbers(300))
    }

    @Test func `a request the daemon is too busy for is sent again after a pause, and order is kept`()
        async throws
    {
        let daemon = try await Daemon.start(in: context) { payload, seen in
            (Int(payload) ?? 0) % 3 == 0 && seen < 3 ? .beBusy : .answer
        }
        let publisher = try Publisher(to: daemon.endpoint, context: context)
        let begin = ContinuousClock.now
        #expect(try await exchange(30, through: publisher) == numbers(30))
        // Three pauses at least, each twice as long as the one before, unless something was answered between them.
        #expect(ContinuousClock.now - begin >= .milliseconds(60))
        #expect(daemon.received.count == 30 + 10 * 3)
    }

    @Test func `a request the daemon lost is sent again, and nothing is answered twice`() async throws {
        let daemon = try await Daemon.start(in: context) { payload, seen in
            switch (Int(payload) ?? 0) % 5 {
            case 0: seen == 0 ? .drop : .answer
            case 1: .answerTwice
            case 2: seen < 2 ? .drop : .answer
            case 3: .answerLater
            default: .answer
            }
        }
        let publisher = try Publisher(
            to: daemon.endpoint, options: .with { $0.resendAfter = .milliseconds(200) }, context: context)
        #expect(try await exchange(100, through: publisher) == numbers(100))
        #expect(daemon.received.filter { $0 == "0" }.count == 2)
        #expect(daemon.received.filter { $0 == "2" }.count == 3)
    }

    @Test func `a reply tells how often its request was sent`() async throws {
        let daemon = try await Daemon.start(in: context) { _, seen in seen < 2 ? .drop : .answer }
        let publisher = try Publisher(
            to: daemon.endpoint, options: .with { $0.resendAfter = .milliseconds(50) }, context: context)
        #expect(try await publisher.publish(request("x")).attempts == 3)
    }

    @Test func `a daemon that restarts midway is found again and sent what it had not answered`() async throws
    {
        let first = try await Daemon.start(in: context) { payload, _ in
            (Int(payload) ?? 0) < 50 ? .answer : .drop
        }
        let publisher = try Publisher(
            to: first.endpoint,
            options: .with {
                $0.window = 100
                // So that only the lost connection can be the reason for sending again.
                $0.resendAfter = .seconds(600)
                $0.replyPatience = .seconds(20)
            }, context: context)
        async let replies = exchange(400, through: publisher)
        while first.received.count < 100 { try await Task.sleep(for: .milliseconds(5)) }
        first.stop()
        let second = try await Daemon.start(at: first.endpoint, in: context)
        #expect(try await replies == numbers(400))
        #expect(second.received == Array(numbers(400)[50...]), "the oldest first, none overtaken, none twice")
    }

    @Test func `a daemon that starts late is waited for`() async throws {
        let port = try await Daemon.start(in: context)
        port.stop()
        let publisher = try Publisher(to: port.endpoint, context: context)
        async let reply = publisher.publish(request("early"))
        try await Task.sleep(for: .milliseconds(300))
        let daemon = try await Daemon.start(at: port.endpoint, in: context)
        #expect(try await reply.text == "early")
        #expect(daemon.received == ["early"])
    }

    @Test func `no more requests than the window are with the daemon`() async throws {
        let daemon = try await Daemon.start(in: context) { _, _ in .drop }
        let publisher = try Publisher(to: daemon.endpoint, options: .with { $0.window = 7 }, context: context)
        let submission = Task { try await publisher.submit(numbers(50).map(request)) }
        while daemon.received.count < 7 { try await Task.sleep(for: .milliseconds(5)) }
        try await Task.sleep(for: .milliseconds(100))
        #expect(daemon.received == numbers(7))
        publisher.close()
        await #expect(throws: PublishError.closed) { try await submission.value }
    }

    @Test func `the window counts bytes too`() async throws {
        let daemon = try await Daemon.start(in: context) { _, _ in .drop }
        let publisher = try Publisher(
            to: daemon.endpoint, options: .with { $0.windowBytes = 10 }, context: context)
        let submission = Task { try await publisher.submit(["four", "five5", "xx"].map(request)) }
        while daemon.received.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
        try await Task.sleep(for: .milliseconds(100))
        #expect(daemon.received == ["four", "five5"])
        publisher.close()
        await #expect(throws: PublishError.closed) { try await submission.value }
    }

    @Test func `a request larger than the window goes alone`() async throws {
        let daemon = try await Daemon.start(in: context) { _, _ in .answerLater }
        let publisher = try Publisher(
            to: daemon.endpoint, options: .with { $0.windowBytes = 10 }, context: context)
        let texts = ["four", "five5", "a text of more than ten bytes", "x", "y"]
        let submission = Task { try await publisher.submit(texts.map(request)) }
        var replies: [String] = []
        while replies.count < texts.count { replies += try await publisher.replies().map(\.text) }
        #expect(replies == texts)
        try await submission.value
    }

    @Test func `many callers at once each get their own reply`() async throws {
        let daemon = try await Daemon.start(in: context)
        let publisher = try Publisher(
            to: daemon.endpoint, options: .with { $0.window = 16 }, context: context)
        try await withThrowingTaskGroup { group in
            for number in 0..<500 {
                group.addTask {
                    let reply = try await publisher.publish(request("\(number)"))
                    #expect(reply.text == "\(number)")
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func `a request the daemon cannot read is answered with the problem`() async throws {
        let daemon = try await Daemon.start(in: context) { _, _ in .refuse }
        let publisher = try Publisher(to: daemon.endpoint, context: context)
        let reply = try await publisher.publish(request("?"))
        #expect(reply.kind == .problem)
        #expect(reply.contentType == "application/problem+json")
    }

    @Test func `a ping is answered with a pong`() async throws {
        let daemon = try await Daemon.start(in: context)
        let publisher = try Publisher(to: daemon.endpoint, context: context)
        #expect(try await publisher.ping().kind == .pong)
    }

    /// Submits numbers as text from one task and takes the replies in another.
    private func exchange(_ count: Int, through publisher: Publisher) async throws -> [String] {
        async let submission: Void = {
            try await publisher.submit(numbers(count).map(request))
            publisher.finish()
        }()
        var texts: [String] = []
        while case let replies = try await publisher.replies(), !replies.isEmpty {
            texts += replies.map(\.text)
        }
        try await submission
        return texts
    }
}

func numbers(_ count: Int) -> [String] { (0..<count).map(String.init) }

func request(_ text: String) -> PublishRequest {
    PublishRequest(contentType: "test/plain", payload: Array(text.utf8))
}

extension PublishReply {
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
