public import Rulebook

/// What the parts of a score and the network's figures are called, on a terminal as on a page.
public struct ScoreNames: Sendable {
    private let language: Language

    public init(_ language: Language) { self.language = language }

    public func name(_ component: ScoreComponent) -> String {
        switch component {
        case .uploadedInTime: language("uploaded in time", "按时上传")
        case .onNetworkDays: language("days to network", "上网天数")
        case .onNetwork48h: language("on network ≤ 48 h", "48小时上网率")
        case .onNetwork72h: language("on network ≤ 72 h", "72小时上网率")
        case .trackCompleteness: language("whole tracks", "轨迹完整率")
        case .delivered: language("delivered", "妥投率")
        case .notLost: language("not lost", "未丢件率")
        case .complaints: language("complaints", "投诉率")
        }
    }

    public func name(_ kpi: NetworkKPI) -> String {
        switch kpi {
        case .onNetworkDays: language("days to network", "上网天数")
        case .delivered: language("delivered", "妥投率")
        case .trackCompleteness: language("whole tracks", "轨迹完整率")
        case .lost: language("lost", "丢件率")
        case .deliveryDays: language("days to delivery", "签收天数")
        case .complaints: language("complaints", "投诉率")
        }
    }

    public var exemptionPassRate: String { language("exemptions passed", "豁免通过率") }
}
