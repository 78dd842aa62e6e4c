import Rulebook
import Views

extension ShownColumn {
    static let score =
        [
            ShownColumn(name: "rank", title: "rank", zh: "名次", alignment: .right),
            ShownColumn(name: "sellerId", title: "seller", zh: "店铺"),
            ShownColumn(name: "day", title: "day", zh: "日期"),
            ShownColumn(name: "provider", title: "provider", zh: "服务商", canGo: true),
            ShownColumn(name: "country", title: "country", zh: "目的国"),
            ShownColumn(name: "line", title: "line", zh: "线路"),
            ShownColumn(
                name: "score", title: "score", zh: "物流分", alignment: .right, style: { _ in .strong },
                text: tenths),
            ShownColumn(
                name: "scoreLow", title: "from", zh: "下限", alignment: .right, canGo: true, text: tenths),
            ShownColumn(
                name: "scoreHigh", title: "to", zh: "上限", alignment: .right, canGo: true, text: tenths),
            ShownColumn(name: "parcels", title: "parcels", zh: "包裹", alignment: .right),
            ShownColumn(name: "counted", title: "counted", zh: "计入", alignment: .right, canGo: true),
            ShownColumn(name: "coverage", title: "coverage", zh: "覆盖率", alignment: .right, text: percent),
            ShownColumn(name: "lateRate", title: "late", zh: "超时率", alignment: .right, text: percent),
        ] + components

    /// Some components of the score by their measured values.
    private static let components = [
        (ScoreComponent.uploadedInTime, "in time", "按时上传"), (.onNetwork48h, "≤ 48 h", "48小时上网"),
        (.trackCompleteness, "tracks", "轨迹"), (.delivered, "delivered", "妥投"), (.notLost, "not lost", "未丢件"),
    ].map { component, title, zh in
        ShownColumn(
            name: "components", title: title, zh: zh, alignment: .right, canGo: true,
            text: { percent(measured(component, in: $0)) })
    }

    private static func measured(_ component: ScoreComponent, in value: ViewValue) -> ViewValue {
        guard case .table(let parts) = value else { return .null }
        let row = parts.rows.indices.first { parts[$0, "component"] == .text(component.rawValue) }
        return row.flatMap { parts[$0, "value"] } ?? .null
    }
}
