import ArgumentParser
import EventLog
import Explaining
import Foundation
import Replay
import Rulebook
import Views
import Vocabulary

/// `firstmile replay`
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Ask the log how things stood, or how they would stand under other rules or other facts.",
        discussion: """
            Reads the log and folds it in a directory that is thrown away: nothing is written to the daemon's data,
            sent or changed. Works beside a running daemon.

            How things stood: the view of a log that ends at a position or a time. What stands behind --view NAME is as
            in firstmile view.

              firstmile replay --to-time 2024-05-06T12:00:00+08:00 --view compliance --status awaiting-number
              firstmile replay --to-position 120000 --view anomalies --open

            What if: every decision is made again from the facts, and compared with the recorded one.

              firstmile replay --rulebook candidate.yaml
              firstmile replay --rulebook candidate.yaml --from 2024-03-01 --to 2024-04-01 --sellers store-1,store-2
              firstmile replay --without exemption-decided
              firstmile replay --shift number-uploaded=-30min --format html > what-if.html
              firstmile replay --rulebook candidate.yaml --view score
            """)

    @OptionGroup(title: "How things stood") var past: PastOptions
    @OptionGroup(title: "What if") var change: ChangeOptions

    @Option(help: ArgumentHelp("Show this view instead of the differences.", valueName: "NAME"))
    var view: AskedView?

    @Option(help: ArgumentHelp("Of the orders that change, list so many; 0 is all.", valueName: "N"))
    var limit: Int = 20

    @Option(help: "table, json, csv (the orders that change) or html (one page with charts).")
    var format: ReplayFormat = .table

    @Option(help: "en or zh: of the table and the page.")
    var lang: Language = .en

    @OptionGroup var source: DataOption

    @Argument(parsing: .allUnrecognized, help: .hidden)
    var viewOptions: [String] = []

    func validate() throws {
        if view == nil, let first = viewOptions.first {
            throw ValidationError(
                "unknown option or argument \(first); firstmile replay --help tells which there are")
        }
        guard view != nil || change.isAsked else {
            throw ValidationError(
                "what is to be replayed? --view NAME with --to-time or --to-position, or --rulebook, --without or --shift"
            )
        }
        if view != nil, format == .html {
            throw ValidationError("--format html: a view has no page; take table, json, ndjson or csv")
        }
    }

    func run() throws {
        let directory = try source.directory()
        let log = try LogReader(directory: directory.log)
        let end = try past.end(of: log)
        if let view { return try show(view, directory, before: end) }
        try compare(directory, before: end)
    }
}

/// How a replay is printed.
enum ReplayFormat: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case ndjson
    case csv
    case html
}

/// Where the log is taken to end.
struct PastOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The log as it was before the record at this position.", valueName: "POSITION"))
    var toPosition: UInt64?

    @Option(help: ArgumentHelp("The log as it was at this time of its own, RFC 3339.", valueName: "TIME"))
    var toTime: String?

    /// One past the last record that counts; nil: all do.
    func end(of log: LogReader) throws -> UInt64? {
        guard let toTime else { return toPosition }
        guard toPosition == nil else { throw ValidationError("--to-time: --to-position says it already") }
        // What was recorded at that very time had happened.
        return try log.position(atTime: try Time.parse(toTime, option: "--to-time").nanoseconds + 1)
    }
}
