import EventLog
import Foundation
import Glibc
import Logging
import Synchronization
import Testing
import Vocabulary

@testable import Webhooks

/// A whole sender, to receivers of which none takes anything.
@Suite(.timeLimit(.minutes(1)))
struct SenderTests {
    private func wait(_ isThere: () async throws -> Bool) async throws {
        while try await !isThere() { try await Task.sleep(for: .milliseconds(20)) }
    }

    private func sender(
        _ webhook: Webhook, _ bench: Bench, _ client: WebhookClient, _ told: Lines = Lines(),
        open: @escaping @Sendable () -> Void = {}
    ) throws -> WebhookSender {
        let directory = bench.directory.appending(path: "log").path
        return WebhookSender(
            webhook, store: bench.store, client: client, log: bench.log,
            open: {
                open()
                return try LogReader(directory: directory)
            }, views: bench.views, logger: Logger(label: "test") { _ in told })
    }

    @Test func `while a receiver takes nothing what waits for it grows, and a skip is no recovery`()
        async throws
    {
        let bench = try Bench()
        let client = WebhookClient(version: "test")
        let webhook = try Bench.webhook(.deadlineMissed)
        try bench.store.configure([webhook], end: 0)
        bench.record(Bench.missed("a-1"), Bench.missed("a-2"))
        let lines = Lines()
        let sender = try sender(webhook, bench, client, lines)
        let task = Task { await sender.run() }
        try await wait { try bench.store.standings().first?.trying == "log-0" }
        #expect(await sender.lag == 2)
        bench.record(Bench.missed("a-3"), Bench.missed("a-4"), Bench.missed("a-5"))
        #expect(await sender.lag == 5)
        #expect(try bench.store.skip("ops") == "log-0")
        try await wait { try bench.store.standings().first?.trying == "log-1" }
        #expect(await sender.lag == 4)
        #expect(lines.all.contains("an event of a webhook was skipped"))
        #expect(!lines.all.contains("a webhook's receiver takes events again"), "\(lines.all)")
        task.cancel()
        await task.value
        await client.close()
    }

    @Test func `a delivery that the daemon's end breaks off is no failure of the receiver`() async throws {
        let bench = try Bench()
        let silent = try Silent()
        let client = WebhookClient(version: "test")
        var webhook = try Bench.webhook(.deadlineMissed)
        webhook.url = "http://127.0.0.1:\(silent.port)/"
        try bench.store.configure([webhook], end: 0)
        bench.record(Bench.missed("a-1"))
        let lines = Lines()
        let sender = try sender(webhook, bench, client, lines)
        let task = Task { await sender.run() }
        try await wait { silent.isAsked }
        task.cancel()
        await task.value
        let standing = try #require(try bench.store.standings().first)
        #expect(standing.attempts == 0 && standing.failingSince == nil && standing.lastError == nil)
        #expect(lines.all.isEmpty, "\(lines.all)")
        await client.close()
    }

    @Test func `disks and databases are waited for on a thread of the webhook's own`() async throws {
        let bench = try Bench()
        let client = WebhookClient(version: "test")
        let webhook = try Bench.webhook(.deadlineMissed)
        try bench.store.configure([webhook], end: 0)
        bench.record(Bench.missed("a-1"))
        let place = ThreadName()
        let sender = try sender(webhook, bench, client, open: { place.note() })
        let task = Task { await sender.run() }
        try await wait { place.name != nil }
        #expect(place.name == "webhook-ops")
        task.cancel()
        await task.value
        await client.close()
    }
}

/// On which thread something ran.
private final class ThreadName: Sendable {
    private let noted = Mutex<String?>(nil)
    var name: String? { noted.withLock { $0 } }
    func note() { noted.withLock { $0 = Thread.current.name } }
}

/// What was logged.
private final class Lines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }

    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .info }
        set {}
    }
    subscript(metadataKey _: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }
    func log(event: LogEvent) { lines.withLock { $0.append("\(event.message)") } }
}

/// Takes connections and requests, and never answers.
private final class Silent: Sendable {
    private let socket: Int32
    let port: UInt16

    struct NoSocket: Error {}

    init() throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
                unsafe bind(socket, place, length) == 0 && listen(socket, 8) == 0
                    && getsockname(socket, place, &length) == 0
            }
        }
        guard isBound else { throw NoSocket() }
        (self.socket, port) = (socket, UInt16(bigEndian: address.sin_port))
    }

    deinit { close(socket) }

    /// Whether somebody has connected.
    var isAsked: Bool {
        var asked = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&asked, 1, 0) == 1
    }
}
