import EventLog
import Foundation
import Rulebook
import Views
import Vocabulary
import Wire

@testable import Webhooks

/// A real log, a store, and views made of that log, in a directory of their own.
final class Bench {
    let directory: URL
    let log: EventLog
    let store: WebhookStore
    private let encoder = RecordEncoder()
    static let rules = RulebookFile.shipped.rules

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-hooks-\(UUID().uuidString)")
        for name in ["log", "views"] {
            try FileManager.default.createDirectory(
                at: directory.appending(path: name), withIntermediateDirectories: true)
        }
        log = try EventLog.open(directory: directory.appending(path: "log").path)
        store = try WebhookStore(directory.appending(path: "webhooks.sqlite").path)
    }

    deinit {
        log.close()
        try? FileManager.default.removeItem(at: directory)
    }

    var views: String { directory.appending(path: "views").path }

    func open() throws -> LogReader { try LogReader(directory: directory.appending(path: "log").path) }

    /// Writes decisions, durable when it returns.
    func record(_ payloads: Payload...) {
        for payload in payloads {
            var bytes: [UInt8] = []
            encoder.encode(
                payload, id: "\(log.next)", time: Self.time, origin: .decision, cause: Position(0),
                into: &bytes)
            _ = unsafe bytes.withUnsafeBytes { unsafe log.append($0) }
        }
        log.commitIfIdle()
        while log.durable < log.next {
            log.commitIfIdle()
            _ = log.waitForRecords(beyond: log.next - 1, atMost: .milliseconds(50))
        }
    }

    static let time = Instant(seconds: 1_714_980_000)

    static func missed(_ order: OrderID, _ seller: SellerID = "store-1") -> Payload {
        .deadlineMissed(
            DeadlineMissed(
                orderID: order, sellerID: seller, handedOverAt: time, deadline: time + .hours(2),
                acceptedAt: nil))
    }

    static func near(_ order: OrderID, _ seller: SellerID = "store-1") -> Payload {
        .deadlineApproaching(
            DeadlineApproaching(
                orderID: order, sellerID: seller, deadline: time + .hours(2), minutesLeft: 10))
    }

    /// Makes the view `anomalies` of what the log holds.
    func makeAnomalies() throws {
        let source = LogSource(
            log, directory: directory.appending(path: "log").path, under: Self.rules)
        let projector = Projector(Anomalies.self, in: views, from: source, under: Self.rules)
        projector.start()
        _ = projector.wait(until: Position(log.durable), atMost: .seconds(20))
        projector.stop()
    }

    func anomalies(of webhook: Webhook) -> AnomalyNotices {
        AnomalyNotices(webhook, views: views, end: { [log] in log.durable })
    }

    static let secret = "whsec_" + Data((0..<32).map { UInt8($0) }).base64EncodedString()

    static func webhook(_ kinds: WebhookKind..., sellers: Set<String> = []) throws -> Webhook {
        Webhook(
            name: "ops", url: "http://127.0.0.1:1/", secrets: [try secretValue()], kinds: Set(kinds),
            sellers: sellers)
    }

    struct NoSecret: Error {}

    static func secretValue() throws -> WebhookSecret {
        guard let value = WebhookSecret(secret) else { throw NoSecret() }
        return value
    }
}

extension Notice {
    /// The CloudEvent.
    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }

    var data: [String: Any] { json["data"] as? [String: Any] ?? [:] }
}
