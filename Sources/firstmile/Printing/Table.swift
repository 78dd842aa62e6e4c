/// Rows under a header, each column as wide as its widest cell; numbers to the right.
struct Table {
    enum Alignment: Sendable { case left, right }

    struct Column {
        let title: String
        var alignment = Alignment.left
        /// Longer cells are cut with an ellipsis; nil shows them whole.
        var limit: Int?
    }

    let columns: [Column]
    private(set) var rows: [[String]] = []
    private var styles: [[Style?]] = []

    init(_ columns: [Column]) { self.columns = columns }

    init(_ titles: String...) { columns = titles.map { Column(title: $0) } }

    mutating func add(_ cells: [String], styles: [Style?] = []) {
        rows.append(zip(cells, columns).map { Self.cut($0, to: $1.limit) })
        self.styles.append(styles)
    }

    /// The lines, without a trailing one.
    func lines(indent: Int = 0) -> [String] {
        let widths = columns.indices.map { column in
            max(Terminal.width(columns[column].title), rows.map { Terminal.width($0[column]) }.max() ?? 0)
        }
        let margin = String(repeating: " ", count: indent)
        let header = columns.indices.map { pad(columns[$0].title, to: widths[$0], columns[$0].alignment) }
        let rule = widths.map { String(repeating: "─", count: $0) }
        var lines = [
            margin + Style.strong(trimmed(header)), margin + Style.faint(rule.joined(separator: "  ")),
        ]
        for (row, style) in zip(rows, styles) {
            let cells = columns.indices.map { column in
                let cell = pad(row[column], to: widths[column], columns[column].alignment)
                let style = column < style.count ? style[column] : nil
                return style?(cell) ?? cell
            }
            lines.append(margin + trimmed(cells))
        }
        return lines
    }

    /// Columns that the widest line takes.
    var width: Int {
        let widths = columns.indices.map { column in
            max(Terminal.width(columns[column].title), rows.map { Terminal.width($0[column]) }.max() ?? 0)
        }
        return widths.reduce(0, +) + 2 * max(0, widths.count - 1)
    }

    /// The same table with its widest column cut so far that the lines fit, if that leaves something to read.
    func fitted(to limit: Int) -> Table {
        let excess = width - limit
        let widths = columns.indices.map { column in rows.map { Terminal.width($0[column]) }.max() ?? 0 }
        guard excess > 0, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] - excess >= 12
        else { return self }
        var columns = columns
        columns[widest].limit = widths[widest] - excess
        var table = Table(columns)
        for (row, style) in zip(rows, styles) { table.add(row, styles: style) }
        return table
    }

    func print(indent: Int = 0) {
        for line in lines(indent: indent) { Terminal.print(line) }
    }

    private func trimmed(_ cells: [String]) -> String {
        let line = cells.joined(separator: "  ")
        guard let last = line.lastIndex(where: { $0 != " " }) else { return "" }
        return String(line[...last])
    }

    private func pad(_ text: String, to width: Int, _ alignment: Alignment) -> String {
        let space = String(repeating: " ", count: max(0, width - Terminal.width(text)))
        return alignment == .left ? text + space : space + text
    }

    private static func cut(_ text: String, to limit: Int?) -> String {
        // A coloured cell is never cut: the end of its colour must stay.
        guard let limit, Terminal.width(text) > limit, !text.contains("\u{1B}") else { return text }
        var kept = ""
        for character in text {
            if Terminal.width(kept) + Terminal.width(String(character)) > limit - 1 { break }
            kept.append(character)
        }
        return kept + "…"
    }
}
