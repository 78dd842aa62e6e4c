import Explaining
import Rulebook
import Views
import Vocabulary

/// Why orders are intercepted, the most frequent reason first, and the orders that were intercepted last.
struct ReasonList {
    private static let most = 10
    private let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    var html: HTML {
        get async {
            let language = visit.language
            let section = Section(
                id: "intercepted", title: language("Intercepted, by reason", "拦截原因"),
                lead: """
                    \(language(
                        "Their numbers are refused and they may not ship. An order with two reasons counts under both.",
                        "单号未被接受，不得发货。一单多因时分别计数。"))
                    """)
            return await section.html(visit) { try await content() }
        }
    }

    /// What is read at once.
    private struct Found: Sendable {
        var groups: [Interception]
        var last: ViewTable
        var rules: Rulebook
    }

    private func content() async throws -> HTML {
        let (now, sellers) = (visit.now, visit.call.principal.sellers)
        var filter = ViewFilter()
        (filter.status, filter.sellers, filter.isDescending) = (.intercepted, sellers, true)
        let found = try await visit.read(.compliance) { [filter] reader, rulebooks in
            Found(
                groups: try reader.interceptions(sellers: sellers),
                last: try reader.page(filter, limit: Self.most).table, rules: rulebooks.rules(now))
        }
        guard !found.groups.isEmpty else {
            return "<p class=\"empty\">\(visit.language("No order is intercepted.", "没有被拦截的订单。"))</p>"
        }
        return "\(reasons(found))\(last(found))"
    }

    private func reasons(_ found: Found) -> HTML {
        let language = visit.language
        var counts: [FindingCode: Int] = [:]
        for group in found.groups {
            for code in group.codes { counts[code, default: 0] += group.orders }
        }
        var grid = Grid(
            caption: language("Reasons of interception", "拦截原因"),
            columns: [
                .text(language("reason", "原因")), .number(language("orders", "订单数")),
                .text(language("meaning", "说明")), .text(language("what to do", "处理办法")),
                .text(language("clause", "条款")),
            ], empty: .none)
        let ordered = counts.filter { found.rules.message($0.key).severity == .blocking }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        grid.rows = ordered.map { code, count in
            let message = found.rules.message(code)
            let link = Link("orders").with([("status", "intercepted"), ("finding", code.rawValue)])
            return Grid.Row(
                key: code.rawValue,
                cells: [
                    "<a href=\"\(link)\">\(code.rawValue)</a>", .count(count),
                    HTML(text: language(message.text)), HTML(text: language(message.fix)),
                    "<span class=\"faint\">\(message.clause)</span>",
                ])
        }
        return grid.html
    }

    private func last(_ found: Found) -> HTML {
        let language = visit.language
        let table = found.last
        var grid = Grid(
            caption: language("Orders intercepted last", "最近拦截的订单"),
            columns: [
                .text(language("order", "订单")), .text(language("why", "原因")),
                .text(language("what to do", "处理办法")), .text(language("store", "店铺")),
                .number(language("time left", "剩余时间")),
            ], empty: .none)
        let moments = Moments(now: visit.now, language: language)
        grid.rows = table.rows.indices.map { index in
            let order = OrderRow(table, index)
            return Grid.Row(
                key: order.id,
                cells: [
                    order.link, order.missing(found.rules, language),
                    HTML(text: order.fix(found.rules, language)), order.storeLink,
                    order.uploadedAt == nil
                        ? order.deadline.map { moments.left(until: $0) } ?? Moments.dash : Moments.dash,
                ])
        }
        return """
            <h3>\(language("Newest orders among them", "其中最新的订单"))</h3>\(grid.html)
            <p class="more"><a href="\(Link("orders").with("status", "intercepted"))">\
            \(language("All intercepted orders", "查看全部拦截订单"))</a></p>
            """
    }
}
