import Explaining
import Replay
import Vocabulary

/// The differences as one page that needs nothing else: no script, no font, no other host.
extension WhatIfReport {
    var page: String {
        let heading = language("What if", "推演")
        return """
            <!doctype html>
            <html lang="\(language == .en ? "en" : "zh-CN")"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(heading): \(escaped(title))</title><style>\(Self.style)</style></head><body><main>
            <h1>\(heading)</h1><p class="names">\(escaped(title))</p><p class="sum">\(escaped(summary))</p>
            <h2>\(language("What changes", "变化"))</h2>\(bars)
            <h2>\(language("Stores", "店铺"))</h2>\(scoreChart)\(storeTable)
            <h2>\(language("Orders that change", "发生变化的订单"))</h2>\(orderTable)
            </main></body></html>
            """
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--line:#d5dae0;--old:#8a94a0;--new:#b4530a}\
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--paper:#14171b;--line:#343b44;--old:#8a94a0;--new:#f0a35a}}\
        body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0}\
        main{max-width:64rem;margin:auto;padding:1.5rem}.names{font-family:ui-monospace,monospace}.sum{font-size:1.4rem}\
        table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid var(--line)}\
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.wide{overflow-x:auto}\
        svg{width:100%;height:auto}text{fill:var(--ink);font:13px system-ui,sans-serif}
        """

    /// How many orders change in each way.
    private var bars: String {
        let most = max(1, whatIf.counts.values.max() ?? 1)
        var body = ""
        for (row, change) in Change.allCases.enumerated() {
            let count = whatIf.counts[change] ?? 0
            let width = count * 480 / most
            let y = row * 30
            body += """
                <text x="0" y="\(y + 17)">\(name(change))</text>\
                <rect x="120" y="\(y + 4)" width="\(max(count > 0 ? 1 : 0, width))" height="18" fill="var(--new)"/>\
                <text x="\(128 + width)" y="\(y + 17)">\(Figures.grouped(UInt64(count)))</text>
                """
        }
        let label = language("Orders that change, by what changes", "按类别统计发生变化的订单")
        let rows = Change.allCases.filter { $0 != .fee }.flatMap { change in
            transitions(change).map { cells([name(change), $0.before, $0.after], [String($1)]) }
        }
        let money = cells(
            [name(.fee), Figures.yuan(whatIf.fees.before), Figures.yuan(whatIf.fees.after)],
            [
                difference(whatIf.fees.after - whatIf.fees.before)
            ])
        let titles = [language("what", "类别"), language("before", "之前"), language("after", "之后")]
        return
            "<svg viewBox=\"0 0 720 \(Change.allCases.count * 30)\" role=\"img\" aria-label=\"\(label)\">\(body)</svg>"
            + table(titles, [language("orders", "订单")], rows + [money])
    }

    /// Each store's score before and after, on a line from 0 to 100.
    private var scoreChart: String {
        let shown = whatIf.stores.filter { $0.score.before != nil || $0.score.after != nil }
        guard !shown.isEmpty else { return "" }
        var body = ""
        for (row, store) in shown.enumerated() {
            let y = row * 24 + 12
            body += "<text x=\"0\" y=\"\(y + 5)\">\(escaped(store.seller.text))</text>"
            body += "<line x1=\"160\" y1=\"\(y)\" x2=\"680\" y2=\"\(y)\" stroke=\"var(--line)\"/>"
            for (score, colour) in [(store.score.before, "--old"), (store.score.after, "--new")] {
                guard let score else { continue }
                let x = Figures.decimal(160 + score * 5.2, 1)
                body += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"5\" fill=\"var(\(colour))\"/>"
            }
        }
        let label = language("Scores before (grey) and after (orange), 0 to 100", "分数：之前（灰）与之后（橙），0 至 100")
        return """
            <p>\(label)</p><svg viewBox="0 0 720 \(shown.count * 24)" role="img" aria-label="\(label)">\(body)</svg>
            """
    }

    private var storeTable: String {
        table(
            [language("seller", "店铺")],
            [
                language("orders", "订单"), language("changed", "变化"), language("abnormal", "异常单"), "→",
                language("fees", "费用"), "→", language("score", "分数"), "→",
            ],
            whatIf.stores.map { store in
                cells(
                    [store.seller.text],
                    [
                        String(store.orders), String(store.changed), String(store.abnormal.before),
                        String(store.abnormal.after), Figures.yuan(store.fees.before),
                        Figures.yuan(store.fees.after), Figures.decimal(store.score.before, 1),
                        Figures.decimal(store.score.after, 1),
                    ])
            })
    }

    private var orderTable: String {
        let rows = listed.map { order in
            cells([order.id.text, order.seller?.text ?? "–", changes(of: order), findings(of: order)], [])
        }
        let titles = [
            language("order", "订单"), language("seller", "店铺"), language("what changes", "变化"),
            language("findings", "问题"),
        ]
        return table(titles, [], rows) + "<p>\(listed.count) / \(whatIf.changedOrders)</p>"
    }

    private func table(_ titles: [String], _ numbers: [String], _ rows: [String]) -> String {
        let head =
            titles.map { "<th>\(escaped($0))</th>" } + numbers.map { "<th class=\"n\">\(escaped($0))</th>" }
        return
            "<div class=\"wide\"><table><thead><tr>\(head.joined())</tr></thead><tbody>\(rows.joined())</tbody></table></div>"
    }

    private func cells(_ texts: [String], _ numbers: [String]) -> String {
        let all =
            texts.map { "<td>\(escaped($0))</td>" } + numbers.map { "<td class=\"n\">\(escaped($0))</td>" }
        return "<tr>\(all.joined())</tr>\n"
    }

    /// Ids come from outside.
    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { escaped, character in
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            default: escaped.append(character)
            }
        }
    }
}
