import Explaining
import Rulebook
import Views
import Vocabulary

/// Stores that are not ready with a provider yet: the step that is missing, since when, and the fix (R7–R12).
struct OnboardingList {
    private static let most = 50
    private let visit: Visit

    init(_ visit: Visit) { self.visit = visit }

    var html: HTML {
        get async {
            let language = visit.language
            return await Section(
                id: "onboarding", title: language("Onboarding: not ready yet", "接入：未就绪"),
                lead: """
                    \(language(
                        "A store may ship with a provider when nothing is missing. The first missing step is shown.",
                        "全部步骤完成后方可发货，以下为首个未完成步骤。"))
                    """
            ).html(visit) { try await content() }
        }
    }

    private func content() async throws -> HTML {
        let (language, now) = (visit.language, visit.now)
        var filter = ViewFilter()
        (filter.isOpen, filter.sellers) = (true, visit.call.principal.sellers)
        let (table, summary) = try await visit.read(.onboarding) { [filter] reader, rulebooks in
            let rules = rulebooks.rules(now)
            return (
                try reader.onboarding(filter, rules), try reader.onboardingSummary(ViewFilter(), rules)
            )
        }
        let names = Names(language: language)
        let moments = Moments(now: now, language: language)
        func text(_ row: Int, _ column: String) -> String { table[row, column]?.text ?? "" }
        var grid = Grid(
            caption: language("Pairs of store and provider that are not ready", "未就绪的店铺与服务商"),
            columns: [
                .text(language("store", "店铺")), .text(language("provider", "服务商")),
                .text(language("missing", "缺少")), .number(language("since", "起始")),
                .text(language("what to do", "处理办法")), .text(language("clause", "条款")),
            ], empty: "\(language("Every store is ready with its providers.", "所有店铺均已就绪。"))")
        grid.rows = table.rows.indices.prefix(Self.most).map { row in
            let since: HTML =
                if case .time(let instant)? = table[row, "since"] { moments.ago(instant) } else {
                    Moments.dash
                }
            let late: HTML =
                table[row, "overdue"] == .boolean(true)
                ? " \(Chip(language("answer overdue", "答复超时"), .warning).html)" : .none
            return Grid.Row(
                key: "\(text(row, "sellerId")) \(text(row, "provider"))",
                cells: [
                    HTML(text: text(row, "sellerId")), HTML(text: text(row, "provider")),
                    "\(Chip(names.step(text(row, "missingStep")), .warning).html)\(late)", since,
                    HTML(text: text(row, language("fix", "fixZh"))),
                    "<span class=\"faint\">\(text(row, "clause"))</span>",
                ])
        }
        let rest: HTML =
            table.rows.count > Self.most
            ? """
            <p class="more">\(language(
                    "\(Self.most) of \(table.rows.count) are shown.", "共 \(table.rows.count) 条，显示前 \(Self.most) 条。"))</p>
            """ : .none
        guard visit.call.principal.sellers == nil else { return "\(grid.html)\(rest)" }
        let measure = SummaryText(summary, language)
        return """
            <p>\(measure.text("binding-missing", language("of those lack the binding", "缺授权绑定的占比"), isDays: false))</p>\
            \(grid.html)\(rest)
            """
    }
}

/// A measure beside the source's figure, in a line.
struct SummaryText {
    private let table: ViewTable
    private let language: Language

    init(_ table: ViewTable, _ language: Language) { (self.table, self.language) = (table, language) }

    func text(_ measure: String, _ name: String, isDays: Bool) -> HTML {
        guard let row = table.rows.indices.first(where: { table[$0, "measure"] == .text(measure) }) else {
            return .none
        }
        let names = Names(language: language)
        let of = Int(table.number(row, "denominator") ?? 0)
        return """
            <strong>\(names.value(table.number(row, "value"), isDays: isDays))</strong> \(name) \
            <span class="faint">(\(language("of", "共")) \(HTML.count(of)); \(language("the source says", "资料所载"))\
             \(names.value(table.number(row, "benchmark"), isDays: isDays)), \(table[row, "clause"]?.text ?? ""))</span>
            """
    }
}
