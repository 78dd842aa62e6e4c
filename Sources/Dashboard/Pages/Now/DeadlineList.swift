import Explaining
import Rulebook
import Views
import Vocabulary

/// Orders whose number is due, least time left first: what is missing, and the fix.
struct DeadlineList {
    private static let most = 25
    private let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    var html: HTML {
        get async {
            let language = visit.language
            let section = Section(
                id: "deadlines", title: language("Deadlines near", "即将到期"),
                lead: """
                    \(language(
                        "Orders that were handed over and have no accepted number, least time left first.",
                        "已交接但尚无合规单号的订单，按剩余时间排序。"))
                    """)
            return await section.html(visit) { try await content() }
        }
    }

    private func content() async throws -> HTML {
        let (language, now) = (visit.language, visit.now)
        var filter = ViewFilter()
        filter.hasOpenDeadline = true
        filter.sort = "deadlineAt"
        filter.sellers = visit.call.principal.sellers
        let (page, rules) = try await visit.read(.compliance) { [filter] reader, rulebooks in
            let place = PagePlace(value: .integer(now.nanoseconds), key: 0)
            return (
                try reader.page(filter, after: place, limit: Self.most), rulebooks.rules(now)
            )
        }
        let moments = Moments(now: now, language: language)
        let orders = page.table.rows.indices.map { OrderRow(page.table, $0) }
        var grid = Grid(
            caption: language("Orders whose number is due", "待上传单号的订单"),
            columns: [
                .text(language("order", "订单")), .number(language("time left", "剩余时间")),
                .text(language("missing", "缺少")), .text(language("what to do", "处理办法")),
                .text(language("store", "店铺")), .text(language("to", "目的国")),
                .text(language("provider", "服务商")),
            ],
            empty: """
                \(language(
                    "No order's clock runs: nothing is due.", "当前没有计时中的订单。"))
                """)
        grid.rows = orders.map { order in
            Grid.Row(
                key: order.id,
                cells: [
                    order.link, order.deadline.html { moments.left(until: $0) },
                    order.missing(rules, language),
                    HTML(text: order.fix(rules, language)), order.storeLink, HTML(text: order.country),
                    HTML(text: order.provider),
                ])
        }
        guard page.next != nil else { return grid.html }
        return """
            \(grid.html)
            <p class="more"><a href="\(Link("orders").with([("openDeadline", "true"), ("sort", "deadlineAt")]))">\
            \(language("All orders whose clock was started", "查看全部计时订单"))</a></p>
            """
    }
}
