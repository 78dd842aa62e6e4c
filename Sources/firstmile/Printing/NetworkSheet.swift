import Explaining
import Rulebook
import Views

/// The network's figures as people see them: measured, and the source's own beside them.
struct NetworkSheet {
    let answer: ViewTable
    var texts = ScoreTexts()

    private var language: Language { texts.language }

    /// The table, and what the reference lines are.
    var lines: [String] {
        guard !answer.rows.isEmpty else { return [Style.faint(language("no rows", "没有数据"))] }
        return table.fitted(to: Terminal.columns).lines() + [Style.faint(texts.reference)]
    }

    private var table: Table {
        let keys = [("country", language("country", "目的国")), ("provider", language("provider", "服务商"))]
            .filter { answer.columns.contains($0.0) }
        var table = Table(
            keys.map { Table.Column(title: $0.1) } + [
                Table.Column(title: language("figure", "指标")),
                Table.Column(title: texts.measured, alignment: .right),
                Table.Column(title: "95 %", alignment: .right),
                Table.Column(title: language("parcels", "包裹"), alignment: .right),
                Table.Column(title: texts.preShipment, alignment: .right),
                Table.Column(title: texts.direct, alignment: .right),
                Table.Column(title: ""),
            ])
        for row in answer.rows.indices {
            guard let name = answer[row, "kpi"]?.text else { continue }
            let kpi = NetworkKPI(rawValue: name)
            guard kpi != nil || name == ViewReader.exemptionPassRate else { continue }
            let isMean = kpi.map(texts.isMean) ?? false
            func shown(_ column: String) -> String { texts.value(number(row, column), isMean: isMean) }
            let range = number(row, "low") == nil ? "–" : "\(shown("low")) – \(shown("high"))"
            table.add(
                keys.map { answer[row, $0.0]?.text ?? "" } + [
                    kpi.map { texts.names.name($0) } ?? texts.names.exemptionPassRate, shown("value"), range,
                    answer[row, "denominator"]?.text ?? "",
                    shown("benchmarkPreShipment"), shown("benchmarkDirect"), note(row, isMean),
                ])
        }
        return table
    }

    /// What the source says only by comparison.
    private func note(_ row: Int, _ isMean: Bool) -> String {
        var notes: [String] = []
        if let less = number(row, "benchmarkDifference") {
            notes.append("\(less > 0 ? "+" : "−")\(texts.value(abs(less), isMean: isMean))*")
        }
        if let change = number(row, "benchmarkChange") {
            notes.append("\(change > 0 ? "+" : "−")\(Figures.decimal(abs(change) * 100, 0)) %*")
        }
        if case .integer(let parcels)? = answer[row, "benchmarkParcels"] { notes.append("N = \(parcels)*") }
        return notes.joined(separator: ", ")
    }

    private func number(_ row: Int, _ column: String) -> Double? {
        guard case .real(let number)? = answer[row, column] else { return nil }
        return number
    }
}
