import CoreMetrics
import Foundation
import Intake
import Views
import Vocabulary

@testable import Feed
@testable import Monitoring

/// A daemon of which everything can be told.
enum Sample {
    static var standing: Standing {
        var standing = Standing()
        standing.version = "0.1.0"
        standing.now = Instant(nanoseconds: 1_700_000_000_000_000_000)
        standing.durable = 1000
        standing.intake.isListening = true
        standing.intake.problems = ["busy": 2]
        var feed = FeedFigures()
        feed.isListening = true
        feed.requests = ["FETCH": 9]
        feed.problems = ["busy": 1]
        feed.consumers = [
            .init(name: "erp", position: 900, committedAt: 1_700_000_000_000_000_000, members: 1)
        ]
        standing.feed = feed
        standing.views = ["compliance", "score"].map { name in
            var status = ProjectorStatus(view: name)
            status.phase = .following
            return status
        }
        standing.openDeadlines = [1, 2, 3, 4]
        standing.process = .now()
        standing.disk = .now(of: "/tmp/none")
        standing.disk.used = [("log", 1)]
        return standing
    }

    static var page: MetricsPage { MetricsPage(standing) }

    /// What comes through swift-metrics, under the names of the table.
    static func count(in registry: MetricsRegistry) {
        for result in ["delivered", "refused", "failed"] {
            Counter(
                label: Metric.webhookDeliveries.name, dimensions: [("webhook", "ops"), ("result", result)],
                factory: registry
            ).increment()
        }
        CoreMetrics.Timer(
            label: Metric.webhookSeconds.name, dimensions: [("webhook", "ops")], factory: registry
        )
        .recordMilliseconds(12)
        for metric in [Metric.webhookFailing, .webhookLag] {
            Gauge(label: metric.name, dimensions: [("webhook", "ops")], factory: registry).record(0)
        }
    }
}

/// Prometheus's own tool, from Debian's package `prometheus`.
enum Promtool {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let path: String? = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    static func run(
        _ program: String, _ arguments: [String], input: String = ""
    ) throws -> (text: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let (into, out) = (Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (into, out, out)
        try process.run()
        try into.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try into.fileHandleForWriting.close()
        let text = String(decoding: try out.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (text, process.terminationStatus)
    }
}
