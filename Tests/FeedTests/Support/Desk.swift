import Client
import EventLog
import Feed
import Foundation
import Synchronization
import Testing
import Vocabulary
import Wire
import ZeroMQ

/// A log, and the feed that reads it, with real sockets; the test is the one who writes.
final class Desk {
    let directory: URL
    private(set) var log: EventLog
    private(set) var endpoint = ""
    private(set) var liveEndpoint = ""
    private var server: FeedServer?
    private var live: LivePublisher?
    private let ended = DispatchSemaphore(value: 0)
    /// What the feed takes for now, nanoseconds since 1970.
    let time = Time()
    private let encoder = RecordEncoder()
    let news = Mutex<[FeedNews]>([])

    /// A clock that the test sets.
    final class Time: Sendable {
        private let nanoseconds = Mutex<Int64>(1_714_960_800_000_000_000)
        static let start = Instant(seconds: 1_714_960_800)
        var now: Int64 { nanoseconds.withLock { $0 } }
        func pass(_ interval: Interval) { nanoseconds.withLock { $0 += interval.nanoseconds } }
    }

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "feed-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var options = LogOptions()
        options.preparedBytes = 0
        options.packsSealed = false
        log = try EventLog.open(directory: directory.appending(path: "log").path, options: options)
        try start()
    }

    deinit {
        stop()
        log.close()
        try? FileManager.default.removeItem(at: directory)
    }

    // MARK: The feed

    var figures: FeedFigures { server?.figures ?? FeedFigures() }

    /// Starts it, at the same endpoints as before if it was started before.
    func start() throws {
        let feed = try FeedServer(
            at: endpoint.isEmpty ? "tcp://127.0.0.1:*" : endpoint, in: Context(), version: "test",
            clock: { [time] in time.now })
        let live = try LivePublisher(
            at: liveEndpoint.isEmpty ? "tcp://127.0.0.1:*" : liveEndpoint, in: Context())
        log.onDurable(feed.onDurable)
        log.onDurable(live.onDurable)
        let path = directory.appending(path: "log").path
        let store = try ConsumerStore(directory.appending(path: "consumers.sqlite").path)
        let bound = Mutex<(feed: String, live: String)>(("", ""))
        let listening = DispatchSemaphore(value: 0)
        let log = Held(log)
        DedicatedThread(name: "feed").run { [ended] in
            do {
                try feed.run(log.value, open: { try LogReader(directory: path) }, store: store) { endpoint in
                    bound.withLock { $0.feed = endpoint }
                    listening.signal()
                }
            } catch { Issue.record(error) }
            ended.signal()
        }
        DedicatedThread(name: "live").run { [ended] in
            do {
                try live.run(log.value, open: { try LogReader(directory: path) }) { endpoint in
                    bound.withLock { $0.live = endpoint }
                    listening.signal()
                }
            } catch { Issue.record(error) }
            ended.signal()
        }
        listening.wait()
        listening.wait()
        (endpoint, liveEndpoint) = bound.withLock { $0 }
        (server, self.live) = (feed, live)
    }

    func stop() {
        guard let server else { return }
        server.stop()
        live?.stop()
        ended.wait()
        ended.wait()
        self.server = nil
    }

    func client() throws -> FeedClient { try FeedClient(to: endpoint) }

    // MARK: The log

    /// Records events, durable when this returns; gives back the position of the first.
    @discardableResult
    func record(_ payloads: [Payload], origin: Origin = .fact, cause: UInt64? = nil) -> UInt64 {
        let first = log.next
        for payload in payloads {
            var record: [UInt8] = []
            encoder.encode(
                payload, id: "id-\(log.next)", source: origin == .fact ? "test" : RecordEncoder.daemon,
                time: Desk.Time.start, origin: origin, cause: cause.map { Position($0) }, into: &record)
            _ = log.recordedTime(now: time.now)
            unsafe record.withUnsafeBytes { bytes in _ = unsafe log.append(bytes) }
        }
        while log.durable < log.next {
            log.commitIfIdle()
            usleep(200)
        }
        return first
    }

    /// The log as `firstmile tail` prints it.
    func lines(from position: UInt64 = 0) throws -> [String] {
        let reader = try LogReader(directory: directory.appending(path: "log").path)
        let writer = CloudEventWriter()
        var lines: [String] = []
        _ = try unsafe reader.read(from: position, limit: log.durable) { at, time, record in
            var line: [UInt8] = []
            try unsafe writer.write(
                record, position: Position(at), recordedAt: Instant(nanoseconds: time), into: &line)
            lines.append(String(decoding: line, as: UTF8.self))
        }
        return lines
    }
}

/// The log is written by one thread and read by others; the tests keep to that.
struct Held: @unchecked Sendable {
    let value: EventLog
    init(_ value: EventLog) { self.value = value }
}
