import ArgumentParser
import CAllocator
import EventLog
import Foundation
import Rulebook
import Views
import Vocabulary

/// `firstmile views rebuild`
struct ViewsRebuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Make views again from the first record, beside the old ones.",
        discussion: """
            Works beside a running daemon, or without one. The old file answers until the new one has read everything;
            then the new one takes its place at once. The old one is kept until it is dropped. Ended in the middle it
            leaves everything as it was.

              firstmile views rebuild
              firstmile views rebuild compliance score --diff
              firstmile views rebuild anomalies --drop-old
            """)

    @Argument(help: "Views; without any, all of them.")
    var names: [String] = []

    @Flag(help: "Compare every row with the old file, both as of the same position.")
    var diff = false

    @Option(help: ArgumentHelp("How many of the rows that differ are told.", valueName: "ROWS"))
    var diffLimit = 20

    @Flag(help: "Remove the old file once the new one answers.")
    var dropOld = false

    @Option(help: "table, json, ndjson or csv.")
    var format: OutputFormat = .table

    @Option(
        help: ArgumentHelp("Views in SQL, as of serve. (default: DATA/projections)", valueName: "DIR"))
    var projections: String?

    @OptionGroup var source: DataOption

    func validate() throws {
        guard diffLimit >= 0 else { throw ValidationError("--diff-limit: must be at least 0") }
    }

    func run() throws {
        firstmile_hold_allocator()
        let directory = try source.directory()
        let defined = try SQLProjection.all(in: projections ?? directory.projections)
        let views = try chosen(among: defined)
        let rules = (try? directory.rulebooks().first?.rules) ?? RulebookFile.shipped.rules
        let log = LogSource(directory: directory.log, under: rules, keepingBytes: !defined.isEmpty)
        let shared = SharedSource(log, patience: .seconds(5))
        let rebuilds = views.map {
            let (source, options) = (shared.share(), options(views.count))
            return switch $0 {
            case .builtIn(let name):
                name.rebuild(in: directory.views, from: source, under: rules, options: options)
            case .defined(let it):
                ViewRebuild(it, in: directory.views, from: source, under: rules, options: options)
            }
        }
        let end = try log.end()
        let start = ContinuousClock.now
        for rebuild in rebuilds { rebuild.start() }
        watch(rebuilds, to: end.rawValue)
        let seconds = start.duration(to: .now) / .seconds(1)
        try RebuildReport(
            statuses: rebuilds.map(\.status), records: end.rawValue, seconds: seconds, format: format
        )
        .print()
        if rebuilds.contains(where: { $0.status.error != nil }) { throw ExitCode.failure }
    }

    private enum Chosen {
        case builtIn(ViewName)
        case defined(SQLProjection)
    }

    private func chosen(among defined: [SQLProjection]) throws -> [Chosen] {
        guard !names.isEmpty else {
            return ViewName.allCases.map { .builtIn($0) } + defined.map { .defined($0) }
        }
        return try names.map { name in
            if let view = ViewName(rawValue: name) { return .builtIn(view) }
            if let view = defined.first(where: { $0.name == name }) { return .defined(view) }
            let all = ViewName.allCases.map(\.rawValue) + defined.map(\.name)
            throw ValidationError("\(name) is no view; there are \(all.joined(separator: ", "))")
        }
    }

    /// A quarter of the machine's memory, at about half a kilobyte a row and six large tables in the largest view.
    private func options(_ views: Int) -> RebuildOptions {
        var options = RebuildOptions()
        let memory = ProcessInfo.processInfo.physicalMemory / 4
        options.rows = max(65_536, Int(memory) / (views * 6 * 512))
        options.compares = diff
        options.differencesTold = diffLimit
        options.dropsOld = dropOld
        return options
    }

    private func watch(_ rebuilds: [ViewRebuild], to end: UInt64) {
        let progress = Progress("rebuilding", of: end, unit: "records")
        for rebuild in rebuilds {
            while !rebuild.wait(atMost: .milliseconds(100)) {
                let least = rebuilds.map { $0.status.reached.rawValue }.min() ?? 0
                progress.reached(least)
            }
        }
        progress.end()
    }
}
