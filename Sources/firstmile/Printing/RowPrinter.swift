import Explaining
import Views

/// A view's answer, for people or for programs.
struct RowPrinter {
    /// Nil: somebody's own view, whose columns are shown as they are.
    let name: ViewName?
    let format: OutputFormat
    /// Of the table's titles; programs get the same in every language.
    var language = Language.en
    /// The view's figures instead of its rows.
    var isSummary = false

    /// - Parameter total: how many rows matched, when only some are shown.
    func print(_ table: ViewTable, total: Int?) throws {
        switch format {
        case .ndjson: for row in table.rows { Terminal.print(table.json(row: row)) }
        case .json:
            let rows = table.rows.map { table.json(row: $0) }
            Terminal.print("[" + rows.joined(separator: ",\n ") + "]")
        case .csv:
            Terminal.print(table.columns.joined(separator: ","))
            for row in table.rows { Terminal.print(row.map { Self.csv($0.text) }.joined(separator: ",")) }
        case .table: printTable(table, total)
        }
    }

    private func printTable(_ table: ViewTable, _ total: Int?) {
        // A score is grouped in one way: the columns of the other ways stay away.
        var columns = columns(of: table).filter {
            table.columns.contains($0.name) && ($0.only == nil || $0.only == language)
        }
        var shown = cells(of: table, in: columns)
        // On a narrow terminal what matters least goes first; a wrapped table cannot be read.
        while shown.width > Terminal.columns, let least = columns.lastIndex(where: \.canGo) {
            columns.remove(at: least)
            shown = cells(of: table, in: columns)
        }
        shown.fitted(to: Terminal.columns).print()
        if let total, total > table.rows.count {
            Terminal.print(
                Style.faint(
                    language(
                        "\(table.rows.count) of \(total) rows; --limit 0 shows all",
                        "共 \(total) 行，显示 \(table.rows.count) 行；--limit 0 显示全部")))
        } else if table.rows.isEmpty {
            Terminal.print(Style.faint(language("no rows", "没有数据")))
        }
    }

    private func cells(of table: ViewTable, in columns: [ShownColumn]) -> Table {
        var shown = Table(
            columns.map {
                Table.Column(title: language($0.title, $0.zh), alignment: $0.alignment, limit: $0.limit)
            })
        for index in table.rows.indices {
            let cells = columns.map { column in column.text(table[index, column.name] ?? .null) }
            let words = zip(columns, cells).map { language($0.1, $0.0.words[$0.1] ?? $0.1) }
            shown.add(words, styles: zip(columns, cells).map { $0.0.style?($0.1) })
        }
        return shown
    }

    private func columns(of table: ViewTable) -> [ShownColumn] {
        if isSummary { return ShownColumn.summary }
        return switch name {
        case .compliance: ShownColumn.compliance
        case .anomalies: ShownColumn.anomalies
        case .score: ShownColumn.score
        case .exemptions: ShownColumn.exemptions
        case .onboarding: ShownColumn.onboarding
        case .fees: ShownColumn.fees
        case nil:
            table.columns.map { ShownColumn(name: $0, title: $0, zh: $0, limit: 60) }
        }
    }

    /// A cell as RFC 4180 wants it.
    static func csv(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
