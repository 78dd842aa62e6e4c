import Vocabulary

extension Explanation {
    /// The four things the network does before departure, with the verdict of each (R1).
    var steps: String {
        let standing = history.standing
        switch standing?.status {
        case .notApplicable, .exempt:
            return language("not asked of this order", "该订单无需校验")
        case .awaitingNumber, .intercepted, .compliant, nil:
            return PreShipmentStep.allCases.map { step in
                let codes = (standing?.open ?? []).filter { $0.code.step == step }
                return [name(step), verdict(on: step, codes, standing)].joined(separator: " ")
            }.joined(separator: " · ")
        }
    }

    private func verdict(on step: PreShipmentStep, _ open: [Finding], _ standing: Validated?) -> String {
        let blocking = open.filter { $0.severity == .blocking }
        if !blocking.isEmpty {
            return Style.bad("✗ " + blocking.map(\.code.rawValue).joined(separator: ", "))
        }
        // The check is on a number: before there is one, nothing of it was done.
        let isJudged = standing.map { $0.acceptedNumber != nil || $0.verdict == .intercepted } ?? false
        let isDone = step == .route ? standing?.acceptedNumber != nil && history.route != nil : isJudged
        guard isDone else { return Style.faint(language("– open", "– 待办")) }
        let warnings = open.map(\.code.rawValue).joined(separator: ", ")
        return Style.good("✓") + (warnings.isEmpty ? "" : " " + Style.warning(warnings))
    }

    private func name(_ step: PreShipmentStep) -> String {
        switch step {
        case .binding: language("number", "绑定单号")
        case .declaration: language("declaration", "报关预校验")
        case .tax: language("tax data", "税务数据")
        case .route: language("route", "分配路由")
        }
    }
}
