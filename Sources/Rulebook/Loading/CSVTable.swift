/// Rows of a comma-separated text (RFC 4180: quotes around fields with commas, doubled inside).
struct CSVTable {
    struct Row {
        /// Line of the text, from 1.
        let line: Int
        let cells: [String]
    }

    let header: [String]
    let rows: [Row]

    /// Empty lines are skipped; a quoted field must close on its own line.
    init(_ text: String) {
        var rows: [Row] = []
        for (at, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            rows.append(Row(line: at + 1, cells: Self.cells(line)))
        }
        header = rows.first?.cells ?? []
        self.rows = Array(rows.dropFirst())
    }

    private static func cells(_ line: Substring) -> [String] {
        var cells = [""]
        var quoted = false
        var rest = line
        while let sign = rest.popFirst() {
            switch (sign, quoted) {
            case ("\"", true) where rest.first == "\"":
                rest.removeFirst()
                cells[cells.count - 1].append("\"")
            case ("\"", _): quoted.toggle()
            case (",", false): cells.append("")
            default: cells[cells.count - 1].append(sign)
            }
        }
        return cells
    }
}
