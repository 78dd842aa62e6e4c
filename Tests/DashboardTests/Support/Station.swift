import EventLog
import Feed
import Foundation
import Intake
import Logging
import Quarantine
import Rulebook
import Synchronization
import Testing
import Views
import Vocabulary
import ZeroMQ

@testable import Dashboard

/// A daemon in this process: real log, intake, feed and views, real sockets on loopback.
final class Station {
    let directory: URL
    let log: EventLog
    let service: DashboardService
    private let intake: IntakeServer
    private let feed: FeedServer
    private let quarantine: Quarantine
    private let projectors: [Projector]
    private let ended = DispatchSemaphore(value: 0)
    private let serving: Task<Void, Never>
    let port: Int

    /// The log is written by one thread and read by others; the tests keep to that.
    private struct Held: @unchecked Sendable { let log: EventLog }

    /// - Parameters:
    ///   - host: where it listens; it is asked on loopback in any case.
    ///   - prepare: what is to lie in its directory before it starts.
    init(
        host: String = "127.0.0.1", patience: Duration = .seconds(30), needsTokens: Bool = false,
        prepare: (URL) throws -> Void = { _ in }
    ) async throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "station-\(UUID().uuidString)")
        for folder in ["log", "views", "state"] {
            try FileManager.default.createDirectory(
                at: directory.appending(path: folder), withIntermediateDirectories: true)
        }
        try prepare(directory)
        let path: @Sendable (String) -> String = { [directory] in directory.appending(path: $0).path }
        var options = LogOptions()
        options.preparedBytes = 0
        options.packsSealed = false
        let log = try EventLog.open(directory: path("log"), options: options)
        self.log = log
        let quarantine = Quarantine(path("quarantine.sqlite")) { _ in }
        let intake = try IntakeServer(
            at: "tcp://127.0.0.1:*", in: Context(), clock: SystemClock(), version: "test",
            quarantine: quarantine)
        let feed = try FeedServer(
            at: "tcp://127.0.0.1:*", in: Context(), version: "test",
            clock: { SystemClock().now().nanoseconds })
        log.onDurable(intake.onDurable)
        log.onDurable(feed.onDurable)
        (self.intake, self.feed, self.quarantine) = (intake, feed, quarantine)
        let rules = RulebookFile.shipped.rules
        let source = SharedSource(LogSource(log, directory: path("log"), under: rules))
        projectors = ViewName.allCases.map {
            $0.projector(in: path("views"), from: source.share(), under: rules)
        }
        for projector in projectors { projector.start() }
        let endpoints = Endpoints()
        Self.serve(intake, feed, Held(log: log), rules, path, endpoints, ended)
        let board = ProjectorBoard()
        board.show(projectors)
        let house = House(
            version: "test",
            places: House.Places(
                data: directory.path, log: path("log"), views: path("views"),
                quarantine: path("quarantine.sqlite")),
            log: log, projectors: { board.statuses }, intake: { endpoints.intake }, feed: { endpoints.feed })
        guard let address = HTTPAddress("\(host):0") else { throw POSIXError(.EINVAL) }
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let listening = AsyncStream<String>.makeStream()
        var settings = DashboardOptions(address: address)
        settings.patience = patience
        settings.needsTokens = needsTokens
        let service = try DashboardService(house, options: settings, logger: logger) {
            listening.continuation.yield($0)
        }
        self.service = service
        serving = Task {
            do { try await service.run() } catch is CancellationError {} catch { Issue.record(error) }
        }
        var iterator = listening.stream.makeAsyncIterator()
        let told = try #require(await iterator.next())
        port = try #require(URL(string: told)?.port)
        while endpoints.intake == nil || endpoints.feed == nil { try await Task.sleep(for: .milliseconds(5)) }
        while log.durable == 0 { try await Task.sleep(for: .milliseconds(5)) }
        // The views are there once they have read the rulebook.
        try await settle()
    }

    private final class Endpoints: Sendable {
        private let open = Mutex<(intake: String?, feed: String?)>((nil, nil))
        var intake: String? { open.withLock { $0.intake } }
        var feed: String? { open.withLock { $0.feed } }
        func set(intake: String) { open.withLock { $0.intake = intake } }
        func set(feed: String) { open.withLock { $0.feed = feed } }
    }

    private static func serve(
        _ intake: IntakeServer, _ feed: FeedServer, _ held: Held, _ rules: Rulebook,
        _ path: @escaping @Sendable (String) -> String, _ endpoints: Endpoints, _ ended: DispatchSemaphore
    ) {
        DedicatedThread(name: "intake").run {
            do {
                let writing = try WritePath(
                    log: held.log, reader: LogReader(directory: path("log")), rules: rules,
                    phones: PhoneLibrary(destinations: rules.mandate.countries.map(\.country)),
                    state: path("state"))
                try intake.run(writing, log: held.log, rulebooks: [.shipped]) { endpoints.set(intake: $0) }
            } catch { Issue.record(error) }
            ended.signal()
        }
        DedicatedThread(name: "feed").run {
            do {
                let store = try ConsumerStore(path("consumers.sqlite"))
                try feed.run(held.log, open: { try LogReader(directory: path("log")) }, store: store) {
                    endpoints.set(feed: $0)
                }
            } catch { Issue.record(error) }
            ended.signal()
        }
    }

    deinit {
        serving.cancel()
        intake.stop()
        feed.stop()
        ended.wait()
        ended.wait()
        for projector in projectors { projector.stop() }
        quarantine.close()
        log.close()
        try? FileManager.default.removeItem(at: directory)
    }

    // MARK: Asking

    func ask(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String = ""
    ) async throws -> HTTPAnswer {
        let connection = try HTTPConnection(port: port)
        var lines = ["\(method) \(path) HTTP/1.1"]
        var all = ["Host": "127.0.0.1:\(port)", "Connection": "close"]
        if !body.isEmpty { all["Content-Length"] = "\(body.utf8.count)" }
        all.merge(headers) { $1 }
        lines += all.map { "\($0.key): \($0.value)" }
        connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        let text = await connection.read(seconds: 20)
        return try #require(HTTPAnswer(text), "no answer to \(method) \(path): \(text)")
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await ask("GET", path, headers: headers)
    }

    /// Publishes events over HTTP; gives the answer.
    @discardableResult
    func publish(_ events: [String]) async throws -> HTTPAnswer {
        try await ask(
            "POST", "/api/v1/events", headers: ["Content-Type": "application/cloudevents-batch+json"],
            body: "[\(events.joined(separator: ","))]")
    }

    /// Waits until every view that has not failed has read the log to its end, decisions included.
    func settle() async throws {
        let end = Position(log.durable)
        for projector in projectors {
            while projector.standing.phase != .failed,
                projector.standing.checkpoint.next < end || projector.standing.phase != .following
            {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }
}
