import Rulebook
import Vocabulary

/// An order told so that a seller understands it: how it stands, its timeline, and what to do now.
struct Explanation {
    let history: OrderHistory
    let rulebooks: Timetable<Rulebook>
    let language: Language

    var texts: EventText { EventText(language: language, rulebooks: rulebooks, provider: history.provider) }
    /// Those that judge the order's clock.
    var rules: Rulebook {
        history.handover.map { rulebooks[at: $0.time] } ?? rulebooks.newest
    }

    /// The lines to print.
    var lines: [String] {
        [title, ""] + facts + [""] + timeline + ["", Style.strong(language("What to do now", "现在该做什么"))]
            + advice
    }

    private var title: String {
        var parts = ["\(language("Order", "订单")) \(history.order)"]
        if let declaration = history.declaration {
            parts += [declaration.sellerID.text, declaration.country.text]
        } else if let handover = history.handover {
            parts.append(handover.fact.sellerID.text)
        }
        return Style.strong(parts.joined(separator: " · "))
    }

    private var facts: [String] {
        let standing = history.standing
        var rows = [
            (language("status", "状态"), texts.status(standing?.status ?? .awaitingNumber)),
            (language("number", "单号"), standing?.acceptedNumber?.text ?? language("none bound", "未绑定")),
            (language("checks", "四项校验"), steps),
            (language("clock", "时限"), clock),
        ]
        if let missed = history.missed {
            let clause = rules.message(missed.acceptedAt == nil ? AnomalyKind.missingUpload : .lateUpload)
                .clause
            rows.append((language("mark", "标记"), Style.bad("异常单") + "  \(clause)"))
        }
        rows += money
        if let rulebook = standing?.rulebook { rows.append((language("rulebook", "规则"), rulebook.text)) }
        return rows.map { name, value in
            "  \(name)\(String(repeating: " ", count: max(1, 10 - Terminal.width(name))))\(value)"
        }
    }

    private var clock: String {
        guard let handover = history.handover else { return language("not handed over yet", "尚未交接") }
        let status = history.standing?.status ?? .awaitingNumber
        guard status != .notApplicable, status != .exempt else {
            return language("does not run for this order", "该订单不计时")
        }
        let deadline = rules.clock.deadline(handover: handover.time)
        let until = language("deadline \(LocalTime.text(deadline))", "截止 \(LocalTime.text(deadline))")
        guard let accepted = history.standing?.firstAcceptedAt else {
            return until + " · " + language("no accepted number", "尚无合规单号")
        }
        if accepted <= handover.time { return until + " · " + language("uploaded before handover", "交接前已上传") }
        let used = LocalTime.text(accepted - handover.time, in: language)
        let allowed = LocalTime.text(rules.clock.uploadWindow, in: language)
        let usage = until + " · " + language("\(used) of \(allowed) used", "已用 \(used) / \(allowed)")
        guard accepted > deadline else { return usage }
        // The mark itself may still be waiting for facts in flight.
        let late = LocalTime.text(accepted - deadline, in: language)
        return usage + " · " + Style.bad(language("\(late) too late", "超时 \(late)"))
    }

    private var timeline: [String] {
        var table = Table(language("time (\(LocalTime.zone))", "时间（北京时间）"), language("what", "事件"), "")
        var notes: [Int: [String]] = [:]
        for recorded in history.records.sorted(by: {
            ($0.event.time, $0.position) < ($1.event.time, $1.position)
        }) {
            let words = texts.words(recorded)
            table.add([LocalTime.text(recorded.event.time), words.name, words.detail])
            if recorded.origin == .decision, case .validated(let it) = recorded.event.payload {
                notes[table.rows.count] =
                    interception(it) + it.findings.flatMap { note($0, by: rulebooks.named(it.rulebook)) }
            }
            if case .routed(let it) = recorded.event.payload { notes[table.rows.count] = considered(it) }
            if case .feeAssessed(let it) = recorded.event.payload {
                notes[table.rows.count] = working(it, at: recorded.position)
            }
        }
        var lines: [String] = []
        for (index, line) in table.fitted(to: Terminal.columns - 2).lines(indent: 2).enumerated() {
            lines.append(line)
            lines += notes[index - 1] ?? []
        }
        return lines
    }

    /// The words the platform uses for every interception (R13).
    private func interception(_ it: Validated) -> [String] {
        guard it.verdict == .intercepted else { return [] }
        return Terminal.wrapped(language(rules.messages.interception.text), indent: Self.margin)
    }

    private func note(_ finding: Finding, by rules: Rulebook) -> [String] {
        let message = rules.message(finding.code)
        let colour: Style = finding.severity == .blocking ? .bad : .warning
        var text = "\(colour(finding.code.rawValue)) \(language(message.text))"
        if !finding.evidence.isEmpty { text += "  [\(finding.evidence)]" }
        return Terminal.wrapped(text, indent: Self.margin)
            + Terminal.wrapped(message.clause, indent: Self.margin).map { Style.faint($0) }
    }

    /// Notes stand under the second column.
    static let margin = 27

    private var advice: [String] {
        let open = history.standing?.open ?? []
        let status = history.standing?.status ?? .awaitingNumber
        var steps = open.filter { $0.severity == .blocking }.map { finding in
            let general = language(rules.message(finding.code).fix)
            return finding.fix.isEmpty ? general : "\(general) → \(Style.strong(finding.fix))"
        }
        if steps.isEmpty {
            switch status {
            case .awaitingNumber:
                steps.append(
                    history.isVoided
                        ? language(
                            "Upload a new tracking number: a voided one can never be used again.",
                            "上传新的物流单号：作废的单号不能再用。")
                        : language("Upload the tracking number.", "上传物流单号。"))
            case .intercepted: steps.append(language("Mend the findings above.", "处理上述问题。"))
            case .compliant, .exempt, .notApplicable:
                steps.append(language("Nothing: the parcel may ship.", "无需处理，可以发货。"))
            }
        }
        if history.missed != nil {
            steps.append(
                language(
                    "The mark 「异常单」 is permanent; only a late-arriving fact that shows an upload in time withdraws it.",
                    "异常单标记永久有效；只有迟到的事实证明按时上传时才会撤回。"))
        }
        return steps.flatMap { Terminal.wrapped("• \($0)", indent: 2) }
    }
}
