import CoreMetrics
import EventLog
import Foundation
import Logging
import Vocabulary

/// Tells one receiver everything it is to be told, one event after the other, each until the receiver has it.
///
/// What waits lies in the log, in the views or in the store, never in memory: a receiver that is away for a day costs
/// this task a retry every few minutes, and nobody else anything.
actor WebhookSender {
    private let thread: OwnThread
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    private let webhook: Webhook
    private let store: WebhookStore
    private let client: WebhookClient
    private let log: EventLog
    private let inLog: LogNotices
    private let inAnomalies: AnomalyNotices
    private let logger: Logger
    private let figures: SenderFigures
    /// Looked through, but not written down: that nothing is to be sent from there needs no disk each time.
    private var scanned: [NoticeSource: (stored: WebhookStore.Place, reached: WebhookStore.Place)] = [:]
    private var storedAt = ContinuousClock.now
    /// The log was looked through up to here; nil while that is not known, or for one that is told nothing of it.
    private var inLogAt: Int64?
    private var failingSince: Instant?

    init(
        _ webhook: Webhook, store: WebhookStore, client: WebhookClient, log: EventLog,
        open: @escaping @Sendable () throws -> LogReader, views: String, logger: Logger
    ) {
        (self.webhook, self.store, self.client, self.log) = (webhook, store, client, log)
        inLog = LogNotices(webhook, log: log, open: open)
        inAnomalies = AnomalyNotices(webhook, views: views, end: { log.durable })
        thread = OwnThread(name: "webhook-\(webhook.name)")
        var logger = logger
        logger[metadataKey: "webhook"] = "\(webhook.name)"
        self.logger = logger
        figures = SenderFigures(webhook: webhook.name)
    }

    /// Until its task is cancelled. Nothing that goes wrong here ends it.
    func run() async {
        var told = ""
        while !Task.isCancelled {
            do {
                let worked = try await round()
                show()
                told = ""
                if !worked { try await Task.sleep(for: .milliseconds(250)) }
            } catch is CancellationError {
                break
            } catch {
                // A view being exchanged, a disk that is full: the same again in a while, told once.
                if told != "\(error)" {
                    told = "\(error)"
                    logger.error("a webhook cannot go on and tries again", metadata: ["reason": "\(error)"])
                }
                try? await Task.sleep(for: .seconds(5))
            }
        }
        writeDown(always: true)
    }

    /// A look at each source. False when there was nothing to do.
    private func round() async throws -> Bool {
        var worked = false
        for source in webhook.sources {
            guard var stored = try place(in: source) else { continue }
            let from = scanned[source]?.stored == stored ? scanned[source]?.reached ?? stored : stored
            let look = try look(in: source, from: from)
            let reached = WebhookStore.Place(next: look.scanned, key: look.key)
            if source == .log { inLogAt = look.scanned }
            guard let notice = look.notice else {
                scanned[source] = (stored, reached)
                if source == .log, look.scanned != from.next, look.scanned < inLog.end { worked = true }
                continue
            }
            // A view made anew may count from elsewhere; who skips the event compares with what is stored.
            if notice.next <= stored.next {
                guard try store.move(webhook.name, in: source, from: stored, to: reached) else { continue }
                stored = reached
            }
            if try await deliver(notice, in: source, from: stored), source == .log { inLogAt = notice.next }
            scanned[source] = nil
            worked = true
        }
        writeDown(always: false)
        return worked
    }

    /// Where it goes on; a new one begins where things end now. Nil while that cannot be said yet.
    private func place(in source: NoticeSource) throws -> WebhookStore.Place? {
        if let place = try store.place(of: webhook.name, in: source) { return place }
        let beginning = try store.beginning(of: webhook.name)
        let place: WebhookStore.Place
        switch source {
        // These have one since the settings were read.
        case .log, .news: return nil
        case .anomalies:
            guard let found = try inAnomalies.beginning(at: beginning) else { return nil }
            place = .init(next: found.scanned, key: found.key)
        }
        try store.move(webhook.name, in: source, from: nil, to: place)
        return place
    }

    private func look(in source: NoticeSource, from place: WebhookStore.Place) throws -> Look {
        switch source {
        case .log: try inLog.next(after: place.next)
        case .anomalies: try inAnomalies.next(after: place.next, key: place.key)
        case .news: try store.next(for: webhook, after: place.next)
        }
    }

    private func writeDown(always: Bool) {
        guard always || ContinuousClock.now - storedAt > .seconds(5) else { return }
        storedAt = .now
        for (source, places) in scanned where places.stored != places.reached {
            guard (try? store.move(webhook.name, in: source, from: places.stored, to: places.reached)) == true
            else { continue }
            scanned[source] = (places.reached, places.reached)
        }
    }

    // MARK: Delivering

    /// Returns when the receiver has it; or when somebody skipped it, false then.
    private func deliver(
        _ notice: Notice, in source: NoticeSource, from stored: WebhookStore.Place
    ) async throws -> Bool {
        var failures: Int64 = 0
        while true {
            try Task.checkCancellation()
            // Somebody may have skipped it.
            guard try store.place(of: webhook.name, in: source) == stored else {
                logger.notice("an event of a webhook was skipped", metadata: about(notice, [:]))
                failingSince = nil
                return false
            }
            let begun = ContinuousClock.now
            let now = Instant.now
            let outcome = await client.post(
                notice.body, id: notice.id, to: webhook, at: now.nanoseconds / 1_000_000_000)
            // Who ends the daemon breaks off what is under way: that is not the receiver's doing.
            if case .failed = outcome { try Task.checkCancellation() }
            figures.count(outcome, took: ContinuousClock.now - begun)
            var asked: Double?
            let reason: String
            switch outcome {
            case .delivered(let status):
                try store.delivered(notice, of: webhook.name, in: source, from: stored, at: .now)
                logger.debug("delivered", metadata: about(notice, ["status": .stringConvertible(status)]))
                recovered()
                return true
            case .refused(let status, let retryAfter):
                (reason, asked) = ("it answered \(status)", retryAfter)
            case .failed(let why): reason = why
            }
            failures += 1
            let pause = Backoff.pause(after: failures, asked: asked, chance: .random(in: 0...1))
            let again = now + Interval(nanoseconds: Int64(pause * 1e9))
            try store.failed(
                notice, of: webhook.name, in: source, error: reason, at: now, again: again)
            if failures == 1 {
                failingSince = failingSince ?? now
                logger.warning(
                    "a webhook's receiver did not take an event; it is sent again until it does",
                    metadata: about(notice, ["reason": "\(reason)"]))
            }
            try await sleep(pause, until: source, moves: stored)
        }
    }

    private func recovered() {
        if failingSince != nil { logger.notice("a webhook's receiver takes events again") }
        failingSince = nil
    }

    /// In pieces: an operator who skips the event does not wait five minutes.
    private func sleep(
        _ seconds: Double, until source: NoticeSource, moves stored: WebhookStore.Place
    ) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            show()
            try await Task.sleep(for: min(.seconds(1), end - ContinuousClock.now))
            guard try store.place(of: webhook.name, in: source) == stored else { return }
        }
    }

    /// Records of the log that were not looked through.
    var lag: Int64 { inLogAt.map { max(0, inLog.end - $0) } ?? 0 }

    private func show() { figures.show(failingSince: failingSince, lag: lag) }

    private func about(_ notice: Notice, _ more: Logger.Metadata) -> Logger.Metadata {
        var metadata = more
        metadata["event"] = "\(notice.id)"
        metadata["kind"] = "\(notice.kind.rawValue)"
        if let position = notice.position { metadata["position"] = .stringConvertible(position) }
        if let order = notice.order { metadata["orderId"] = "\(order)" }
        return metadata
    }
}

extension Instant {
    /// By the machine's clock.
    static var now: Instant { Instant(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9)) }
}
