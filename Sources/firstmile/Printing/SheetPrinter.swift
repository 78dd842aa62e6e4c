import Views

/// A table for programs: JSON, NDJSON or CSV.
struct SheetPrinter {
    let format: OutputFormat

    init(_ format: OutputFormat) { self.format = format }

    func print(_ table: ViewTable) throws {
        switch format {
        case .ndjson: for row in table.rows { Terminal.print(table.json(row: row)) }
        case .json:
            let rows = table.rows.map { table.json(row: $0) }
            Terminal.print("[" + rows.joined(separator: ",\n ") + "]")
        case .csv, .table:
            Terminal.print(table.columns.joined(separator: ","))
            for row in table.rows {
                Terminal.print(row.map { RowPrinter.csv($0.text) }.joined(separator: ","))
            }
        }
    }
}
