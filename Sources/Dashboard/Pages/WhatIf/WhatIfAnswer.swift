import Explaining
import Replay
import Vocabulary

/// What would be otherwise: how many orders, from what to what, which stores, which orders.
struct WhatIfAnswer {
    private static let mostOrders = 100
    private static let mostStores = 100
    private let answer: WhatIfStudy.Answer
    private let visit: Visit
    private var whatIf: WhatIf { answer.whatIf }
    private var language: Language { visit.language }

    init(_ answer: WhatIfStudy.Answer, _ visit: Visit) { (self.answer, self.visit) = (answer, visit) }

    var html: HTML { "\(head)\(transitions)\(stores)\(orders)" }

    private var head: HTML {
        let fees = whatIf.fees
        let difference = fees.after - fees.before
        let facts = Figures.grouped(answer.facts)
        return """
            <p class="standing"><code>\(answer.before)</code> → <code>\(answer.after)</code> <span class="faint">\
            \(language("\(facts) facts judged again", "重新判定 \(facts) 个事实"))</span></p>
            \(Tile.row([
                Tile(
                    name: language("orders that change", "变化订单"), value: .count(whatIf.changedOrders),
                    tone: whatIf.changed.isEmpty ? .good : .warning,
                    note: language("of \(Figures.grouped(UInt64(whatIf.orders)))", "共 \(Figures.grouped(UInt64(whatIf.orders))) 单")),
                Tile(name: language("change status", "状态变化"), value: .count(whatIf.counts[.status] ?? 0)),
                Tile(name: language("mark 异常单 changes", "异常单变化"), value: .count(whatIf.counts[.abnormal] ?? 0)),
                Tile(name: language("route changes", "路由变化"), value: .count(whatIf.counts[.route] ?? 0)),
                Tile(
                    name: language("fees in all", "费用合计"),
                    value: HTML(text: "\(difference > 0 ? "+" : "")\(Figures.yuan(difference))"),
                    note: "\(Figures.yuan(fees.before)) → \(Figures.yuan(fees.after))"),
            ]))
            """
    }

    private var transitions: HTML {
        var grid = Grid(
            caption: language("From what to what", "变化明细"),
            columns: [
                .text(language("of", "项目")), .text(language("before", "之前")), .text(language("after", "之后")),
                .number(language("orders", "订单数")),
            ], empty: "\(language("No order's status, mark or route would change.", "没有订单的状态、标记或路由会变化。"))")
        grid.rows = Change.allCases.flatMap { whatIf.transitions($0) }.map { transition, count in
            Grid.Row(
                key: "\(transition.change.rawValue) \(transition.before) \(transition.after)",
                cells: [
                    HTML(text: name(transition.change)), word(transition.before), word(transition.after),
                    .count(count),
                ])
        }
        return Section(id: "transitions", title: language("From what to what", "变化明细")).holding(grid.html)
    }

    private var stores: HTML {
        var grid = Grid(
            caption: language("Stores that change", "受影响店铺"),
            columns: [
                .text(language("store", "店铺")), .number(language("orders", "订单数")),
                .number(language("change", "变化")), .number("异常单"), .number(language("fees", "费用")),
                .number(language("score", "得分")),
            ], empty: "\(language("No store is concerned.", "没有受影响的店铺。"))")
        let concerned = whatIf.stores.filter { $0.changed > 0 || $0.score.before != $0.score.after }
            .sorted { ($1.changed, $0.seller.text) < ($0.changed, $1.seller.text) }
        grid.rows = concerned.prefix(Self.mostStores).map { store in
            Grid.Row(
                key: store.seller.text,
                cells: [
                    "<a href=\"\(Link("score", store.seller.text))\">\(store.seller.text)</a>",
                    .count(store.orders),
                    .count(store.changed), "\(store.abnormal.before) → \(store.abnormal.after)",
                    HTML(text: "\(Figures.yuan(store.fees.before)) → \(Figures.yuan(store.fees.after))"),
                    HTML(
                        text:
                            "\(Figures.decimal(store.score.before, 1)) → \(Figures.decimal(store.score.after, 1))"
                    ),
                ])
        }
        return Section(id: "stores", title: language("Stores", "店铺")).holding(grid.html)
    }

    private var orders: HTML {
        var grid = Grid(
            caption: language("Orders that change", "变化订单"),
            columns: [
                .text(language("order", "订单")), .text(language("store", "店铺")),
                .text(language("before", "之前")), .text(language("after", "之后")),
            ], empty: "\(language("Nothing would be otherwise.", "没有变化。"))")
        grid.rows = whatIf.changed.prefix(Self.mostOrders).map { order in
            Grid.Row(
                key: order.id.text,
                cells: [
                    "<a class=\"id\" href=\"\(Link("orders", order.id.text))\">\(order.id.text)</a>",
                    HTML(text: order.seller?.text ?? "–"), outcome(order.before, order.changes),
                    outcome(order.after, order.changes),
                ])
        }
        let count = whatIf.changedOrders
        let listed = whatIf.changed.count
        let rest: HTML =
            count > Self.mostOrders
            ? """
            <p class="more">\(language(
                    "\(Self.mostOrders) of \(count) are shown; the API gives \(listed), firstmile replay all.",
                    "共 \(count) 单，显示前 \(Self.mostOrders) 单；API 给出 \(listed) 单，firstmile replay 给出全部。"))</p>
            """ : .none
        return Section(id: "orders", title: language("Orders", "订单")).holding("\(grid.html)\(rest)")
    }

    private func outcome(_ outcome: Outcome, _ changes: [Change]) -> HTML {
        changes.map { change -> HTML in
            change == .fee
                ? HTML(text: outcome.fee.map { Figures.yuan($0.amount) } ?? "–")
                : word(outcome.text(of: change))
        }.joined(by: " · ")
    }

    /// A value of an outcome, as the page calls it.
    private func word(_ text: String) -> HTML {
        if let status = ComplianceStatus(rawValue: text) {
            return Names(language: language).status(status).html
        }
        switch text {
        case "abnormal": return Chip("异常单", .bad).html
        case "not abnormal": return Chip(language("not abnormal", "非异常单"), .good).html
        case "none": return HTML(text: language("no line", "无线路"))
        default: return HTML(text: text)
        }
    }

    private func name(_ change: Change) -> String {
        switch change {
        case .status: language("status", "状态")
        case .abnormal: language("mark", "标记")
        case .route: language("route", "路由")
        case .fee: language("fee", "费用")
        }
    }
}
