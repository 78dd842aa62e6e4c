import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// Orders, chosen and leafed through, and the search for one of them.
enum OrdersPage {
    static let all: [Route] = [
        .get("/orders") { call in try await list(call) },
        .get("/find") { call in try await find(call) },
    ]

    private static let most = 50

    private static func list(_ call: Call) async throws -> Response {
        let visit = Visit(call)
        var query = try call.form()
        let choice = try OrderChoice(&query)
        let place = try query.text("cursor").map { text throws(Problem) in
            try Cursor(
                text, of: ViewName.compliance.rawValue, sort: choice.sort, isDescending: choice.isDescending
            )
            .place
        }
        try query.end()
        let filter = choice.filter(for: call.principal)
        let language = visit.language
        let section = Section(id: "list", title: language("Orders", "订单"))
        let live = await section.html(visit) {
            let (page, rules) = try await visit.read(.compliance) { reader, rulebooks in
                (
                    try reader.page(filter, after: place, limit: most), rulebooks.rules(visit.now)
                )
            }
            return "\(table(page.table, rules, visit))\(more(page, choice, language))"
        }
        return Page(
            tab: .orders, title: language("Orders", "订单"), fixed: choice.form(language), live: live,
            views: [.compliance]
        ).response(to: visit)
    }

    private static func table(_ table: ViewTable, _ rules: Rulebook, _ visit: Visit) -> HTML {
        let language = visit.language
        let (moments, names) = (Moments(now: visit.now, language: language), Names(language: language))
        var grid = Grid(
            caption: language("Orders", "订单"),
            columns: [
                .text(language("order", "订单")), .text(language("status", "状态")),
                .text(language("findings", "问题")), .text(language("stage", "阶段")),
                .text(language("store", "店铺")), .text(language("to", "目的国")),
                .text(language("provider", "服务商")), .text(language("number", "物流单号")),
                .number(language("handed over", "交接")), .number(language("time left", "剩余时间")),
            ],
            empty: """
                \(language(
                    "No order is like this. Choose less, or look one up by its id above.",
                    "没有符合条件的订单。请放宽条件，或在上方按订单号查找。"))
                """)
        grid.rows = table.rows.indices.map { index in
            let order = OrderRow(table, index)
            let status: HTML = order.status.html { names.status($0).html }
            let mark: HTML = order.isAbnormal ? " \(Chip("异常单", .bad).html)" : .none
            let left =
                order.uploadedAt == nil
                ? order.deadline.map { moments.left(until: $0) } ?? Moments.dash : Moments.dash
            return Grid.Row(
                key: order.id,
                cells: [
                    order.link, "\(status)\(mark)", codes(order, rules, language),
                    HTML(text: order.stage.map { names.stage($0) } ?? ""), order.storeLink,
                    HTML(text: order.country), HTML(text: order.provider),
                    order.number.isEmpty ? Moments.dash : "<span class=\"id\">\(order.number)</span>",
                    moments.ago(order.handedOverAt), left,
                ])
        }
        return grid.html
    }

    private static func codes(_ order: OrderRow, _ rules: Rulebook, _ language: Language) -> HTML {
        guard !order.codes.isEmpty else { return Moments.dash }
        return order.codes.map { code -> HTML in
            let message = rules.message(code)
            return "<abbr title=\"\(language(message.text))\">\(code.rawValue)</abbr>"
        }.joined(by: ", ")
    }

    private static func more(_ page: ViewPage, _ choice: OrderChoice, _ language: Language) -> HTML {
        page.next.html { next in
            let cursor = Cursor(
                view: ViewName.compliance.rawValue, sort: choice.sort, isDescending: choice.isDescending,
                place: next)
            return """
                <p class="more"><a rel="next" href="\(choice.link.with(choice.parameters + [("cursor", cursor.text)]))">\
                \(language("The next \(most)", "后 \(most) 条"))</a></p>
                """
        }
    }

    /// An order's id leads to the order; a tracking number to the orders that have it.
    private static func find(_ call: Call) async throws -> Response {
        var query = try call.form()
        let text = (query.text("q") ?? "").trimmed
        try query.end()
        guard !text.isEmpty else { return .redirect(to: "/orders") }
        let visit = Visit(call)
        let token = Token(text)
        var byNumber = ViewFilter()
        byNumber.trackingNumber = token.map { TrackingNumber($0) }
        var byOrder = ViewFilter()
        byOrder.order = token.map { OrderID($0) }
        for filter in [byOrder, byNumber] where token != nil {
            var filter = filter
            filter.sellers = call.principal.sellers
            let found = try await visit.read(.compliance) { [filter] reader, _ in
                try reader.page(filter, limit: 2).table
            }
            guard !found.rows.isEmpty else { continue }
            return .redirect(
                to: found.rows.count == 1
                    ? Link("orders", OrderRow(found, 0).id).text
                    : Link("orders").with("trackingNumber", text).text)
        }
        // Perhaps it is so new that only the log has it.
        return .redirect(to: Link("orders", text).text)
    }
}

extension Response {
    /// Leads on to another page of the house.
    static func redirect(to place: String) -> Response {
        Response.redirect(to: place, type: .normal)
    }
}
