import Rulebook
import Views

extension ShownColumn {
    static let score =
        [
            ShownColumn(name: "rank", title: "rank", alignment: .right),
            ShownColumn(name: "sellerId", title: "seller"), ShownColumn(name: "day", title: "day"),
            ShownColumn(name: "provider", title: "provider", canGo: true),
            ShownColumn(name: "country", title: "country"),
            ShownColumn(name: "line", title: "line"),
            ShownColumn(
                name: "score", title: "score", alignment: .right, style: { _ in .strong }, text: tenths),
            ShownColumn(name: "scoreLow", title: "from", alignment: .right, canGo: true, text: tenths),
            ShownColumn(name: "scoreHigh", title: "to", alignment: .right, canGo: true, text: tenths),
            ShownColumn(name: "parcels", title: "parcels", alignment: .right),
            ShownColumn(name: "counted", title: "counted", alignment: .right, canGo: true),
            ShownColumn(name: "coverage", title: "coverage", alignment: .right, text: percent),
            ShownColumn(name: "lateRate", title: "late", alignment: .right, text: percent),
        ] + components

    /// Some components of the score by their measured values.
    private static let components = [
        (ScoreComponent.uploadedInTime, "in time"), (.onNetwork48h, "≤ 48 h"),
        (.trackCompleteness, "tracks"), (.delivered, "delivered"), (.notLost, "not lost"),
    ].map { component, title in
        ShownColumn(
            name: "components", title: title, alignment: .right, canGo: true,
            text: { percent(measured(component, in: $0)) })
    }

    private static func measured(_ component: ScoreComponent, in value: ViewValue) -> ViewValue {
        guard case .table(let parts) = value else { return .null }
        let row = parts.rows.indices.first { parts[$0, "component"] == .text(component.rawValue) }
        return row.flatMap { parts[$0, "value"] } ?? .null
    }
}
