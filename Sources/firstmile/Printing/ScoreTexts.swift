import Explaining
import Rulebook

/// What the score and the network's figures are called, for those who are scored.
struct ScoreTexts {
    var language = Language.en

    func name(_ component: ScoreComponent) -> String {
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

    func name(_ kpi: NetworkKPI) -> String {
        switch kpi {
        case .onNetworkDays: language("days to network", "上网天数")
        case .delivered: language("delivered", "妥投率")
        case .trackCompleteness: language("whole tracks", "轨迹完整率")
        case .lost: language("lost", "丢件率")
        case .deliveryDays: language("days to delivery", "签收天数")
        case .complaints: language("complaints", "投诉率")
        }
    }

    var exemptionPassRate: String { language("exemptions passed", "豁免通过率") }

    func isMean(_ component: ScoreComponent) -> Bool {
        switch component {
        case .onNetworkDays: true
        case .uploadedInTime, .onNetwork48h, .onNetwork72h, .trackCompleteness, .delivered, .notLost,
            .complaints:
            false
        }
    }

    func isMean(_ kpi: NetworkKPI) -> Bool {
        switch kpi {
        case .onNetworkDays, .deliveryDays: true
        case .delivered, .trackCompleteness, .lost, .complaints: false
        }
    }

    /// Days, or a share in percent.
    func value(_ value: Double?, isMean: Bool) -> String {
        guard let value else { return "–" }
        return isMean
            ? "\(Figures.decimal(value, 2)) \(language("d", "天"))" : "\(Figures.decimal(value * 100, 2)) %"
    }

    var measured: String { language("measured", "实测") }
    var points: String { language("points", "得分") }
    var preShipment: String { language("pre-shipment*", "前置上网*") }
    var direct: String { language("direct*", "直发*") }
    var reference: String {
        language(
            "* what the source says of itself: for comparison, nobody measured it here",
            "* 原文自述的参考值，并非本系统实测")
    }
}
