import Client
import Testing
import ZeroMQ

/// What a publisher says when it cannot go on.
@Suite(.timeLimit(.minutes(10)))
struct GivingUpTests {
    private let context: Context

    init() throws { context = try Context() }

    @Test func `nobody listening is said with how to start the daemon`() async throws {
        let publisher = try Publisher(
            to: "tcp://127.0.0.1:1", options: .with { $0.connectPatience = .milliseconds(300) },
            context: context)
        let error = await #expect(throws: PublishError.self) { _ = try await publisher.publish(request("x")) }
        guard case .nobodyListening(let endpoint, let waited, 1) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(endpoint == "tcp://127.0.0.1:1")
        #expect(waited >= .milliseconds(300))
        #expect(error?.description.contains("firstmile serve") == true)
        await #expect(throws: PublishError.self, "it stays given up") {
            try await publisher.submit([request("y")])
        }
    }

    @Test func `a daemon that answers nothing is given up, and what it did answer is still handed out`()
        async throws
    {
        let daemon = try await Daemon.start(in: context) { payload, _ in payload == "1" ? .drop : .answer }
        let publisher = try Publisher(
            to: daemon.endpoint,
            options: .with {
                $0.replyPatience = .milliseconds(400)
                $0.resendAfter = .milliseconds(100)
            }, context: context)
        try await publisher.submit(["0", "1", "2"].map(request))
        var texts: [String] = []
        let error = await #expect(throws: PublishError.self) {
            while true { texts += try await publisher.replies().map(\.text) }
        }
        #expect(texts == ["0"], "2 was answered, but its turn never came")
        guard case .noReply(daemon.endpoint, _, 2) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(daemon.received.filter { $0 == "1" }.count >= 2)
    }

    @Test func `somebody else's socket is recognised as no intake`() async throws {
        let daemon = try await Daemon.start(in: context) { _, _ in .talkNonsense }
        let publisher = try Publisher(
            to: daemon.endpoint, options: .with { $0.replyPatience = .milliseconds(300) }, context: context)
        await #expect(throws: PublishError.notAnIntake(endpoint: daemon.endpoint, unacknowledged: 1)) {
            _ = try await publisher.publish(request("x"))
        }
    }

    @Test func `a listener that does not speak ZeroMQ is recognised as no intake`() async throws {
        let listener = try WebServer(greeting: "HTTP/1.1 400 Bad Request\r\n\r\n")
        let publisher = try Publisher(
            to: listener.endpoint, options: .with { $0.connectPatience = .milliseconds(600) },
            context: context)
        await #expect(throws: PublishError.notAnIntake(endpoint: listener.endpoint, unacknowledged: 1)) {
            _ = try await publisher.publish(request("x"))
        }
    }

    @Test func `a payload that the daemon would hang up on is refused here`() async throws {
        let publisher = try Publisher(to: "tcp://127.0.0.1:1", context: context)
        let large = PublishRequest(
            contentType: "test/plain", payload: [UInt8](repeating: 0, count: (1 << 20) + 1))
        await #expect(throws: PublishError.unfitPayload(bytes: (1 << 20) + 1, limit: 1 << 20)) {
            _ = try await publisher.publish(large)
        }
        await #expect(throws: PublishError.unfitPayload(bytes: 0, limit: 1 << 20)) {
            try await publisher.submit([PublishRequest(contentType: "test/plain", payloads: [])])
        }
    }

    @Test func `closing ends every wait`() async throws {
        let daemon = try await Daemon.start(in: context) { _, _ in .drop }
        let publisher = try Publisher(to: daemon.endpoint, context: context)
        let publishing = Task { try await publisher.publish(request("x")) }
        let reading = Task { try await publisher.replies() }
        while daemon.received.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        publisher.close()
        await #expect(throws: PublishError.closed) { _ = try await publishing.value }
        #expect(try await reading.value.isEmpty)
        await #expect(throws: PublishError.closed) { try await publisher.submit([request("y")]) }
    }

    @Test func `finishing with nothing in flight ends the replies`() async throws {
        let publisher = try Publisher(to: "tcp://127.0.0.1:1", context: context)
        publisher.finish()
        #expect(try await publisher.replies().isEmpty)
        await #expect(throws: PublishError.closed) { _ = try await publisher.publish(request("late")) }
    }

    @Test func `an endpoint that cannot be is said`() async throws {
        let publisher = try Publisher(to: "nonsense", context: context)
        let error = await #expect(throws: PublishError.self) { _ = try await publisher.publish(request("x")) }
        #expect(error?.description.contains("tcp://127.0.0.1:7701") == true)
    }
}
