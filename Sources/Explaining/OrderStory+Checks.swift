public import Vocabulary

extension OrderStory {
    /// How one of the four pre-shipment checks stands.
    public struct Check: Sendable {
        /// For programs: `open`, `passed` or `failed`.
        public enum Standing: String, Sendable { case open, passed, failed }

        public var step: PreShipmentStep
        public var name: String
        public var standing: Standing
        /// What blocks it; where nothing does, what warns.
        public var codes: [FindingCode]
    }

    /// The four things the network does before departure, with the verdict of each (R1). Empty where they are not asked of
    /// the order.
    public var checks: [Check] {
        let standing = history.standing
        switch standing?.status {
        case .notApplicable, .exempt:
            return []
        case .awaitingNumber, .intercepted, .compliant, nil:
            return PreShipmentStep.allCases.map { step in
                let open = (standing?.open ?? []).filter { $0.code.step == step }
                return check(step, open, standing)
            }
        }
    }

    private func check(_ step: PreShipmentStep, _ open: [Finding], _ standing: Validated?) -> Check {
        let blocking = open.filter { $0.severity == .blocking }
        if !blocking.isEmpty {
            return Check(step: step, name: name(step), standing: .failed, codes: blocking.map(\.code))
        }
        // The check is on a number: before there is one, nothing of it was done.
        let isJudged = standing.map { $0.acceptedNumber != nil || $0.verdict == .intercepted } ?? false
        let isDone = step == .route ? standing?.acceptedNumber != nil && history.route != nil : isJudged
        guard isDone else { return Check(step: step, name: name(step), standing: .open, codes: []) }
        return Check(step: step, name: name(step), standing: .passed, codes: open.map(\.code))
    }

    /// All of them in one line.
    var saidOfChecks: [Said] {
        guard !checks.isEmpty else { return [Said(language("not asked of this order", "该订单无需校验"))] }
        return checks.enumerated().flatMap { index, check in
            let codes = check.codes.map(\.rawValue).joined(separator: ", ")
            let said = [Said("\(index > 0 ? " · " : "")\(check.name) ")]
            switch check.standing {
            case .failed: return said + [Said("✗ \(codes)", .bad)]
            case .open: return said + [Said(language("– open", "– 待办"), .faint)]
            case .passed:
                return said + [Said("✓", .good)] + (codes.isEmpty ? [] : [Said(" "), Said(codes, .warning)])
            }
        }
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
