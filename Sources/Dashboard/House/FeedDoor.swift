import Client
import Synchronization
import Vocabulary
import Wire

/// Asks the daemon's own feed, as any consumer does.
final class FeedDoor: Sendable {
    private struct Open {
        let endpoint: String
        let client: FeedClient
    }

    private let endpoint: @Sendable () -> String?
    private let open = Mutex<Open?>(nil)

    init(_ endpoint: @escaping @Sendable () -> String?) { self.endpoint = endpoint }

    deinit { open.withLock { $0?.client.close() } }

    /// All named consumers, and the end of the log.
    ///
    /// - Throws: ``Problem`` where the feed is off, or does not answer.
    func standings() async throws -> (end: Position, consumers: [ConsumerStanding]) {
        guard let endpoint = endpoint() else {
            throw Problem.unavailable(
                "the feed does not listen, and only it knows the consumers",
                fix: "start the daemon without --fetch off, or ask again in a moment")
        }
        do {
            let client = try open.withLock { open in
                if let open, open.endpoint == endpoint { return open.client }
                let fresh = try FeedClient(
                    to: endpoint,
                    options: .with {
                        $0.connectPatience = .seconds(5)
                        $0.replyPatience = .seconds(10)
                    })
                open = Open(endpoint: endpoint, client: fresh)
                return fresh
            }
            return try await client.consumers()
        } catch let error as FeedError {
            open.withLock { $0 = nil }
            throw Problem.unavailable("\(error)", fix: "ask again in a moment")
        }
    }
}
