import ArgumentParser
import Explaining
import Quarantine
import Vocabulary

/// `firstmile quarantine list`
struct QuarantineList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "What was refused, the newest first.",
        discussion: "  firstmile quarantine list --open --source erp/dianxiaomi-1 --format ndjson")

    @Option(help: "Only this code, such as missing-field.")
    var code: String?

    @Option(name: .customLong("source"), help: "Only from this CloudEvents source.")
    var eventSource: String?

    @Option(help: "Only of this ERP account.")
    var erpAccount: String?

    @Option(help: ArgumentHelp("Only what was refused then or later.", valueName: "TIME"))
    var since: String?

    @Flag(help: "Only what was not sent again.")
    var open = false

    @Option(help: "At most so many; 0 shows all.")
    var limit: Int = 100

    @Option(help: "table, json, ndjson or csv.")
    var format: OutputFormat = .table

    @OptionGroup var source: DataOption

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit: must not be negative, is \(limit)") }
        _ = try filter()
    }

    func run() throws {
        let reader = try source.quarantine()
        let entries = try reader?.entries(filter()) ?? []
        switch format {
        case .ndjson: for entry in entries { Terminal.print(entry.json(withEvent: false)) }
        case .json:
            Terminal.print("[" + entries.map { $0.json(withEvent: false) }.joined(separator: ",\n ") + "]")
        case .csv:
            Terminal.print(QuarantineEntry.columns.joined(separator: ","))
            for entry in entries {
                Terminal.print(entry.cells.map { RowPrinter.csv($0.text) }.joined(separator: ","))
            }
        case .table:
            table(entries).fitted(to: Terminal.columns).print()
            if let figures = try reader?.figures() { tell(figures, shown: entries.count) }
        }
    }

    private func filter() throws -> QuarantineReader.Filter {
        var filter = QuarantineReader.Filter()
        (filter.code, filter.source, filter.erpAccount, filter.open) = (code, eventSource, erpAccount, open)
        filter.since = try since.map { try Time.parse($0, option: "--since").nanoseconds }
        filter.limit = limit
        return filter
    }

    private func table(_ entries: [QuarantineEntry]) -> Table {
        var table = Table([
            .init(title: "id", alignment: .right), .init(title: "last refused (UTC)"),
            .init(title: "times", alignment: .right), .init(title: "source"), .init(title: "event"),
            .init(title: "code"), .init(title: "field"), .init(title: "fix", limit: 60),
            .init(title: "sent again"),
        ])
        for entry in entries {
            let event = entry.event
            let time = Instant(nanoseconds: entry.lastRefusedAt).text.dropLast().split(separator: "T")
            table.add(
                [
                    "\(entry.id)", time.joined(separator: " "), "\(entry.times)", event.source ?? "–",
                    event.eventID ?? "–", event.code, event.field.isEmpty ? "–" : event.field, event.fix,
                    entry.resent.map { "\($0.status) at \($0.position)" } ?? "–",
                ], styles: [nil, nil, nil, nil, nil, entry.resent == nil ? .bad : .good])
        }
        return table
    }

    private func tell(_ figures: QuarantineReader.Figures, shown: Int) {
        let share = figures.limitBytes > 0 ? figures.bytes * 100 / figures.limitBytes : 0
        Terminal.print(
            Style.faint(
                "\(shown) of \(figures.entries) entries, \(figures.open) not sent again; \(share) % of "
                    + "\(Figures.bytes(UInt64(max(0, figures.limitBytes)))) used, kept for \(figures.limitDays) days"
            ))
        if share >= 80 { Terminal.print(Style.warning("the oldest will soon be dropped")) }
        for line in figures.losses { Terminal.print(Style.warning(line)) }
    }
}

extension QuarantineReader.Figures {
    /// What was let go, in words; empty when nothing was.
    var losses: [String] {
        var lines: [String] = []
        if dropped > 0, let droppedUpTo {
            lines.append("\(dropped) were dropped, refused up to \(Instant(nanoseconds: droppedUpTo).text)")
        }
        if notKept > 0 { lines.append("\(notKept) were refused and could not be kept") }
        return lines
    }
}
