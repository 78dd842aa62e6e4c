import ArgumentParser
import EventLog
import Explaining
import Foundation
import Rulebook
import Vocabulary

/// `firstmile demo`
struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See it all at work: a daemon, a simulated day published to it, and the views.",
        discussion: """
            Starts a daemon of its own in a temporary directory, publishes from a second process over ZeroMQ, prints the
            views and one explanation, and ends cleanly. Nothing stays behind unless --keep DIR says where.

              firstmile demo
              firstmile demo --orders 20000 --seed 3 --keep ./demo-data
            """)

    @Option(help: "How many orders the day has.")
    var orders: UInt32 = 1200

    @Option(help: "The same seed gives the same day.")
    var seed: UInt64 = 7

    @Option(help: ArgumentHelp("Keep the data here, to look at afterwards.", valueName: "DIR"))
    var keep: String?

    func run() async throws {
        let stage = try DemoStage(keep: keep)
        defer { stage.tidy() }
        let daemon = try await stage.startDaemon()
        defer { daemon.terminate() }
        say("daemon", "process \(daemon.processIdentifier), listening on \(try stage.endpoint())")

        try stage.run(
            "simulate", "--orders", "\(orders)", "--seed", "\(seed)", "--days", "1", "--start",
            DemoStage.start, "--truth", stage.truth,
            into: stage.events)
        say(
            "simulate",
            "\(Figures.grouped(try stage.eventCount())) events of \(Figures.grouped(UInt64(orders))) orders, with every rule broken now and then"
        )

        let start = ContinuousClock.now
        let summary = try stage.publish()
        say(
            "publish",
            "from a second process, over ZeroMQ, in \(Figures.duration(start.duration(to: .now) / .seconds(1)))"
        )
        for line in summary.split(separator: "\n") { Terminal.print("             \(line)") }
        try await stage.settle()
        say(
            "settle",
            "facts in flight had their second (30 s in the shipped rulebook), every deadline is judged")

        for (title, arguments) in DemoStage.views {
            heading(title, arguments)
            try stage.show(arguments)
        }
        if let order = try stage.notable() {
            heading("one order, explained", ["explain", order])
            try stage.show(["explain", order])
        }
        try stage.end(daemon)
        Terminal.print("")
        say("end", "the daemon ended cleanly; \(keep.map { "its data is in \($0)" } ?? "its data is gone")")
        Terminal.print(
            "Next: firstmile serve, then publish events of your own (README.md, ten lines of Python).")
    }

    private func say(_ step: String, _ text: String) {
        Terminal.print(
            Style.good("✓") + " " + Style.strong(step.padding(toLength: 10, withPad: " ", startingAt: 0))
                + " " + text)
    }

    private func heading(_ title: String, _ arguments: [String]) {
        Terminal.print("")
        Terminal.print(Style.strong(title) + Style.faint("   firstmile " + arguments.joined(separator: " ")))
        Terminal.print("")
    }
}
