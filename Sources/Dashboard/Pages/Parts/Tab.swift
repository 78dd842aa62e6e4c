import Explaining

/// The pages that every page leads to.
enum Tab: CaseIterable {
    case now, orders, anomalies, score, network, whatIf, system

    var link: Link {
        switch self {
        case .now: Link()
        case .orders: Link("orders")
        case .anomalies: Link("anomalies")
        case .score: Link("score")
        case .network: Link("network")
        case .whatIf: Link("what-if")
        case .system: Link("system")
        }
    }

    func name(_ language: Language) -> String {
        switch self {
        case .now: language("Now", "现在")
        case .orders: language("Orders", "订单")
        case .anomalies: language("Anomalies", "异常")
        case .score: language("Score", "物流分")
        case .network: language("Network", "网络")
        case .whatIf: language("What-if", "假设")
        case .system: language("System", "系统")
        }
    }
}
