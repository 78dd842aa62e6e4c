import Explaining
import Views
import Vocabulary

/// A column as people see it in a table: fewer and shorter than in the data.
struct ShownColumn: Sendable {
    let name: String
    let title: String
    /// The title in Chinese.
    let zh: String
    /// What cells say in Chinese, by what they say in English; others are shown as they are.
    var words: [String: String] = [:]
    /// Shown in this language only; nil: in both.
    var only: Language?
    var alignment = Table.Alignment.left
    var limit: Int?
    /// Left out where the terminal is too narrow for all, the last first.
    var canGo = false
    var style: (@Sendable (String) -> Style?)?
    var text: @Sendable (ViewValue) -> String = Self.plain

    static let compliance = [
        ShownColumn(name: "orderId", title: "order", zh: "订单"),
        ShownColumn(name: "sellerId", title: "seller", zh: "店铺"),
        ShownColumn(name: "country", title: "", zh: "国"),
        ShownColumn(name: "provider", title: "provider", zh: "服务商", canGo: true),
        ShownColumn(name: "trackingNumber", title: "number", zh: "单号", canGo: true),
        ShownColumn(name: "stage", title: "stage", zh: "阶段", canGo: true),
        ShownColumn(name: "status", title: "status", zh: "状态", words: statuses, style: statusStyle),
        ShownColumn(
            name: "abnormal", title: "异常单", zh: "异常单", words: yesInChinese,
            style: { $0 == "yes" ? .bad : nil }, text: yes),
        ShownColumn(name: "findings", title: "findings", zh: "问题", limit: 40, text: list),
        ShownColumn(name: "handedOverAt", title: "handed over (UTC)", zh: "交接（UTC）", canGo: true),
        ShownColumn(name: "uploadedAt", title: "accepted (UTC)", zh: "通过（UTC）", canGo: true),
    ]

    static let anomalies = [
        ShownColumn(name: "kind", title: "kind", zh: "类型", style: { _ in .warning }),
        ShownColumn(
            name: "severity", title: "severity", zh: "严重程度", words: ["blocking": "严重", "warning": "预警"],
            canGo: true),
        ShownColumn(name: "orderId", title: "order", zh: "订单"),
        ShownColumn(name: "sellerId", title: "seller", zh: "店铺"),
        ShownColumn(name: "openedAt", title: "opened (UTC)", zh: "出现（UTC）", canGo: true),
        ShownColumn(name: "resolvedAt", title: "resolved (UTC)", zh: "解除（UTC）", canGo: true),
        ShownColumn(name: "detail", title: "seen", zh: "所见", limit: 36, canGo: true),
        ShownColumn(name: "messageZh", title: "message", zh: "说明", only: .zh, limit: 60),
        ShownColumn(name: "fix", title: "fix", zh: "处理办法", limit: 60),
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

    static let yesInChinese = ["yes": "是"]

    private static let statuses = [
        "not-applicable": "不适用", "exempt": "豁免", "awaiting-number": "待上传单号", "intercepted": "拦截",
        "compliant": "合规",
    ]

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
