import ArgumentParser
import Foundation
import Rulebook
import Views
import Vocabulary

/// `firstmile-bench views`
struct ViewsBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "views",
        abstract: "Views rebuilt from a log: from the first record to answering queries, indexes made.")

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
            let source = SharedSource(LogSource(directory: made.log, under: RulebookFile.shipped.rules))
            let rules = RulebookFile.shipped.rules
            let projectors = names.map { name in
                switch name {
                case Compliance.name:
                    Projector(Compliance.self, in: directory, from: source.share(), under: rules)
                case Anomalies.name:
                    Projector(Anomalies.self, in: directory, from: source.share(), under: rules)
                default: Projector(Score.self, in: directory, from: source.share(), under: rules)
                }
            }
            let start = ContinuousClock.now
            for projector in projectors { projector.start() }
            for projector in projectors {
                guard projector.wait(until: Position(made.records), atMost: .seconds(600)) else {
                    throw BenchError("a view did not get there: \(projector.status)")
                }
            }
            let seconds = start.duration(to: .now) / .seconds(1)
            for projector in projectors { projector.stop() }
            return Double(made.records) / seconds
        }
    }
}
