import Explaining
import Hummingbird
import Rulebook
import Views
import Vocabulary

/// What is measured of the network, beside what the source says of it; and who may ship with whom.
enum NetworkPage {
    static let all: [Route] = [.get("/network") { call in try await show(call) }]

    private static func show(_ call: Call) async throws -> Response {
        let visit = Visit(call)
        let language = visit.language
        var query = try call.form()
        let grouping: NetworkQuery.Grouping = try query.choice("by") ?? .country
        let provider: ProviderID? = try query.identifier("provider")
        let country = try query.country("country")
        try query.end()
        let form = Pick(
            action: Link("network"),
            fields: [
                Pick.Field(
                    name: "by", label: language("by", "分组"), value: grouping.rawValue,
                    options: NetworkQuery.Grouping.allCases.map { ($0.rawValue, name($0, language)) }),
                Pick.Field(name: "provider", label: language("provider", "服务商"), value: provider?.text),
                Pick.Field(name: "country", label: language("to (ES)", "目的国（ES）"), value: country?.text),
            ])
        let figures = Section(id: "figures", title: language("Measured", "实测指标"))
        async let measured = figures.html(visit) {
            try visit.call.principal.checkSeesAll("the network")
            let now = visit.now
            return try await visit.read(.score) { reader, rulebooks in
                let rules = rulebooks.rules(now)
                var scores = ScoreQuery(rules.score)
                (scores.provider, scores.country) = (provider, country)
                var query = NetworkQuery(scores, rules.benchmarks)
                query.grouping = grouping
                return NetworkTables(try reader.network(query), grouping, language).html
            }
        }
        async let onboarding = OnboardingList(visit).html
        async let exemptions = ExemptionList(visit).html
        let live: [HTML] = await [measured, onboarding, exemptions]
        return Page(
            tab: .network, title: language("Network", "网络"), fixed: form.html(language), live: HTML(live),
            views: [.score, .onboarding, .exemptions]
        ).response(to: visit)
    }

    static func name(_ grouping: NetworkQuery.Grouping, _ language: Language) -> String {
        switch grouping {
        case .all: language("all together", "全部")
        case .country: language("country", "目的国")
        case .provider: language("provider", "服务商")
        case .lane: language("country and provider", "目的国与服务商")
        }
    }
}

/// A table for each figure.
private struct NetworkTables {
    private static let most = 40
    let table: ViewTable
    let grouping: NetworkQuery.Grouping
    let language: Language

    init(_ table: ViewTable, _ grouping: NetworkQuery.Grouping, _ language: Language) {
        (self.table, self.grouping, self.language) = (table, grouping, language)
    }

    var html: HTML {
        guard !table.rows.isEmpty else {
            return """
                <p class="empty">\(language(
                    "No parcel was handed over in the window that counts.", "统计区间内没有已交接的包裹。"))</p>
                """
        }
        let (from, to) = (text(0, "from"), text(0, "to"))
        let lead = language(
            "Parcels that had to go through the network, handed over from \(from) to \(to), late ones included.",
            "\(from) 至 \(to) 交接、须前置上网的包裹，含异常单。")
        let tables = NetworkKPI.allCases.map { figure($0) }
        return "<p class=\"lead\">\(lead)</p>\(RangeChart.key(language))\(tables)"
    }

    private func figure(_ kpi: NetworkKPI) -> HTML {
        let names = Names(language: language)
        let rows = table.rows.indices.filter {
            text($0, "kpi") == kpi.rawValue && (number($0, "denominator") ?? 0) > 0
        }
        .sorted { (number($0, "denominator") ?? 0) > (number($1, "denominator") ?? 0) }
        let isDays = kpi == .onNetworkDays || kpi == .deliveryDays
        let known = rows.flatMap { row in
            ["value", "low", "high", "benchmarkPreShipment", "benchmarkDirect"].compactMap { number(row, $0) }
        }
        let scale = (isDays ? 0 : known.min() ?? 0)...max(known.max() ?? 1, 0.0001)
        var grid = Grid(
            caption: names.kpi(kpi.rawValue),
            columns: [
                .text(NetworkPage.name(grouping, language)), .number(language("measured", "实测")),
                .text(language("with its interval", "区间")), .number(language("parcels", "包裹数")),
                .number(language("pre-shipment", "前置基准")), .number(language("direct", "直发基准")),
                .text(language("the source also says", "资料另载")),
            ], empty: "\(language("No parcel could be measured yet.", "暂无可统计的包裹。"))")
        grid.rows = rows.prefix(Self.most).map { row in
            let (pre, direct) = (number(row, "benchmarkPreShipment"), number(row, "benchmarkDirect"))
            let name = grouping == .all ? language("all", "全部") : key(row)
            let chart = number(row, "value").html { value in
                RangeChart(
                    value: value, low: number(row, "low"), high: number(row, "high"), scale: scale,
                    preShipment: pre, direct: direct,
                    label:
                        "\(name): \(names.value(value, isDays: isDays)), \(names.value(number(row, "low"), isDays: isDays)) – \(names.value(number(row, "high"), isDays: isDays))"
                ).html
            }
            return Grid.Row(
                key: "\(kpi.rawValue) \(name)",
                cells: [
                    HTML(text: name), HTML(text: names.value(number(row, "value"), isDays: isDays)), chart,
                    .count(Int(number(row, "denominator") ?? 0)),
                    HTML(text: names.value(pre, isDays: isDays)),
                    HTML(text: names.value(direct, isDays: isDays)),
                    "<span class=\"faint\">\(also(row, names, isDays))</span>",
                ])
        }
        return "<h3>\(names.kpi(kpi.rawValue))</h3>\(grid.html)"
    }

    /// Where the source gives only a difference.
    private func also(_ row: Int, _ names: Names, _ isDays: Bool) -> String {
        var parts: [String] = []
        if let difference = number(row, "benchmarkDifference") {
            parts.append("\(difference < 0 ? "" : "+")\(names.value(difference, isDays: isDays))")
        }
        if let change = number(row, "benchmarkChange") {
            parts.append("\(Figures.decimal(change * 100, 0)) %")
        }
        if let parcels = number(row, "benchmarkParcels") {
            parts.append("N = \(Figures.grouped(UInt64(parcels)))")
        }
        return parts.joined(separator: " · ")
    }

    private func key(_ row: Int) -> String {
        switch grouping {
        case .all: ""
        case .country: text(row, "country")
        case .provider: text(row, "provider")
        case .lane: "\(text(row, "country")) · \(text(row, "provider"))"
        }
    }

    private func text(_ row: Int, _ column: String) -> String { table[row, column]?.text ?? "" }
    private func number(_ row: Int, _ column: String) -> Double? { table.number(row, column) }
}

extension ViewTable {
    /// A figure; nil for null and for what is none.
    func number(_ row: Int, _ column: String) -> Double? {
        switch self[row, column] {
        case .real(let number)?: number
        case .integer(let number)?: Double(number)
        case .text?, .boolean?, .time?, .json?, .table?, .null?, nil: nil
        }
    }
}
