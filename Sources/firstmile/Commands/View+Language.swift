import Explaining
import Rulebook
import Views
import Vocabulary

extension View {
    var printer: RowPrinter { RowPrinter(name: name, format: format, language: lang) }

    /// Anomalies keep their general remedy in English: in a Chinese table the rulebook's own words for it stand there.
    func inLanguage(_ table: ViewTable, _ directory: DataDirectory) throws -> ViewTable {
        guard lang == .zh, format == .table, name == .anomalies,
            let fix = table.columns.firstIndex(of: "fix"), let kind = table.columns.firstIndex(of: "kind")
        else { return table }
        let rulebooks = try rulebook.rules(in: directory).elements
        var translated = table
        for row in table.rows.indices {
            guard case .text(let words) = table.rows[row][fix],
                let known = AnomalyKind(rawValue: table.rows[row][kind].text)
            else { continue }
            let message = rulebooks.lazy.map { $0.message(known) }.first { $0.fix.en == words }
            if let message { translated.rows[row][fix] = .text(message.fix.zh) }
        }
        return translated
    }
}
