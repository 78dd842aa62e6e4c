/// A table: figures to the right, a name for every column, and on narrow screens a card for every row.
struct Grid {
    struct Column {
        var title: String
        /// Aligned so that digits stand below each other.
        var isNumber = false

        static func text(_ title: String) -> Column { Column(title: title) }
        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    struct Row {
        /// By which it is known again after a change.
        var key: String
        var cells: [HTML]
    }

    /// Read out before the table; not shown, as the heading above it says the same.
    var caption: String
    var columns: [Column]
    var rows: [Row] = []
    /// Stands there where no row does.
    var empty: HTML

    var html: HTML {
        guard !rows.isEmpty else { return "<p class=\"empty\">\(empty)</p>" }
        let heads = columns.map { column -> HTML in
            "<th scope=\"col\"\(column.isNumber ? " class=\"n\"" as HTML : .none)>\(column.title)</th>"
        }
        return """
            <table class="cards"><caption>\(caption)</caption>
            <thead><tr>\(heads)</tr></thead>
            <tbody>\(rows.map(row))</tbody></table>
            """
    }

    private func row(_ row: Row) -> HTML {
        let cells = zip(columns, row.cells).enumerated().map { index, pair -> HTML in
            let (column, cell) = pair
            let kind: HTML = column.isNumber ? " class=\"n\"" : .none
            return index == 0
                ? "<th scope=\"row\"\(kind)>\(cell)</th>"
                : "<td\(kind) data-label=\"\(column.title)\">\(cell)</td>"
        }
        return "<tr data-key=\"\(row.key)\">\(cells)</tr>\n"
    }
}
