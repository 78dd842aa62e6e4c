import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// What is, or was, wrong: counted, chosen, leafed through.
enum AnomaliesPage {
    static let all: [Route] = [.get("/anomalies") { call in try await list(call) }]

    private static let most = 50
    private static let mostGroups = 30

    private static func list(_ call: Call) async throws -> Response {
        let visit = Visit(call)
        let language = visit.language
        var query = try call.form()
        let choice = try AnomalyChoice(&query, call.principal)
        let place = try query.text("cursor").map { text throws(Problem) in
            try Cursor(text, of: ViewName.anomalies.rawValue, sort: nil, isDescending: true).place
        }
        try query.end()
        let groups = Section(
            id: "groups",
            title: language(
                "By \(AnomalyChoice.name(choice.grouping, .en))",
                "按\(AnomalyChoice.name(choice.grouping, .zh))"))
        let list = Section(id: "list", title: language("One by one, newest first", "明细（最新在前）"))
        async let counted = groups.html(visit) { try await self.groups(choice, visit) }
        async let listed = list.html(visit) { try await rows(choice, place, visit) }
        let live: [HTML] = await [counted, listed]
        return Page(
            tab: .anomalies, title: language("Anomalies", "异常"), fixed: choice.form(language),
            live: HTML(live),
            views: [.anomalies], pace: 15
        ).response(to: visit)
    }

    private static func groups(_ choice: AnomalyChoice, _ visit: Visit) async throws -> HTML {
        let (language, now) = (visit.language, visit.now)
        let shelf = visit.house.groups
        let (found, rules) = try await visit.read(.anomalies) { reader, rulebooks in
            let question = GroupShelf.Question(
                grouping: choice.grouping, query: choice.query, edition: reader.edition)
            let groups = try shelf.groups(question) {
                try reader.anomalyGroups(by: choice.grouping, choice.query, limit: mostGroups)
            }
            return (groups, rulebooks.rules(now))
        }
        let others = AnomalyQuery.Grouping.allCases.filter { $0 != choice.grouping }.map { grouping -> HTML in
            "<a href=\"\(choice.link(by: grouping))\">\(AnomalyChoice.name(grouping, language))</a>"
        }
        var grid = Grid(
            caption: language("How many of each", "各组数量"),
            columns: [
                .text(AnomalyChoice.name(choice.grouping, language)), .number(language("in all", "合计")),
                .number(language("blocking", "拦截")), .number(language("warnings", "预警")),
                .text(language("share", "占比")),
            ] + (choice.grouping == .kind ? [.text(language("meaning", "说明"))] : []),
            empty: "\(language("Nothing is wrong here.", "没有异常。"))")
        let most = found.map(\.count).max() ?? 1
        grid.rows = found.map { group in
            let name: HTML =
                group.name.isEmpty
                ? "<span class=\"faint\">\(language("none", "无"))</span>"
                : "<a href=\"\(choice.link(in: group.name))\">\(group.name)</a>"
            let meaning = AnomalyKind(rawValue: group.name).map { language(rules.message($0).text) } ?? ""
            return Grid.Row(
                key: group.name,
                cells: [
                    name, .count(group.count), .count(group.blocking), .count(group.warnings),
                    BarChart(
                        share: Double(group.count) / Double(most),
                        second: Double(group.blocking) / Double(most)
                    ).html,
                    HTML(text: meaning),
                ])
        }
        return
            "<p class=\"lead\">\(language("Count by", "分组方式：")) \(others.joined(by: " · "))</p>\(grid.html)"
    }

    private static func rows(
        _ choice: AnomalyChoice, _ place: PagePlace?, _ visit: Visit
    ) async throws -> HTML {
        let (language, now) = (visit.language, visit.now)
        let (found, rules) = try await visit.read(.anomalies) { reader, rulebooks in
            (try reader.anomalies(choice.query, after: place, limit: most), rulebooks.rules(now))
        }
        let (rows, next) = found
        let moments = Moments(now: now, language: language)
        var grid = Grid(
            caption: language("Anomalies, newest first", "异常明细"),
            columns: [
                .text(language("anomaly", "异常")), .text(language("severity", "严重程度")),
                .text(language("order", "订单")), .text(language("store", "店铺")),
                .text(language("seen", "所见")), .text(language("what to do", "处理办法")),
                .number(language("opened", "出现")), .text(language("state", "状态")),
            ],
            empty:
                "\(language("Nothing is wrong here. Choose less, or look at resolved ones.", "没有符合条件的异常。"))")
        grid.rows = rows.map { row in
            let order: HTML =
                row.order.map { "<a class=\"id\" href=\"\(Link("orders", $0.text))\">\($0.text)</a>" }
                ?? HTML(text: row.subject ?? "–")
            let seller: HTML =
                row.seller.map { "<a href=\"\(Link("score", $0.text))\">\($0.text)</a>" } ?? Moments.dash
            return Grid.Row(
                key: "\(row.id)",
                cells: [
                    "<a href=\"\(Link("anomalies", "\(row.id)"))\">\(row.kind.rawValue)</a>",
                    Chip.of(row.severity, language).html, order, seller, HTML(text: row.detail),
                    row.remedy(rules, language), moments.ago(row.openedAt),
                    row.resolvedAt == nil
                        ? Chip(language("open", "未解决"), .warning).html
                        : Chip(language("resolved", "已解决"), .good).html,
                ])
        }
        let more = next.html { next in
            let cursor = Cursor(
                view: ViewName.anomalies.rawValue, sort: nil, isDescending: true, place: next)
            return """
                <p class="more"><a rel="next" href="\(choice.link.with(choice.parameters + [("cursor", cursor.text)]))">\
                \(language("The next \(most)", "后 \(most) 条"))</a></p>
                """
        }
        return "\(grid.html)\(more)"
    }
}

extension FoundAnomaly {
    /// What to do: in general, and what would be right for this very input where that is known.
    func remedy(_ rules: Rulebook, _ language: Language) -> HTML {
        let general = rules.message(kind).fix
        let own: HTML = fix.isEmpty || fix == general.en ? .none : " <code>\(fix)</code>"
        return "\(language(general))\(own)"
    }
}
