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
    ///
    /// Goes through the bytes: the nomenclature has half a million of them.
    init(_ text: String) {
        var rows: [Row] = []
        var cells: [String] = []
        var cell: [UInt8] = []
        var (line, isQuoted, closed, isBlank) = (1, false, false, true)
        func endCell() {
            cells.append(String(decoding: cell, as: UTF8.self))
            cell.removeAll(keepingCapacity: true)
        }
        func endLine() {
            endCell()
            if !isBlank { rows.append(Row(line: line, cells: cells)) }
            cells.removeAll(keepingCapacity: true)
            (line, isQuoted, closed, isBlank) = (line + 1, false, false, true)
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"):
                endLine()
                continue
            case UInt8(ascii: "\""):
                // The second of two quotes inside a quoted field stands for one.
                if closed { cell.append(byte) }
                closed = isQuoted
                isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted:
                endCell()
                closed = false
            default:
                cell.append(byte)
                closed = false
            }
            if byte > 0x20 { isBlank = false }
        }
        if !cell.isEmpty || !cells.isEmpty { endLine() }
        header = rows.first?.cells ?? []
        self.rows = Array(rows.dropFirst())
    }
}
