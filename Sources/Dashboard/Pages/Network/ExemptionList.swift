import Explaining
import Rulebook
import Views
import Vocabulary

/// Requests for exemption and what came of them (R5, R6), the newest first.
struct ExemptionList {
    private static let most = 25
    private let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    var html: HTML {
        get async {
            let language = visit.language
            return await Section(id: "exemptions", title: language("Exemptions", "豁免")).html(visit) {
                try await content()
            }
        }
    }

    private func content() async throws -> HTML {
        let (language, now) = (visit.language, visit.now)
        var filter = ViewFilter()
        (filter.sellers, filter.isDescending) = (visit.call.principal.sellers, true)
        let (page, summary) = try await visit.read(.exemptions) { [filter] reader, rulebooks in
            var all = ViewFilter()
            all.sellers = filter.sellers
            return (
                try reader.page(filter, limit: Self.most),
                try reader.exemptionSummary(all, rulebooks.rules(now).exemption)
            )
        }
        let table = page.table
        let moments = Moments(now: now, language: language)
        func text(_ row: Int, _ column: String) -> String { table[row, column]?.text ?? "" }
        func time(_ row: Int, _ column: String) -> HTML {
            if case .time(let instant)? = table[row, column] { moments.ago(instant) } else { Moments.dash }
        }
        var grid = Grid(
            caption: language("Requests for exemption", "豁免申请"),
            columns: [
                .text(language("request", "申请")), .text(language("store", "店铺")),
                .text(language("for", "对象")), .number(language("filed", "提交")),
                .number(language("answered", "答复")), .text(language("outcome", "结果")),
            ], empty: "\(language("Nobody asked for an exemption.", "没有豁免申请。"))")
        grid.rows = table.rows.indices.map { row in
            let order = text(row, "orderId")
            let subject: HTML =
                order.isEmpty
                ? HTML(text: text(row, "category"))
                : "<a class=\"id\" href=\"\(Link("orders", order))\">\(order)</a>"
            return Grid.Row(
                key: text(row, "requestId"),
                cells: [
                    "<span class=\"id\">\(text(row, "requestId"))</span>", HTML(text: text(row, "sellerId")),
                    subject, time(row, "requestedAt"), time(row, "decidedAt"),
                    outcome(text(row, "outcome")).html,
                ])
        }
        let measures = SummaryText(summary, language)
        return """
            <p>\(measures.text("pass-rate", language("approved", "通过率"), isDays: false)) · \
            \(measures.text("review-working-days", language("working days of review", "个工作日平均审核"), isDays: true))</p>\(grid.html)
            """
    }

    /// In the words of the view.
    private func outcome(_ text: String) -> Chip {
        let language = visit.language
        switch text {
        case "exempt": return Chip(language("exempt", "豁免"), .good)
        case "approved": return Chip(language("approved", "批准"), .good)
        case "rejected": return Chip(language("rejected", "驳回"), .bad)
        case "late": return Chip(language("approved but late", "批准但逾期"), .bad)
        case "incomplete": return Chip(language("approved but incomplete", "批准但材料不全"), .bad)
        case "undecided": return Chip(language("undecided", "待定"), .warning)
        default: return Chip(text, nil)
        }
    }
}
