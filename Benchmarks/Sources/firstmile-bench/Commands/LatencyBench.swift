import ArgumentParser
import Foundation
import Wire

/// `firstmile-bench latency`
struct LatencyBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "Round trips: one upload at a time on an idle daemon, and batches at a fixed rate.")

    @Option(help: "Uploads sent one at a time.")
    var uploads = 3000
    @Option(help: "Events a second at the fixed rate.")
    var rate = 100_000
    @Option(help: "Events in a request at the fixed rate.")
    var batch = 100
    @Option(help: "Seconds of the fixed rate.")
    var seconds = 10
    @Option(help: "How often to measure.")
    var runs = 3
    @OptionGroup var place: Place
    @OptionGroup var daemon: DaemonOption

    func run() throws {
        for _ in 0..<runs { try idle() }
        for _ in 0..<runs { try steady() }
    }

    private func idle() throws {
        // Everything but the uploads goes in first, so that each upload has its order and gets its verdict.
        var others = Payloads(.protobuf, batch: 100)
        var single = Payloads(.json, batch: 1)
        var stream = try EventStream(events: uploads * 12, days: 30)
        try stream.lend(uploads * 12) { fact in
            if fact.isUpload, single.count < uploads { single.add(fact) } else { others.add(fact) }
        }
        others.finish()
        let process = try DaemonProcess(.daemon(daemon.path), in: place)
        defer { process.stop() }
        _ = try Load(window: 32).run(others, to: process.endpoint)
        _ = try process.waitForViews()
        Thread.sleep(forTimeInterval: 1)
        let cost = try SyncCost(in: process.directory)
        let latencies = try Pacing.oneByOne(single, to: process.endpoint)
        show("one upload at a time: \(latencies.summary)")
        show("  \(cost)")
    }

    private func steady() throws {
        let payloads = try Payloads.simulated(.protobuf, batch: batch, events: rate * seconds, days: 180)
        let process = try DaemonProcess(.daemon(daemon.path), in: place)
        defer { process.stop() }
        let before = process.sample
        let interval = UInt64(1e9 * Double(batch) / Double(rate))
        let latencies = try Pacing.steadily(
            payloads, every: interval, warmingUp: payloads.count / 10, to: process.endpoint)
        show("\(grouped(Double(rate))) events/s in batches of \(batch): \(latencies.summary)")
        show("  CPU s by thread: \(process.sample.busiest(since: before))")
        show("  views caught up \(number(try process.waitForViews(), 2)) s later")
    }
}
