import ArgumentParser
import EventLog
import Explaining
import Views
import Vocabulary

/// `firstmile views list`
struct ViewsList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Every file of every view: which answers, how far it has come, how large it is.",
        discussion: "  firstmile views list --data ./firstmile-data")

    @OptionGroup var source: DataOption

    @Option(help: "table, json, ndjson or csv.")
    var format: OutputFormat = .table

    func run() throws {
        let directory = try source.directory()
        let end = try LogReader(directory: directory.log).end()
        let table = ViewTable(
            columns: ["view", "state", "version", "position", "lagEvents", "parked", "bytes", "file"],
            rows: try ViewFileInfo.all(in: directory.views).map { Self.row($0, end) })
        guard format == .table else { return try SheetPrinter(format).print(table) }
        var shown = Table([
            .init(title: "view"), .init(title: "state"), .init(title: "version", alignment: .right),
            .init(title: "position", alignment: .right), .init(title: "behind", alignment: .right),
            .init(title: "set aside", alignment: .right), .init(title: "size", alignment: .right),
            .init(title: "file"),
        ])
        for row in table.rows {
            let cells = row.map { $0 == .null ? "–" : $0.text }
            guard case .integer(let bytes) = row[6] else { continue }
            shown.add(Array(cells[..<6]) + [Figures.bytes(UInt64(bytes)), cells[7]])
        }
        shown.print()
    }

    private static func row(_ info: ViewFileInfo, _ end: UInt64) -> [ViewValue] {
        let next = info.checkpoint?.next.rawValue
        return [
            .text(info.view), .text(info.state.rawValue), info.version.map { .integer(Int64($0)) } ?? .null,
            next.map { .integer(Int64($0)) } ?? .null,
            next.map { .integer(Int64(end > $0 ? end - $0 : 0)) } ?? .null,
            info.checkpoint.map { .integer($0.parked) } ?? .null, .integer(Int64(info.bytes)),
            .text(info.path),
        ]
    }
}

/// `firstmile views drop-old`
struct ViewsDropOld: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop-old",
        abstract: "Remove the files that answered before a rebuild.",
        discussion: "  firstmile views drop-old\n  firstmile views drop-old score")

    @Argument(help: "Views; without any, all of them.")
    var names: [String] = []

    @OptionGroup var source: DataOption

    func run() throws {
        let directory = try source.directory()
        let old = try ViewFileInfo.all(in: directory.views).filter {
            $0.state == .old && (names.isEmpty || names.contains($0.view))
        }
        for view in Set(old.map(\.view)).sorted() {
            let bytes = ViewFileInfo.dropOld(of: view, in: directory.views)
            Terminal.print("\(view): \(Figures.bytes(bytes)) removed")
        }
        if old.isEmpty { Terminal.tell("there is no old file to remove") }
    }
}
