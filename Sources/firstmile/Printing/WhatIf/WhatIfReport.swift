import Explaining
import Replay
import Vocabulary

/// The differences a replay found, for people.
struct WhatIfReport {
    let whatIf: WhatIf
    /// Judged again.
    let facts: UInt64
    /// What decided, and what decides now.
    let names: (before: String, after: String)
    /// Orders listed; nil: all.
    let limit: Int?
    let language: Language

    var listed: [OrderOutcomes] { Array(whatIf.changed.prefix(limit ?? whatIf.changed.count)) }

    var title: String { "\(names.before) → \(names.after)" }

    /// How many of how many.
    var summary: String {
        let all = Figures.grouped(UInt64(whatIf.orders))
        let some = Figures.grouped(UInt64(whatIf.changedOrders))
        return language("\(some) of \(all) orders change", "\(all) 个订单中 \(some) 个发生变化")
    }

    var lines: [String] {
        var lines = [Style.strong(language("What if", "推演") + " · " + title), "", "  " + summary, ""]
        lines += counts.lines(indent: 2) + [""]
        lines += [Style.strong(language("Stores", "店铺"))] + stores.lines(indent: 2)
        guard !whatIf.changed.isEmpty else { return lines }
        lines += ["", Style.strong(language("Orders that change", "发生变化的订单"))]
        lines += orders.fitted(to: Terminal.columns - 2).lines(indent: 2)
        if listed.count < whatIf.changedOrders {
            let hint = language("--limit 0 lists all", "--limit 0 列出全部")
            lines.append(Style.faint("  \(listed.count) / \(whatIf.changedOrders); \(hint)"))
        }
        return lines
    }

    func name(_ change: Change) -> String {
        switch change {
        case .status: language("status", "状态")
        case .abnormal: language("mark 异常单", "异常单")
        case .route: language("route", "路由")
        case .fee: language("fee", "费用")
        }
    }

    func transitions(_ change: Change) -> [(WhatIf.Transition, Int)] { whatIf.transitions(change) }

    private var counts: Table {
        var table = Table([
            Table.Column(title: ""), Table.Column(title: language("orders", "订单"), alignment: .right),
            Table.Column(title: language("of them", "其中")),
        ])
        for change in Change.allCases {
            var parts = transitions(change).prefix(4).map { "\($0.0.before) → \($0.0.after) \($0.1)" }
            if change == .fee { parts = [feeText] }
            table.add([
                name(change), Figures.grouped(UInt64(whatIf.counts[change] ?? 0)),
                parts.joined(separator: " · "),
            ])
        }
        return table
    }

    var feeText: String {
        let fees = whatIf.fees
        return
            "\(Figures.yuan(fees.before)) → \(Figures.yuan(fees.after))  (\(difference(fees.after - fees.before)))"
    }

    func difference(_ fen: Int64) -> String { fen > 0 ? "+" + Figures.yuan(fen) : Figures.yuan(fen) }

    private var stores: Table {
        let titles = [
            language("orders", "订单"), language("changed", "变化"), language("abnormal", "异常单"), "→",
            language("fees", "费用"), "→", language("score", "分数"), "→",
        ]
        var table = Table(
            [Table.Column(title: language("seller", "店铺"))]
                + titles.map { Table.Column(title: $0, alignment: .right) })
        for store in whatIf.stores {
            table.add([
                store.seller.text, String(store.orders), String(store.changed), String(store.abnormal.before),
                String(store.abnormal.after), Figures.yuan(store.fees.before), Figures.yuan(store.fees.after),
                Figures.decimal(store.score.before, 1), Figures.decimal(store.score.after, 1),
            ])
        }
        return table
    }

    private var orders: Table {
        var table = Table(
            language("order", "订单"), language("seller", "店铺"), language("what changes", "变化"),
            language("findings", "问题"))
        for order in listed {
            table.add([order.id.text, order.seller?.text ?? "–", changes(of: order), findings(of: order)])
        }
        return table
    }

    func changes(of order: OrderOutcomes) -> String {
        order.changes.map { change in
            guard change == .fee else {
                return "\(order.before.text(of: change)) → \(order.after.text(of: change))"
            }
            return
                "\(Figures.yuan(order.before.fee?.amount ?? 0)) → \(Figures.yuan(order.after.fee?.amount ?? 0))"
        }.joined(separator: " · ")
    }

    /// Those that come, with a plus, and those that go.
    func findings(of order: OrderOutcomes) -> String {
        let (old, new) = (order.before.findings, order.after.findings)
        let come = new.subtracting(old).codes.map { "+\($0.rawValue)" }
        return (come + old.subtracting(new).codes.map { "−\($0.rawValue)" }).joined(separator: " ")
    }
}
