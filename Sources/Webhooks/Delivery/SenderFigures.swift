import CoreMetrics
import Vocabulary

/// What is counted of one webhook. The names stand in `Schemas/metrics.md`.
struct SenderFigures: Sendable {
    private let delivered: Counter
    private let refused: Counter
    private let failed: Counter
    private let time: CoreMetrics.Timer
    private let failing: Gauge
    private let lag: Gauge

    init(webhook: String) {
        func counter(_ result: String) -> Counter {
            Counter(
                label: "firstmile_webhook_deliveries_total",
                dimensions: [("webhook", webhook), ("result", result)])
        }
        (delivered, refused, failed) = (counter("delivered"), counter("refused"), counter("failed"))
        let dimensions = [("webhook", webhook)]
        time = CoreMetrics.Timer(label: "firstmile_webhook_delivery_seconds", dimensions: dimensions)
        failing = Gauge(label: "firstmile_webhook_failing_seconds", dimensions: dimensions)
        lag = Gauge(label: "firstmile_webhook_lag_events", dimensions: dimensions)
        show(failingSince: nil, lag: 0)
    }

    func count(_ outcome: WebhookClient.Outcome, took: Duration) {
        switch outcome {
        case .delivered: delivered.increment()
        case .refused: refused.increment()
        case .failed: failed.increment()
        }
        time.recordNanoseconds(Int64(took / .nanoseconds(1)))
    }

    func show(failingSince: Instant?, lag events: Int64) {
        let since = failingSince.map { Double((Instant.now - $0).nanoseconds) / 1e9 } ?? 0
        failing.record(max(0, since))
        lag.record(max(0, events))
    }
}
