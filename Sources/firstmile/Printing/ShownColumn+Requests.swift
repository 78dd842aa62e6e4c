import Explaining
import Views

/// What people see of exemptions and onboarding.
extension ShownColumn {
    static let exemptions = [
        ShownColumn(name: "requestId", title: "request", zh: "申请"),
        ShownColumn(name: "sellerId", title: "seller", zh: "店铺"),
        ShownColumn(name: "orderId", title: "order", zh: "订单"),
        ShownColumn(name: "category", title: "category", zh: "类目", canGo: true),
        ShownColumn(name: "requestedAt", title: "requested (UTC)", zh: "申请时间（UTC）", canGo: true),
        ShownColumn(name: "missing", title: "missing", zh: "所缺", limit: 40, canGo: true, text: list),
        ShownColumn(name: "decision", title: "answer", zh: "答复"),
        ShownColumn(name: "decidedAt", title: "answered (UTC)", zh: "答复时间（UTC）", canGo: true),
        ShownColumn(
            name: "reviewWorkingDays", title: "working days", zh: "工作日", alignment: .right, text: digits),
        ShownColumn(name: "outcome", title: "outcome", zh: "结果", style: outcomeStyle),
    ]

    static let onboarding = [
        ShownColumn(name: "sellerId", title: "seller", zh: "店铺"),
        ShownColumn(name: "provider", title: "provider", zh: "服务商"),
        ShownColumn(name: "missingStep", title: "missing", zh: "所缺", style: { $0 == "–" ? .good : .warning }),
        ShownColumn(name: "since", title: "since (UTC)", zh: "自（UTC）"),
        ShownColumn(name: "engagedAt", title: "engaged (UTC)", zh: "发起合作（UTC）", canGo: true),
        ShownColumn(name: "qualifiedAt", title: "papers (UTC)", zh: "备案（UTC）", canGo: true),
        ShownColumn(name: "tracks", title: "tracks", zh: "轨迹", alignment: .right, canGo: true),
        ShownColumn(name: "testedAt", title: "tested (UTC)", zh: "测试通过（UTC）", canGo: true),
        ShownColumn(name: "boundAt", title: "bound (UTC)", zh: "绑定（UTC）", canGo: true),
        ShownColumn(
            name: "overdue", title: "48 h over", zh: "超48小时", words: yesInChinese,
            style: { $0 == "yes" ? .warning : nil }, text: yes),
        ShownColumn(name: "fix", title: "fix", zh: "处理办法", only: .en, limit: 72),
        ShownColumn(name: "fixZh", title: "fix", zh: "处理办法", only: .zh, limit: 72),
    ]

    static let summary = [
        ShownColumn(name: "measure", title: "measure", zh: "指标"),
        ShownColumn(
            name: "value", title: "ours", zh: "实测", alignment: .right, style: { _ in .strong }, text: digits),
        ShownColumn(name: "numerator", title: "of", zh: "分子", alignment: .right, text: digits),
        ShownColumn(name: "denominator", title: "over", zh: "分母", alignment: .right),
        ShownColumn(name: "excluded", title: "left out", zh: "未计", alignment: .right),
        ShownColumn(name: "benchmark", title: "the source says", zh: "原文自述", alignment: .right),
        ShownColumn(name: "clause", title: "where", zh: "出处", limit: 48, canGo: true),
    ]

    /// At most three digits after the point.
    @Sendable private static func digits(_ value: ViewValue) -> String {
        guard case .real(let number) = value else { return "–" }
        let rounded = (number * 1000).rounded() / 1000
        return rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
    }

    @Sendable private static func outcomeStyle(_ outcome: String) -> Style? {
        switch outcome {
        case "exempt", "approved": .good
        case "late", "incomplete", "rejected": .bad
        default: .warning
        }
    }
}
