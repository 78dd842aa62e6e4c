import Views
import Vocabulary

/// A column as people see it in a table: fewer and shorter than in the data.
struct ShownColumn: Sendable {
    let name: String
    let title: String
    var alignment = Table.Alignment.left
    var limit: Int?
    /// Left out where the terminal is too narrow for all, the last first.
    var canGo = false
    var style: (@Sendable (String) -> Style?)?
    var text: @Sendable (ViewValue) -> String = Self.plain

    static let compliance = [
        ShownColumn(name: "orderId", title: "order"), ShownColumn(name: "sellerId", title: "seller"),
        ShownColumn(name: "country", title: ""),
        ShownColumn(name: "provider", title: "provider", canGo: true),
        ShownColumn(name: "trackingNumber", title: "number", canGo: true),
        ShownColumn(name: "stage", title: "stage", canGo: true),
        ShownColumn(name: "status", title: "status", style: statusStyle),
        ShownColumn(name: "abnormal", title: "异常单", style: { $0 == "yes" ? .bad : nil }, text: yes),
        ShownColumn(name: "findings", title: "findings", limit: 40, text: list),
        ShownColumn(name: "handedOverAt", title: "handed over (UTC)", canGo: true),
        ShownColumn(name: "uploadedAt", title: "accepted (UTC)", canGo: true),
    ]

    static let anomalies = [
        ShownColumn(name: "kind", title: "kind", style: { _ in .warning }),
        ShownColumn(name: "severity", title: "severity", canGo: true),
        ShownColumn(name: "orderId", title: "order"),
        ShownColumn(name: "sellerId", title: "seller"),
        ShownColumn(name: "openedAt", title: "opened (UTC)", canGo: true),
        ShownColumn(name: "resolvedAt", title: "resolved (UTC)", canGo: true),
        ShownColumn(name: "detail", title: "seen", limit: 36, canGo: true),
        ShownColumn(name: "fix", title: "fix", limit: 60),
    ]

    @Sendable static func plain(_ value: ViewValue) -> String {
        switch value {
        case .null: "–"
        case .time(let instant): instant.text.dropLast().split(separator: "T").joined(separator: " ")
        case .text(let text): text
        case .integer, .real, .boolean, .json, .table: value.text
        }
    }

    @Sendable static func list(_ value: ViewValue) -> String {
        guard case .json(let json) = value else { return "–" }
        let codes = json.split { "[]\", ".contains($0) }
        return codes.isEmpty ? "–" : codes.joined(separator: " ")
    }

    @Sendable static func yes(_ value: ViewValue) -> String { value == .boolean(true) ? "yes" : "–" }

    @Sendable static func tenths(_ value: ViewValue) -> String {
        guard case .real(let number) = value else { return "–" }
        return String((number * 10).rounded() / 10)
    }

    @Sendable static func percent(_ value: ViewValue) -> String {
        guard case .real(let number) = value else { return "–" }
        return "\((number * 1000).rounded() / 10) %"
    }

    @Sendable private static func statusStyle(_ status: String) -> Style? {
        switch ComplianceStatus(rawValue: status) {
        case .compliant, .exempt: .good
        case .intercepted: .bad
        case .awaitingNumber: .warning
        case .notApplicable, nil: nil
        }
    }
}
