import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// One store's score: its parts, day by day, and the orders that cost points.
enum StorePage {
    static let all: [Route] = [.get("/score/{seller}") { call in try await show(call) }]

    private static let most = 50

    /// What is read at once.
    private struct Found: Sendable {
        var explanation: ScoreExplanation?
        var days: ScoreBoard
        var rules: ScoreRules
    }

    private static func show(_ call: Call) async throws -> Response {
        let visit = Visit(call)
        let query = try call.form()
        try query.end()
        let seller: SellerID = try Query.identifier(call.name("seller"), "seller")
        let unknown = Problem.unknown(
            "store", seller.text, field: "seller", fix: "the page Score lists the stores that have parcels")
        guard call.principal.maySee(seller) else { throw unknown }
        let now = visit.now
        let found = try await visit.read(.score) { reader, rulebooks in
            var query = ScoreQuery(rulebooks.rules(now).score)
            query.limit = most
            let explanation = try reader.explanation(of: seller, query)
            (query.grouping, query.seller, query.limit) = (.day, seller, nil)
            return Found(
                explanation: explanation, days: try reader.scoreBoard(query), rules: query.rules)
        }
        let language = visit.language
        let live: HTML
        if let explanation = found.explanation {
            let view = StoreView(explanation, found.days, found.rules, visit)
            live = "\(view.head)\(view.trend)\(view.parts)\(view.orders)"
        } else {
            live = """
                <p class="empty">\(language(
                    "The store has no parcel in the window that counts: \(found.days.from.text) to \(found.days.to.text).",
                    "该店铺在计分区间 \(found.days.from.text) 至 \(found.days.to.text) 内没有包裹。"))</p>
                """
        }
        return Page(
            title: language("Store \(seller)", "店铺 \(seller)"), fixed: links(seller, language), live: live,
            views: [.score]
        ).response(to: visit)
    }

    private static func links(_ seller: SellerID, _ language: Language) -> HTML {
        """
        <p class="lead"><a href="\(Link("orders").with("sellerId", seller.text))">\(language("its orders", "店铺订单"))</a> · \
        <a href="\(Link("anomalies").with("sellerId", seller.text))">\(language("its anomalies", "店铺异常"))</a></p>
        """
    }
}

/// A store on a page.
private struct StoreView {
    let explanation: ScoreExplanation
    let days: ScoreBoard
    let rules: ScoreRules
    let visit: Visit
    var language: Language { visit.language }

    init(_ explanation: ScoreExplanation, _ days: ScoreBoard, _ rules: ScoreRules, _ visit: Visit) {
        (self.explanation, self.days, self.rules, self.visit) = (explanation, days, rules, visit)
    }

    var head: HTML {
        let result = explanation.result
        let rank: HTML =
            explanation.rank.map { "\(Int($0)) / \(explanation.ranked)" }
            ?? HTML(text: language("unranked", "未排名"))
        let names = Names(language: language)
        return Tile.row([
            Tile(
                name: language("score", "得分"), value: HTML(text: Figures.decimal(result.score, 1)),
                note: language(
                    "between \(Figures.decimal(result.low, 1)) and \(Figures.decimal(result.high, 1))",
                    "区间 \(Figures.decimal(result.low, 1)) – \(Figures.decimal(result.high, 1))")),
            Tile(
                name: language("rank", "排名"), value: rank,
                note: language("from \(rules.minimumParcels) parcels on", "满 \(rules.minimumParcels) 件参与")),
            Tile(
                name: language("parcels counted", "计入包裹"), value: .count(Int(result.counted)),
                note: language(
                    "of \(Figures.grouped(UInt64(result.parcels))): \(names.value(result.coverage, isDays: false))",
                    "共 \(Figures.grouped(UInt64(result.parcels))) 件：\(names.value(result.coverage, isDays: false))"
                )),
            Tile(
                name: language("late rate", "超时率"),
                value: HTML(text: names.value(result.lateRate, isDays: false)),
                tone: (result.lateRate ?? 0) > 0 ? .warning : .good,
                link: Link("orders").with([("sellerId", explanation.seller.text), ("abnormal", "true")]),
                note: language("marked 异常单", "异常单占比")),
        ])
    }

    var trend: HTML {
        let values = Dictionary(
            days.lines.map { ($0.key.last?.text ?? "", $0.result) }, uniquingKeysWith: { first, _ in first })
        let points = (explanation.from.number...explanation.to.number).map { number in
            let day = CalendarDay(number: number).text
            let result = values[day]
            return TrendChart.Point(
                label: result?.score.map { "\(day): \(Figures.decimal($0, 1))" } ?? day, value: result?.score,
                low: result?.low, high: result?.high)
        }
        var chart = TrendChart(
            points: points,
            label: language(
                "score by day of handover, \(explanation.from.text) to \(explanation.to.text)",
                "按交接日的得分，\(explanation.from.text) 至 \(explanation.to.text)"))
        chart.points[0].label = explanation.from.text
        chart.points[chart.points.count - 1].label = explanation.to.text
        chart.preShipment = (90, language("pre-shipment network: 90", "前置上网基准：90"))
        chart.direct = (60, language("direct shipping: 60", "传统直发基准：60"))
        return Section(
            id: "trend", title: language("Day by day", "每日走势"),
            lead: """
                \(language(
                    "By the day of handover, with the interval; a day of few parcels says little.",
                    "按交接日统计，阴影为区间；包裹少的日子参考意义有限。"))
                """
        ).holding(chart.html)
    }

    var parts: HTML {
        let names = Names(language: language)
        var grid = Grid(
            caption: language("Components of the score", "得分构成"),
            columns: [
                .text(language("component", "指标")), .number(language("value", "数值")),
                .number(language("of", "分子 / 分母")), .text(language("beside the source's figures", "与资料数值对比")),
                .number(language("points", "得分")), .number(language("weight", "权重")),
                .number(language("costs", "失分")),
            ], empty: .none)
        grid.rows = explanation.result.parts.map { part in
            let isDays = part.component.isDays
            let scale = rules.scales[part.component]
            let values = (scale?.anchors.map(\.value) ?? [0, 1]) + [part.value].compactMap(\.self)
            let ends = (values.min() ?? 0)...(values.max() ?? 1)
            let said = [
                scale?.preShipment.map { language("pre-shipment ", "前置 ") + names.value($0, isDays: isDays) },
                scale?.traditional.map { language("direct ", "直发 ") + names.value($0, isDays: isDays) },
            ].compactMap(\.self).joined(separator: " · ")
            let chart = part.value.html { value in
                RangeChart(
                    value: value, low: part.low, high: part.high, scale: ends,
                    preShipment: scale?.preShipment,
                    direct: scale?.traditional, label: "\(names.value(value, isDays: isDays)); \(said)"
                ).html
            }
            let numerator =
                isDays ? Figures.decimal(part.numerator, 1) : Figures.grouped(UInt64(max(0, part.numerator)))
            let excluded = Figures.grouped(UInt64(max(0, part.excluded)))
            return Grid.Row(
                key: part.component.rawValue,
                cells: [
                    HTML(text: names.component(part.component)),
                    HTML(text: names.value(part.value, isDays: isDays)),
                    """
                    \(numerator) / \(Figures.grouped(UInt64(max(0, part.denominator)))) <span class="faint">\
                    (\(language("\(excluded) excluded", "排除 \(excluded)")))</span>
                    """,
                    "\(chart)<span class=\"faint\">\(said)</span>",
                    HTML(text: Figures.decimal(part.points, 1)),
                    HTML(text: Figures.decimal(part.weight, 0)),
                    HTML(
                        text: explanation.result.pointsLost(part).map { "−\(Figures.decimal($0, 2))" } ?? "–"),
                ])
        }
        return Section(
            id: "parts", title: language("What it is made of", "得分构成"), lead: HTML(text: rules.clause)
        ).holding("\(RangeChart.key(language))\(grid.html)")
    }

    var orders: HTML {
        let (names, moments) = (Names(language: language), Moments(now: visit.now, language: language))
        var grid = Grid(
            caption: language("Orders that cost points", "失分订单"),
            columns: [
                .text(language("order", "订单")), .number(language("costs", "失分")),
                .text(language("by", "原因")), .text(language("handed over", "交接")),
                .text(language("on network", "上网")), .text(language("delivered", "妥投")),
            ], empty: "\(language("No order cost points.", "没有失分订单。"))")
        grid.rows = explanation.orders.map { order in
            let id = order.orderID.text
            func time(_ instant: Instant?) -> HTML { instant.map { moments.exact($0) } ?? Moments.dash }
            return Grid.Row(
                key: id,
                cells: [
                    "<a class=\"id\" href=\"\(Link("orders", id))\">\(id)</a>",
                    HTML(text: "−\(Figures.decimal(order.points, 3))"),
                    HTML(text: order.costs.map { names.component($0.component) }.joined(separator: ", ")),
                    time(order.handedOverAt), time(order.onNetworkAt), time(order.deliveredAt),
                ])
        }
        return Section(
            id: "orders", title: language("Orders that cost points", "失分订单"),
            lead: """
                \(language(
                    "The dearest \(explanation.orders.count) of \(Figures.grouped(UInt64(explanation.costly))).",
                    "共 \(Figures.grouped(UInt64(explanation.costly))) 单，列出失分最多的 \(explanation.orders.count) 单。"))
                """
        ).holding(grid.html)
    }
}
