import Views

/// What people see of exemptions and onboarding.
extension ShownColumn {
    static let exemptions = [
        ShownColumn(name: "requestId", title: "request"), ShownColumn(name: "sellerId", title: "seller"),
        ShownColumn(name: "orderId", title: "order"),
        ShownColumn(name: "category", title: "category", canGo: true),
        ShownColumn(name: "requestedAt", title: "requested (UTC)", canGo: true),
        ShownColumn(name: "missing", title: "missing", limit: 40, canGo: true, text: list),
        ShownColumn(name: "decision", title: "answer"),
        ShownColumn(name: "decidedAt", title: "answered (UTC)", canGo: true),
        ShownColumn(name: "reviewWorkingDays", title: "working days", alignment: .right, text: digits),
        ShownColumn(name: "outcome", title: "outcome", style: outcomeStyle),
    ]

    static let onboarding = [
        ShownColumn(name: "sellerId", title: "seller"), ShownColumn(name: "provider", title: "provider"),
        ShownColumn(name: "missingStep", title: "missing", style: { $0 == "–" ? .good : .warning }),
        ShownColumn(name: "since", title: "since (UTC)"),
        ShownColumn(name: "engagedAt", title: "engaged (UTC)", canGo: true),
        ShownColumn(name: "qualifiedAt", title: "papers (UTC)", canGo: true),
        ShownColumn(name: "tracks", title: "tracks", alignment: .right, canGo: true),
        ShownColumn(name: "testedAt", title: "tested (UTC)", canGo: true),
        ShownColumn(name: "boundAt", title: "bound (UTC)", canGo: true),
        ShownColumn(name: "overdue", title: "48 h over", style: { $0 == "yes" ? .warning : nil }, text: yes),
        ShownColumn(name: "fix", title: "fix", limit: 72),
    ]

    static let summary = [
        ShownColumn(name: "measure", title: "measure"),
        ShownColumn(name: "value", title: "ours", alignment: .right, style: { _ in .strong }, text: digits),
        ShownColumn(name: "numerator", title: "of", alignment: .right, text: digits),
        ShownColumn(name: "denominator", title: "over", alignment: .right),
        ShownColumn(name: "excluded", title: "left out", alignment: .right),
        ShownColumn(name: "benchmark", title: "the source says", alignment: .right),
        ShownColumn(name: "clause", title: "where", limit: 48, canGo: true),
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
