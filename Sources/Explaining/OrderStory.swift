public import Rulebook
public import Vocabulary

/// An order told so that a seller understands it: how it stands, its timeline, and what to do now.
public struct OrderStory: Sendable {
    /// One line of how it stands.
    public struct Fact: Sendable {
        /// For programs; the same in every language.
        public var key: String
        public var name: String
        public var said: [Said]
    }

    /// What to do.
    public struct Advice: Sendable {
        public var text: String
        /// What would be right, where it is known.
        public var value: String?
    }

    public let history: OrderHistory
    public let rulebooks: Timetable<Rulebook>
    public let language: Language

    public init(_ history: OrderHistory, rulebooks: Timetable<Rulebook>, language: Language) {
        (self.history, self.rulebooks, self.language) = (history, rulebooks, language)
    }

    var texts: EventText { EventText(language: language, rulebooks: rulebooks, provider: history.provider) }

    /// Those that judge the order's clock.
    public var rules: Rulebook {
        history.handover.map { rulebooks[at: $0.time] } ?? rulebooks.newest
    }

    public var status: ComplianceStatus { history.standing?.status ?? .awaitingNumber }
    public var seller: SellerID? { history.declaration?.sellerID ?? history.handover?.fact.sellerID }

    /// The order, its seller and its destination, as far as they are known.
    public var title: [String] {
        var parts = ["\(language("Order", "订单")) \(history.order)"]
        if let declaration = history.declaration {
            parts += [declaration.sellerID.text, declaration.country.text]
        } else if let handover = history.handover {
            parts.append(handover.fact.sellerID.text)
        }
        return parts
    }

    /// How it stands.
    public var facts: [Fact] {
        let standing = history.standing
        var facts = [
            Fact(key: "status", name: language("status", "状态"), said: [texts.status(status)]),
            Fact(
                key: "number", name: language("number", "单号"),
                said: [Said(standing?.acceptedNumber?.text ?? language("none bound", "未绑定"))]),
            Fact(key: "checks", name: language("checks", "四项校验"), said: saidOfChecks),
            Fact(key: "clock", name: language("clock", "时限"), said: clock),
        ]
        if let mark {
            facts.append(
                Fact(
                    key: "mark", name: language("mark", "标记"), said: [Said("异常单", .bad), Said("  \(mark)")]))
        }
        facts += money
        if let rulebook = standing?.rulebook {
            facts.append(
                Fact(key: "rulebook", name: language("rulebook", "规则"), said: [Said(rulebook.text)]))
        }
        return facts
    }

    /// The clause by which it carries the mark 「异常单」; nil: it does not.
    public var mark: String? {
        history.missed.map { missed in
            rules.message(missed.acceptedAt == nil ? AnomalyKind.missingUpload : .lateUpload).clause
        }
    }

    /// When its number was due; nil where its clock does not run.
    public var deadline: Instant? {
        guard let handover = history.handover, status != .notApplicable, status != .exempt else { return nil }
        return rules.clock.deadline(handover: handover.time)
    }

    private var clock: [Said] {
        guard let handover = history.handover else {
            return [Said(language("not handed over yet", "尚未交接"))]
        }
        guard let deadline else {
            return [Said(language("does not run for this order", "该订单不计时"))]
        }
        let until = language("deadline \(LocalTime.text(deadline))", "截止 \(LocalTime.text(deadline))") + " · "
        guard let accepted = history.standing?.firstAcceptedAt else {
            return [Said(until + language("no accepted number", "尚无合规单号"))]
        }
        if accepted <= handover.time {
            return [Said(until + language("uploaded before handover", "交接前已上传"))]
        }
        let used = LocalTime.text(accepted - handover.time, in: language)
        let allowed = LocalTime.text(rules.clock.uploadWindow, in: language)
        let usage = until + language("\(used) of \(allowed) used", "已用 \(used) / \(allowed)")
        guard accepted > deadline else { return [Said(usage)] }
        // The mark itself may still be waiting for facts in flight.
        let late = LocalTime.text(accepted - deadline, in: language)
        return [Said(usage + " · "), Said(language("\(late) too late", "超时 \(late)"), .bad)]
    }

    /// What to do now, the most urgent first; never empty.
    public var advice: [Advice] {
        let open = history.standing?.open ?? []
        var steps = open.filter { $0.severity == .blocking }.map { finding in
            Advice(
                text: language(rules.message(finding.code).fix),
                value: finding.fix.isEmpty ? nil : finding.fix)
        }
        if steps.isEmpty {
            switch status {
            case .awaitingNumber:
                steps.append(
                    Advice(
                        text: history.isVoided
                            ? language(
                                "Upload a new tracking number: a voided one can never be used again.",
                                "上传新的物流单号：作废的单号不能再用。")
                            : language("Upload the tracking number.", "上传物流单号。")))
            case .intercepted: steps.append(Advice(text: language("Mend the findings above.", "处理上述问题。")))
            case .compliant, .exempt, .notApplicable:
                steps.append(Advice(text: language("Nothing: the parcel may ship.", "无需处理，可以发货。")))
            }
        }
        if history.missed != nil {
            steps.append(
                Advice(
                    text: language(
                        "The mark 「异常单」 is permanent; only a late-arriving fact that shows an upload in time withdraws it.",
                        "异常单标记永久有效；只有迟到的事实证明按时上传时才会撤回。")))
        }
        return steps
    }
}
