import Explaining
import Views
import Vocabulary

/// What came of rebuilding views.
struct RebuildReport {
    let statuses: [RebuildStatus]
    let records: UInt64
    let seconds: Double
    let format: OutputFormat

    func print() throws {
        guard format == .table else { return try SheetPrinter(format).print(table) }
        var shown = Table([
            .init(title: "view"), .init(title: "outcome"), .init(title: "position", alignment: .right),
            .init(title: "set aside", alignment: .right), .init(title: "rows that differ", alignment: .right),
        ])
        for status in statuses {
            let differ = status.difference.map { Figures.grouped(UInt64($0.rows)) } ?? "–"
            shown.add(
                [
                    status.view, status.error == nil ? "rebuilt" : "failed", String(status.reached.rawValue),
                    String(status.parked), differ,
                ], styles: [nil, status.error == nil ? .good : .bad])
        }
        shown.print()
        let rate = UInt64(Double(records) / max(seconds, 0.001))
        Terminal.print(
            Style.faint(
                "\(Figures.grouped(records)) records in \(Figures.decimal(seconds, 1)) s: "
                    + "\(Figures.grouped(rate)) records/s for all of them together"))
        for status in statuses {
            if let error = status.error { Terminal.tell(Style.bad("\(status.view): \(error)")) }
            if let difference = status.difference { tell(difference, of: status.view) }
        }
    }

    /// One object a view.
    private var table: ViewTable {
        ViewTable(
            columns: ["view", "outcome", "position", "parked", "error", "difference"],
            rows: statuses.map { status in
                [
                    .text(status.view), .text(status.error == nil ? "rebuilt" : "failed"),
                    .integer(Int64(status.reached.rawValue)), .integer(status.parked),
                    status.error.map { .text("\($0)") } ?? .null,
                    status.difference.map { .json($0.json) } ?? .null,
                ]
            })
    }

    private func tell(_ difference: ViewDifference, of view: String) {
        Terminal.print("")
        guard !difference.isEmpty else {
            let rows = difference.tables.reduce(0) { $0 + $1.new }
            return Terminal.print(
                "\(view): no row of \(Figures.grouped(UInt64(rows))) differs, at position \(difference.position)"
            )
        }
        Terminal.print("\(view) at position \(difference.position):")
        var tables = Table([
            .init(title: "table"), .init(title: "rows before", alignment: .right),
            .init(title: "now", alignment: .right), .init(title: "gone", alignment: .right),
            .init(title: "new", alignment: .right), .init(title: "changed", alignment: .right),
            .init(title: "columns not compared"),
        ])
        for it in difference.tables where !it.isEqual {
            tables.add(
                [it.name] + [it.old, it.new, it.onlyOld, it.onlyNew, it.changed].map { String($0) }
                    + [it.otherColumns.joined(separator: " ")])
        }
        tables.print(indent: 2)
        for name in difference.tablesOnlyInOld { Terminal.print("  \(name): only in the old file") }
        for name in difference.tablesOnlyInNew { Terminal.print("  \(name): only in the new file") }
        for row in difference.told { Terminal.print("  \(row.words)") }
    }
}

extension ViewDifference {
    fileprivate var rows: Int { tables.reduce(0) { $0 + $1.onlyOld + $1.onlyNew + $1.changed } }

    fileprivate var json: String {
        let tables = ViewTable(
            columns: ["table", "old", "new", "onlyOld", "onlyNew", "changed"],
            rows: tables.map { it in
                [.text(it.name)]
                    + [it.old, it.new, it.onlyOld, it.onlyNew, it.changed].map { .integer(Int64($0)) }
            })
        let told = ViewTable(
            columns: ["table", "kind", "key", "column", "old", "new"],
            rows: told.flatMap { row in
                let head: [ViewValue] = [.text(row.table), .text(row.kind.rawValue), .text(row.keyText)]
                let none: [ViewValue] = [.null, .null, .null]
                return row.changes.isEmpty
                    ? [head + none]
                    : row.changes.map {
                        head + [
                            .text($0.column), $0.old.map { .text($0) } ?? .null,
                            $0.new.map { .text($0) } ?? .null,
                        ]
                    }
            })
        return "{\"position\":\(position),\"tables\":\(tables.json),\"rows\":\(told.json)}"
    }
}

extension ViewDifference.Row {
    fileprivate var keyText: String { key.map { $0.value ?? "NULL" }.joined(separator: " ") }

    /// On one line.
    fileprivate var words: String {
        switch kind {
        case .onlyOld: "\(table) \(keyText): gone"
        case .onlyNew: "\(table) \(keyText): new"
        case .changed:
            "\(table) \(keyText): "
                + changes.map { "\($0.column) \($0.old ?? "NULL") → \($0.new ?? "NULL")" }.joined(
                    separator: ", ")
        }
    }
}
