import Client
import Synchronization

/// Publishes through the daemon's own intake, as any other publisher: the same gate, the same answers, the same credit.
final class IntakeDoor: Sendable {
    private struct Open {
        let endpoint: String
        let publisher: Publisher
    }

    private let endpoint: @Sendable () -> String?
    private let open = Mutex<Open?>(nil)

    init(_ endpoint: @escaping @Sendable () -> String?) { self.endpoint = endpoint }

    deinit { open.withLock { $0?.publisher.close() } }

    /// - Throws: ``Problem`` while the intake does not answer.
    func publish(_ request: PublishRequest) async throws -> PublishReply {
        guard let endpoint = endpoint() else {
            throw Problem.unavailable("the intake does not listen yet", fix: "send it again in a moment")
        }
        let publisher: Publisher
        do {
            publisher = try open.withLock { open in
                if let open, open.endpoint == endpoint { return open.publisher }
                let fresh = try Publisher(
                    to: endpoint,
                    options: .with {
                        $0.connectPatience = .seconds(5)
                        $0.replyPatience = .seconds(20)
                    })
                open = Open(endpoint: endpoint, publisher: fresh)
                return fresh
            }
            return try await publisher.publish(request)
        } catch let error as PublishError {
            if case .unfitPayload(_, let limit) = error { throw Problem.tooLarge(limit) }
            // A publisher that gave up stays so; the next request begins with a new one.
            open.withLock { $0 = nil }
            throw Problem.unavailable("\(error)", fix: "send it again; nothing is recorded twice")
        }
    }
}
