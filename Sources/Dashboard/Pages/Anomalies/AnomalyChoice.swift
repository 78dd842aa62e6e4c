import Explaining
import Rulebook
import Views
import Vocabulary

/// Which anomalies are wanted, and by what they are counted, as it stands in a page's address.
struct AnomalyChoice: Sendable {
    private(set) var query = AnomalyQuery()
    private(set) var grouping: AnomalyQuery.Grouping
    private var state: State
    let link = Link("anomalies")

    private enum State: String, CaseIterable { case open, resolved, all }

    init(_ parameters: inout Query, _ principal: Principal) throws(Problem) {
        grouping = try parameters.choice("by") ?? .kind
        state = try parameters.choice("state") ?? .open
        query.kind = try parameters.choice("kind")
        query.severity = try parameters.choice("severity")
        query.seller = try parameters.identifier("sellerId")
        query.provider = try parameters.identifier("provider")
        query.country = try parameters.country("country")
        query.order = try parameters.identifier("orderId")
        query.isOpen =
            switch state {
            case .open: true
            case .resolved: false
            case .all: nil
            }
        query.sellers = principal.sellers
    }

    var parameters: [(name: String, value: String?)] {
        [
            ("by", grouping == .kind ? nil : grouping.rawValue),
            ("state", state == .open ? nil : state.rawValue),
            ("kind", query.kind?.rawValue), ("severity", query.severity?.rawValue),
            ("sellerId", query.seller?.text), ("provider", query.provider?.text),
            ("country", query.country?.text), ("orderId", query.order?.text),
        ]
    }

    /// The same, counted by something else.
    func link(by grouping: AnomalyQuery.Grouping) -> Link {
        var choice = self
        choice.grouping = grouping
        return link.with(choice.parameters)
    }

    /// The same, only those of one group.
    func link(in group: String) -> Link {
        let name =
            switch grouping {
            case .kind: "kind"
            case .seller: "sellerId"
            case .provider: "provider"
            case .country: "country"
            }
        return link.with(parameters.map { $0.name == name ? (name, group) : $0 })
    }

    func form(_ language: Language) -> HTML {
        Pick(
            action: link,
            fields: [
                Pick.Field(
                    name: "state", label: language("state", "状态"), value: state.rawValue,
                    options: [
                        ("open", language("open", "未解决")), ("resolved", language("resolved", "已解决")),
                        ("all", language("open and resolved", "全部")),
                    ]),
                Pick.Field(
                    name: "kind", label: language("kind", "类型"), value: query.kind?.rawValue,
                    options: AnomalyKind.allCases.map { ($0.rawValue, $0.rawValue) }.sorted { $0.0 < $1.0 }),
                Pick.Field(
                    name: "severity", label: language("severity", "严重程度"), value: query.severity?.rawValue,
                    options: Severity.allCases.map { ($0.rawValue, Chip.of($0, language).text) }),
                Pick.Field(name: "sellerId", label: language("store", "店铺"), value: query.seller?.text),
                Pick.Field(name: "provider", label: language("provider", "服务商"), value: query.provider?.text),
                Pick.Field(
                    name: "country", label: language("to (ES)", "目的国（ES）"), value: query.country?.text),
                Pick.Field(
                    name: "by", label: language("count by", "分组"), value: grouping.rawValue,
                    options: AnomalyQuery.Grouping.allCases.map { ($0.rawValue, Self.name($0, language)) }),
            ]
        ).html(language)
    }

    static func name(_ grouping: AnomalyQuery.Grouping, _ language: Language) -> String {
        switch grouping {
        case .kind: language("kind", "类型")
        case .seller: language("store", "店铺")
        case .provider: language("provider", "服务商")
        case .country: language("country", "目的国")
        }
    }
}
