import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// The logistics scores, ranked: of stores, or of providers, countries and lanes.
enum ScorePage {
    static let all: [Route] = [.get("/score") { call in try await list(call) }]

    private static let most = 100

    /// What can be ranked.
    private enum Grouping: String, CaseIterable {
        case seller, provider, country, lane

        var grouping: ScoreQuery.Grouping {
            switch self {
            case .seller: .seller
            case .provider: .provider
            case .country: .country
            case .lane: .lane
            }
        }

        func name(_ language: Language) -> String {
            switch self {
            case .seller: language("store", "店铺")
            case .provider: language("provider", "服务商")
            case .country: language("country", "目的国")
            case .lane: language("lane", "线路")
            }
        }
    }

    private static func list(_ call: Call) async throws -> Response {
        let visit = Visit(call)
        let language = visit.language
        var query = try call.form()
        let grouping: Grouping = try query.choice("by") ?? .seller
        let provider: ProviderID? = try query.identifier("provider")
        let country = try query.country("country")
        try query.end()
        let form = Pick(
            action: Link("score"),
            fields: [
                Pick.Field(
                    name: "by", label: language("rank", "排名对象"), value: grouping.rawValue,
                    options: Grouping.allCases.map { ($0.rawValue, $0.name(language)) }),
                Pick.Field(name: "provider", label: language("provider", "服务商"), value: provider?.text),
                Pick.Field(name: "country", label: language("to (ES)", "目的国（ES）"), value: country?.text),
            ])
        let section = Section(id: "ranks", title: language("Ranked", "排名"))
        let live = await section.html(visit) {
            let board = try await visit.scores { query in
                query.grouping = grouping.grouping
                query.provider = provider
                query.country = country
            }
            // A token for some stores sees those, with the ranks they have among all.
            guard visit.call.principal.sellers == nil || grouping == .seller else {
                try visit.call.principal.checkSeesAll("the score by \(grouping.rawValue)")
                return .none
            }
            return table(board.board, grouping, board.rules, visit)
        }
        return Page(
            tab: .score, title: language("Logistics score", "物流分"), fixed: form.html(language), live: live,
            views: [.score]
        ).response(to: visit)
    }

    private static func table(
        _ board: ScoreBoard, _ grouping: Grouping, _ rules: ScoreRules, _ visit: Visit
    ) -> HTML {
        let language = visit.language
        var grid = Grid(
            caption: language("Scores", "得分"),
            columns: [
                .text(grouping.name(language)), .number(language("rank", "排名")),
                .number(language("score", "得分")),
                .text(language("0 … 100, with its interval", "0 … 100 及区间")),
                .number(language("parcels", "包裹数")), .number(language("counted", "计入")),
                .number(language("late rate", "超时率")), .text(language("costs most", "主要失分项")),
            ],
            empty: """
                \(language(
                    "No parcel has been handed over long enough ago to count yet.", "暂无可计分的包裹。"))
                """)
        let lines = board.lines.filter { line in
            guard grouping == .seller, visit.call.principal.sellers != nil else { return true }
            return visit.call.principal.maySee(Token(line.name).map { SellerID($0) })
        }
        grid.rows = lines.prefix(most).map { line in
            let name: HTML =
                grouping == .seller
                ? "<a href=\"\(Link("score", line.name))\">\(line.name)</a>" : HTML(text: line.name)
            return Grid.Row(key: line.name, cells: [name] + ScoreCells(line, language).cells)
        }
        let window = language(
            "Parcels handed over from \(board.from.text) to \(board.to.text). Ranked from \(rules.minimumParcels) parcels on. An order that was too late is "
                + (rules.countAbnormalInScore
                    ? "counted." : "not counted, so the late rate stands beside the score."),
            "统计 \(board.from.text) 至 \(board.to.text) 交接的包裹，满 \(rules.minimumParcels) 件参与排名。"
                + (rules.countAbnormalInScore ? "异常单计入得分。" : "异常单不计入得分，故同时列出超时率。"))
        return """
            <p class="lead">\(window) <span class="faint">\(rules.clause)</span></p>\(ScoreCells.key(language))\(grid.html)
            """
    }
}

extension ScoreBoard.Line {
    /// Its names in one.
    var name: String { key.map(\.text).joined(separator: " · ") }
}

/// What stands of a score in a row: the same for all that can be ranked.
struct ScoreCells {
    private let line: ScoreBoard.Line
    private let language: Language

    init(_ line: ScoreBoard.Line, _ language: Language) { (self.line, self.language) = (line, language) }

    var cells: [HTML] {
        let (result, names) = (line.result, Names(language: language))
        let chart = result.score.html { score in
            RangeChart(
                value: score, low: result.low, high: result.high, scale: 0...100, preShipment: 90, direct: 60,
                label: language(
                    "score \(Figures.decimal(score, 1)), from \(Figures.decimal(result.low, 1)) to \(Figures.decimal(result.high, 1))",
                    "得分 \(Figures.decimal(score, 1))，区间 \(Figures.decimal(result.low, 1)) 至 \(Figures.decimal(result.high, 1))"
                )
            ).html
        }
        let dearest = result.parts.max { (result.pointsLost($0) ?? 0) < (result.pointsLost($1) ?? 0) }
        let lost = dearest.flatMap { part in
            result.pointsLost(part).flatMap {
                $0 >= 0.05 ? "\(names.component(part.component)) −\(Figures.decimal($0, 1))" : nil
            }
        }
        let rank: HTML =
            line.rank.map { .count(Int($0)) } ?? "<span class=\"faint\">\(language("unranked", "未排名"))</span>"
        return [
            rank, HTML(text: Figures.decimal(result.score, 1)), chart, .count(Int(result.parcels)),
            .count(Int(result.counted)), HTML(text: names.value(result.lateRate, isDays: false)),
            HTML(text: lost ?? "–"),
        ]
    }

    /// On this scale the reference lines stand where the source's figures are worth so many points.
    static func key(_ language: Language) -> HTML { RangeChart.key(language) }
}

extension Visit {
    /// The board of a question, with the rules by which it was reckoned.
    func scores(
        _ ask: @escaping @Sendable (inout ScoreQuery) -> Void
    ) async throws -> (board: ScoreBoard, rules: ScoreRules) {
        let now = now
        return try await read(.score) { reader, rulebooks in
            var query = ScoreQuery(rulebooks.rules(now).score)
            ask(&query)
            return (try reader.scoreBoard(query), query.rules)
        }
    }
}
