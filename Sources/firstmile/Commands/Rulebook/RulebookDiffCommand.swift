import ArgumentParser
import Rulebook
import Wire

/// `firstmile rulebook diff`
struct RulebookDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract:
            "What another rulebook would change: each place with its value before and after, and its clause.",
        discussion: """
            Entries of lists are compared by their id, country or code, not by their place. The table cuts long values;
            the other formats have them whole. Exit code 0 either way.

              firstmile rulebook diff shipped my-rules.yaml
              firstmile rulebook diff firstmile-2023-11@1a2b3c4d my-rules.yaml --data ./firstmile-data
            """)

    @Argument(help: ArgumentHelp("The older one: a file, `shipped`, or name@hash8.", valueName: "BEFORE"))
    var before: String

    @Argument(help: ArgumentHelp("The newer one.", valueName: "AFTER"))
    var after: String

    @Option(help: "table, json, ndjson or csv.")
    var format: OutputFormat = .table

    @Option(name: .long, help: ArgumentHelp("Where a name@hash8 is looked up.", valueName: "DIR"))
    var data: String = Settings.defaultData

    func run() throws {
        let directory = DataDirectory(path: data)
        let diff = try RulebookDiff(
            from: try directory.rulebook(named: before), to: try directory.rulebook(named: after))
        switch format {
        case .table: printTable(diff)
        case .json: Terminal.print("[" + diff.changes.map(\.json).joined(separator: ",\n ") + "]")
        case .ndjson: for change in diff.changes { Terminal.print(change.json) }
        case .csv:
            Terminal.print("path,before,after,clause")
            for change in diff.changes {
                let cells = [change.path, change.before ?? "", change.after ?? "", change.clause ?? ""]
                Terminal.print(cells.map(RowPrinter.csv).joined(separator: ","))
            }
        }
    }

    private func printTable(_ diff: RulebookDiff) {
        guard !diff.changes.isEmpty else { return Terminal.print("no difference") }
        var table = Table([
            .init(title: "place", limit: 48), .init(title: before, limit: 36), .init(title: after, limit: 36),
            .init(title: "clause", limit: 40),
        ])
        for change in diff.changes {
            table.add(
                [change.path, change.before ?? "–", change.after ?? "–", change.clause ?? ""],
                styles: [nil, .bad, .good, .faint])
        }
        table.print()
        Terminal.print(Style.faint("\(diff.changes.count) change\(diff.changes.count == 1 ? "" : "s")"))
    }
}

extension RulebookDiff.Change {
    /// One object; what is absent is null.
    var json: String {
        let fields = [("path", path), ("before", before), ("after", after), ("clause", clause)]
        return "{" + fields.map { "\"\($0)\":\($1.map(JSONText.quoted) ?? "null")" }.joined(separator: ",")
            + "}"
    }
}
