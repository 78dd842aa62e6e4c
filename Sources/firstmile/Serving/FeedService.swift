import EventLog
import Feed
import Foundation
import Logging
import ServiceLifecycle
import ZeroMQ

/// The feed as a service: its loop, and the live stream's, each on a thread of its own.
struct FeedService: Service {
    /// One of the two, as the lifecycle sees it.
    enum Part: Sendable {
        case fetch(FeedServer)
        case live(LivePublisher)
    }

    let part: Part
    let log: EventLog
    let directory: DataDirectory
    let endpoints: Endpoints
    let logger: Logger

    /// The one that answers consumers.
    var server: FeedServer? {
        guard case .fetch(let server) = part else { return nil }
        return server
    }

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await withCheckedThrowingContinuation { continuation in
                let thread = DedicatedThread(name: name)
                thread.run {
                    do {
                        try serve()
                        continuation.resume()
                    } catch {
                        continuation.resume(throwing: error)
                    }
                }
            }
        } onGracefulShutdown: {
            switch part {
            case .fetch(let server): server.stop()
            case .live(let publisher): publisher.stop()
            }
        }
    }

    var name: String {
        switch part {
        case .fetch: "feed"
        case .live: "live"
        }
    }

    private func serve() throws {
        let path = directory.log
        switch part {
        case .fetch(let server):
            let store = try ConsumerStore(directory.consumers)
            defer {
                endpoints.feed = nil
                try? FileManager.default.removeItem(atPath: directory.fetchEndpoint)
            }
            try server.run(log, open: { try LogReader(directory: path) }, store: store) {
                endpoints.feed = $0
                tell($0, in: directory.fetchEndpoint)
            }
        case .live(let publisher):
            defer { try? FileManager.default.removeItem(atPath: directory.liveEndpoint) }
            try publisher.run(log, open: { try LogReader(directory: path) }) {
                tell($0, in: directory.liveEndpoint)
            }
        }
    }

    /// For scripts that let the daemon choose its port.
    private func tell(_ endpoint: String, in file: String) {
        try? "\(endpoint)\n".write(toFile: file, atomically: true, encoding: .utf8)
        logger.info("listening", metadata: ["\(name)": "\(endpoint)"])
    }
}

extension Logger {
    /// What an operator should know of those who read.
    func tell(_ news: FeedNews) {
        switch news {
        case .hungUp(let descriptor, let bytes):
            warning(
                "a consumer was hung up on: it sent more than requests",
                metadata: ["descriptor": "\(descriptor)", "unreadBytes": "\(bytes)"])
        case .notStored(let reason):
            error(
                "positions of consumers could not be stored; they were told to try again",
                metadata: ["reason": "\(reason)"])
        case .unreadable(let position, let reason):
            error(
                "the feed could not read the log",
                metadata: ["position": "\(position)", "reason": "\(reason)"])
        }
    }
}
