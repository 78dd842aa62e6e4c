public import EventLog
import Foundation
public import Logging
public import Rulebook
public import ServiceLifecycle
import Vocabulary

/// All webhooks of the settings: a task each, and one that looks at scores. Nothing here is waited for by anybody.
public struct Webhooks: Service, CustomStringConvertible {
    /// As the lifecycle's log calls it.
    public var description: String { "webhooks" }

    private let webhooks: [Webhook]
    private let store: WebhookStore
    private let log: EventLog
    private let open: @Sendable () throws -> LogReader
    private let views: String
    private let rules: Rulebook
    private let version: String
    private let logger: Logger

    /// - Parameters:
    ///   - open: opens another reader of `log`.
    ///   - views: the directory of the views.
    ///   - rules: what scores are reckoned by while the log names no rulebook.
    public init(
        _ webhooks: [Webhook], store: WebhookStore, log: EventLog,
        open: @escaping @Sendable () throws -> LogReader, views: String, rules: Rulebook, version: String,
        logger: Logger
    ) throws {
        (self.webhooks, self.store, self.log, self.open) = (webhooks, store, log, open)
        (self.views, self.rules, self.version, self.logger) = (views, rules, version, logger)
        try store.configure(webhooks, end: log.durable)
    }

    public func run() async throws {
        let client = WebhookClient(version: version)
        await withDiscardingTaskGroup { group in
            for webhook in webhooks {
                let sender = WebhookSender(
                    webhook, store: store, client: client, log: log, open: open, views: views, logger: logger)
                group.addTask { await sender.run() }
            }
            if webhooks.contains(where: { $0.kinds.contains(.scoreFell) }) {
                let watch = ScoreWatch(webhooks, store: store, views: views, rules: rules, logger: logger)
                group.addTask { await watch.run() }
            }
            try? await gracefulShutdown()
            group.cancelAll()
        }
        await client.close()
    }

    /// A view stopped at a position. Any thread.
    public func viewStopped(_ view: String, at position: UInt64, reason: String) {
        do {
            try store.add([.viewStopped(view, at: position, reason: reason, time: .now)])
        } catch {
            logger.error(
                "webhooks are not told that a view stopped",
                metadata: ["view": "\(view)", "reason": "\(error)"])
        }
    }
}
