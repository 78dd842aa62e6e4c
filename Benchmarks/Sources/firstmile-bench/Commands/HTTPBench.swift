import ArgumentParser
import Foundation
import Wire

/// `firstmile-bench http`
struct HTTPBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract:
            "What programs and people wait for their answers, first of an idle daemon, then beside events at a fixed rate."
    )

    @Option(help: "Facts in the log before anybody asks; about fourteen make an order.")
    var before = 14_000_000
    @Option(help: "Events a second while the second half of the questions is asked.")
    var rate = 20_000
    @Option(help: "Seconds of each half.")
    var seconds = 60
    @Option(help: "Questions a second; the daemon refuses more than 50 of one address.")
    var questions = 40
    @Option(help: "Days over which the simulated orders are placed.")
    var days = 180
    @OptionGroup var place: Place
    @OptionGroup var daemon: DaemonOption

    func run() throws {
        let batch = 100
        var (known, noted) = (KnownOrders(), 0)
        let parts = try Payloads.simulated(
            .protobuf, batch: batch, parts: [before, rate * (seconds + 5)], days: days
        ) { fact in
            // Only what is there when the questions begin.
            if noted < before { known.note(fact) }
            noted += 1
        }
        let process = try DaemonProcess(.daemon(daemon.path), in: place, http: true)
        defer { process.stop() }
        _ = try Load(window: 128).run(parts[0], to: process.endpoint)
        let lag = try process.waitForViews()
        show("the views had read it \(number(lag, 1)) s after the last acknowledgement")
        show("\(grouped(Double(known.count))) orders, \(grouped(Double(before))) facts")
        let url = try process.url
        // What is asked for the first time is read from the disk, which says nothing about the daemon.
        _ = try HTTPAsker(url, known, questions: questions).ask(for: 5)
        let idle = try HTTPAsker(url, known, questions: questions).ask(for: seconds)
        let endpoint = process.endpoint
        let (rate, seconds) = (rate, seconds)
        let load = LoadInBackground {
            try Pacing.steadily(
                parts[1], every: UInt64(1e9 * Double(batch) / Double(rate)), warmingUp: 0, to: endpoint)
        }
        Thread.sleep(forTimeInterval: 2)
        let began = process.sample
        let busy = try HTTPAsker(url, known, questions: questions).ask(for: seconds)
        let after = process.sample
        show("  acknowledgements at \(grouped(Double(rate))) events/s: \(try load.finish().summary)")
        show("  CPU s by thread: \(after.busiest(since: began))")
        for question in HTTPQuestion.allCases {
            show("\(question.rawValue)")
            show("  idle: \(idle[question, default: .empty].summary)")
            show("  busy: \(busy[question, default: .empty].summary)")
        }
    }
}
