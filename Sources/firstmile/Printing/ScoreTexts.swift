import Explaining
import Rulebook

/// What the score and the network's figures are called, for those who are scored.
struct ScoreTexts {
    var language = Language.en

    var names: ScoreNames { ScoreNames(language) }

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
