import ArgumentParser
import Foundation
import Histogram
import Synchronization
import Views
import Vocabulary
import Wire

/// `firstmile-bench rebuild`
struct RebuildBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract:
            "Views rebuilt beside a daemon that takes events at a fixed rate, while somebody asks them all the time."
    )

    @Option(help: "Facts in the log before the rebuild begins.")
    var before = 2_000_000
    @Option(help: "Events a second while it goes on.")
    var rate = 20_000
    @Option(help: "Seconds of that rate.")
    var seconds = 60
    @Option(help: "Days over which the simulated orders are placed.")
    var days = 180
    @OptionGroup var place: Place
    @OptionGroup var daemon: DaemonOption

    func run() throws {
        let batch = 100
        let parts = try Payloads.simulated(
            .protobuf, batch: batch, parts: [before, rate * seconds], days: days)
        let process = try DaemonProcess(.daemon(daemon.path), in: place)
        defer { process.stop() }
        _ = try Load(window: 128).run(parts[0], to: process.endpoint)
        _ = try process.waitForViews()
        let endpoint = process.endpoint
        let load = LoadInBackground {
            try Pacing.steadily(
                parts[1], every: UInt64(1e9 * Double(batch) / Double(rate)), warmingUp: 0, to: endpoint)
        }
        Thread.sleep(forTimeInterval: 2)
        let asker = Asker("\(process.directory)/views")
        let rebuild = Process()
        rebuild.executableURL = URL(filePath: daemon.path)
        rebuild.arguments = ["views", "rebuild", "--data", process.directory]
        let start = ContinuousClock.now
        try rebuild.run()
        rebuild.waitUntilExit()
        let took = start.duration(to: .now) / .seconds(1)
        let asked = asker.finish()
        let isLoadOver = load.isOver
        let latencies = try load.finish()
        let lag = try process.waitForViews()
        guard rebuild.terminationStatus == 0 else { throw BenchError("the rebuild failed") }
        show("all views rebuilt in \(number(took, 1)) s\(isLoadOver ? ", longer than events came" : "")")
        show(
            "  questions: \(asked.latencies.summary); \(asked.failures.count) failed \(asked.failures.prefix(3))"
        )
        show("  acknowledgements at \(grouped(Double(rate))) events/s: \(latencies.summary)")
        show("  views caught up \(number(lag, 2)) s after the last event")
    }
}

/// Asks for rows, again and again, as the page of somebody on shift does.
private final class Asker: Sendable {
    private let isOver = Shared(Atomic(false))
    private let answers = Shared(
        Mutex((latencies: Latencies(numberOfSignificantValueDigits: .three), failures: [String]())))
    private let thread: BenchThread

    init(_ directory: String) {
        let (isOver, answers) = (isOver, answers)
        thread = BenchThread("asker") {
            while !isOver.value.load(ordering: .relaxed) {
                for view in [Compliance.name, Anomalies.name] {
                    let start = ContinuousClock.now
                    let result = Result {
                        var filter = ViewFilter()
                        filter.limit = 50
                        return try ViewReader(view, in: directory).rows(filter)
                    }
                    let took = UInt64(max(1, start.duration(to: .now) / .nanoseconds(1)))
                    answers.value.withLock {
                        switch result {
                        case .success: $0.latencies.record(took)
                        case .failure(let error): $0.failures.append("\(view): \(error)")
                        }
                    }
                }
                usleep(20_000)
            }
        }
    }

    func finish() -> (latencies: Latencies, failures: [String]) {
        isOver.value.store(true, ordering: .relaxed)
        thread.join()
        return answers.value.withLock { ($0.latencies, $0.failures) }
    }
}
