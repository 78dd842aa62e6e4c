import ArgumentParser
import Explaining
import Intake
import Rulebook
import Vocabulary
import Wire

/// `firstmile rulebook show`
struct RulebookShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Print the rulebook in force, or which rulebooks there are.",
        discussion: """
            Without a name: those in the daemon's log, and the text of the one in force at --at (now, if left out).
            `--list` tells only which there are; without a log the shipped one is shown. A new rulebook is best begun
            from `shipped --whole`, which needs no files beside it.

              firstmile rulebook show --list
              firstmile rulebook show --at 2024-05-06T00:00:00+08:00 > rules.yaml
              firstmile rulebook show shipped --whole > my-rules.yaml
            """)

    @Argument(help: ArgumentHelp("A file, `shipped`, or name@hash8.", valueName: "RULEBOOK"))
    var name: String?

    @Option(help: ArgumentHelp("The one in force then, RFC 3339.", valueName: "TIME"))
    var at: String?

    @Flag(help: "Only which rulebooks there are, and from when on each judges.")
    var list = false

    @Flag(help: "With the files it refers to, as the log holds it.")
    var whole = false

    @Option(help: "With --list: table, json, ndjson or csv.")
    var format: OutputFormat = .table

    @Option(name: .long, help: ArgumentHelp("The daemon's data directory.", valueName: "DIR"))
    var data: String = Settings.defaultData

    func validate() throws {
        if name != nil, at != nil || list {
            throw ValidationError("a named rulebook needs neither --at nor --list")
        }
    }

    func run() throws {
        let directory = DataDirectory(path: data)
        if let name { return show(try directory.rulebook(named: name)) }
        var files = directory.exists ? try directory.rulebooks() : []
        if files.isEmpty { files = [.shipped] }
        if list { return printList(files) }
        let moment = try at.map { try Time.parse($0, option: "--at") } ?? SystemClock().now()
        let wanted = files.timetable[at: moment]
        guard let file = files.last(where: { $0.rules.identity == wanted.identity }) else { return }
        Terminal.tell(
            "\(file.rules.identity), in force from \(LocalTime.text(file.rules.effectiveFrom)) on")
        show(file)
    }

    private func show(_ file: RulebookFile) {
        Terminal.write(whole ? file.content : file.mainText, to: 1)
    }

    private func printList(_ files: [RulebookFile]) {
        let inForce = files.timetable.elements
        let rows = files.enumerated().map { index, file -> [String] in
            let place = inForce.firstIndex { $0.identity == file.rules.identity }
            let isLast = files.lastIndex { $0.rules.effectiveFrom == file.rules.effectiveFrom } == index
            let until = place.flatMap { $0 + 1 < inForce.count ? inForce[$0 + 1].effectiveFrom : nil }
            return [
                file.rules.identity.text, file.rules.effectiveFrom.text, until?.text ?? "",
                place != nil && isLast ? state(file.rules, until) : "replaced", "sha256:\(file.hash)",
            ]
        }
        /// Now, for what is judged at its own time: the first also before it begins.
        func state(_ rules: Rulebook, _ until: Instant?) -> String {
            if let until, until <= SystemClock().now() { return "ended" }
            let isFirst = inForce.first?.identity == rules.identity
            return rules.effectiveFrom <= SystemClock().now() || isFirst ? "in force" : "to come"
        }
        let titles = ["rulebook", "from", "until", "state", "hash"]
        switch format {
        case .table:
            var table = Table(titles.map { Table.Column(title: $0) })
            for row in rows {
                table.add([
                    row[0], LocalTime.text(Instant(rfc3339: row[1]) ?? SystemClock().now()),
                    Instant(rfc3339: row[2]).map { LocalTime.text($0) } ?? "until further notice", row[3],
                    row[4],
                ])
            }
            table.fitted(to: Terminal.columns).print()
        case .csv:
            Terminal.print(titles.joined(separator: ","))
            for row in rows { Terminal.print(row.map(RowPrinter.csv).joined(separator: ",")) }
        case .json, .ndjson:
            let objects = rows.map { row in
                "{"
                    + zip(titles, row).map { "\"\($0)\":\($1.isEmpty ? "null" : JSONText.quoted($1))" }
                    .joined(separator: ",") + "}"
            }
            Terminal.print(
                format == .json
                    ? "[" + objects.joined(separator: ",\n ") + "]" : objects.joined(separator: "\n"))
        }
    }
}
