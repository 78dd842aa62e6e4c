import ArgumentParser
import Foundation
import Rulebook
import Views
import Vocabulary

/// `firstmile-bench views`
struct ViewsBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "views",
        abstract:
            "Views rebuilt from a log as 'views rebuild' does it: from the first record to a synced file that answers."
    )

    @Option(help: "Facts in the log; decisions come on top.")
    var facts = 1_000_000
    @Option(help: "Days over which the simulated orders are placed.")
    var days = 180
    @Option(help: "How often to measure.")
    var runs = 3
    @Option(help: ArgumentHelp("A data directory made before; it is kept.", valueName: "DIR"))
    var log: String?
    @OptionGroup var place: Place

    func run() throws {
        let made = try log.map { try MadeLog(existing: $0) } ?? MadeLog(facts: facts, days: days, in: place)
        defer { if log == nil { place.remove(made.directory) } }
        for name in [Compliance.name, Anomalies.name, Score.name] {
            report("\(name) alone", try measure([name], made), "records/s")
        }
        report("all three", try measure([Compliance.name, Anomalies.name, Score.name], made), "records/s")
    }

    private func measure(_ names: [String], _ made: MadeLog) throws -> [Double] {
        try (0..<runs).map { _ in
            let directory = try place.fresh()
            defer { place.remove(directory) }
            let rules = RulebookFile.shipped.rules
            let source = SharedSource(LogSource(directory: made.log, under: rules), patience: .seconds(5))
            let rebuilds = names.map { name in
                switch name {
                case Compliance.name:
                    ViewRebuild(Compliance.self, in: directory, from: source.share(), under: rules)
                case Anomalies.name:
                    ViewRebuild(Anomalies.self, in: directory, from: source.share(), under: rules)
                default: ViewRebuild(Score.self, in: directory, from: source.share(), under: rules)
                }
            }
            let start = ContinuousClock.now
            for rebuild in rebuilds { rebuild.start() }
            for rebuild in rebuilds {
                guard rebuild.wait(atMost: .seconds(600)), rebuild.status.phase == .done else {
                    throw BenchError("a view did not get there: \(rebuild.status)")
                }
            }
            let seconds = start.duration(to: .now) / .seconds(1)
            return Double(made.records) / seconds
        }
    }
}
