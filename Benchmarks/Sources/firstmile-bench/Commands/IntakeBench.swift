import ArgumentParser
import Foundation
import Wire

/// `firstmile-bench intake`
struct IntakeBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake",
        abstract: "Acknowledged events a second: recorded, decided, synced and answered.")

    enum Shape: String, ExpressibleByArgument, CaseIterable {
        case protobufBatches = "protobuf"
        case jsonBatches = "json"
        case publishers

        var contentType: ContentType {
            switch self {
            case .protobufBatches: .protobuf
            case .jsonBatches: .jsonBatch
            case .publishers: .json
            }
        }

        var text: String {
            switch self {
            case .protobufBatches: "protobuf, batches of 100"
            case .jsonBatches: "JSON, batches of 100"
            case .publishers: "JSON, one event a message, 64 publishers"
            }
        }

        var load: Load {
            switch self {
            case .protobufBatches, .jsonBatches: Load(window: 128)
            case .publishers: Load(connections: 64, threads: 2, window: 64)
            }
        }
    }

    @Argument(help: "protobuf, json or publishers; else all three.")
    var shapes: [Shape] = Shape.allCases
    @Option(help: "Facts to publish in each run.")
    var events = 1_000_000
    @Option(help: "Days over which the simulated orders are placed.")
    var days = 180
    @Option(help: "How often to measure.")
    var runs = 3
    @Flag(help: "Without the views, which otherwise share the cores with the intake.")
    var bare = false
    @OptionGroup var place: Place
    @OptionGroup var daemon: DaemonOption

    func run() throws {
        for shape in shapes {
            let payloads = try Payloads.simulated(shape.contentType, batch: 100, events: events, days: days)
            var rates: [Double] = []
            show("\n\(shape.text)\(bare ? ", without views" : ""): \(grouped(Double(payloads.events))) facts")
            for _ in 0..<runs {
                let process = try DaemonProcess(bare ? .bareDoor : .daemon(daemon.path), in: place)
                defer { process.stop() }
                let cost = try SyncCost(in: process.directory, rounds: 200)
                let before = process.sample
                let outcome = try shape.load.run(payloads, to: process.endpoint)
                let after = process.sample
                rates.append(outcome.perSecond)
                show(
                    "  \(grouped(outcome.perSecond)) events/s in \(number(outcome.seconds, 2)) s; "
                        + "fdatasync p50 \(number(cost.median, 2)) ms")
                show("    CPU s by thread: \(after.busiest(since: before))")
                let spent = (after.cpuSeconds - before.cpuSeconds) / Double(outcome.events) * 1e6
                show("    daemon: \(number(spent, 2)) CPU s per million events; load average \(Load.average)")
                let log = try LogEnd.of("\(process.directory)/log")
                let views = bare ? "" : "; views caught up \(number(try process.waitForViews(), 2)) s later"
                show(
                    "    \(grouped(Double(log))) records in the log; "
                        + "peak RSS \(number(process.sample.peak, 0)) MiB\(views)")
            }
            report("= \(shape.text)\(bare ? ", without views" : "")", rates, "events/s")
        }
    }
}
