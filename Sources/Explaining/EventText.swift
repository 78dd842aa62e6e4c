public import Rulebook
public import Vocabulary

/// One record in words.
public struct EventText: Sendable {
    public let language: Language
    public let rulebooks: Timetable<Rulebook>
    /// Whose codes an order's scans carry where they do not say it themselves; nil where that is not known.
    public var provider: ProviderID?

    public init(language: Language, rulebooks: Timetable<Rulebook>, provider: ProviderID? = nil) {
        (self.language, self.rulebooks, self.provider) = (language, rulebooks, provider)
    }

    /// A short name of what happened, and what it said.
    public func words(_ recorded: Recorded) -> (name: String, detail: Said) {
        let (name, detail) = texts(recorded)
        return (name, Said(detail, tone(recorded.event.payload)))
    }

    private func tone(_ payload: Payload) -> Tone? {
        switch payload {
        case .validated(let it): verdict(it.verdict).tone
        case .deadlineMissed: .bad
        case .orderDeclared, .handedOver, .numberUploaded, .numberVoided, .scanned, .delivered, .lost,
            .complained, .feeBilled, .routed, .exemptionRequested, .exemptionDecided, .deadlineApproaching,
            .deadlineWithdrawn, .feeAssessed, .rulebookActivated, .providerCertified, .providerDecertified,
            .providerEngaged, .qualificationFiled, .trialTracked, .integrationApproved, .providerBound,
            .providerUnbound:
            nil
        }
    }

    private func texts(_ recorded: Recorded) -> (name: String, detail: String) {
        switch recorded.event.payload {
        case .orderDeclared(let it): (language("declared", "已申报"), declared(it))
        case .handedOver(let it):
            (
                language("handed over", "已交接"),
                [it.provider.text, it.warehouse?.text].compactMap(\.self).joined(separator: ", ")
            )
        case .numberUploaded(let it):
            (
                language("number uploaded", "单号上传"),
                "\(it.trackingNumber) · \(it.provider) · "
                    + language("by \(it.erpAccount)", "账号 \(it.erpAccount)")
            )
        case .numberVoided(let it):
            (
                language("number voided", "单号作废"),
                [it.trackingNumber.text, it.reason ?? ""].joined(separator: "  ")
            )
        case .scanned(let it): (language("scan", "扫描"), scanned(it, at: recorded.event.time))
        case .delivered: (language("delivered", "已妥投"), "")
        case .lost: (language("lost", "丢失"), "")
        case .complained(let it): (language("complaint", "投诉"), it.reason ?? "")
        case .feeBilled(let it):
            (language("billed", "账单"), Figures.yuan(it.amount.amount))
        case .validated(let it): (validatedName(recorded), verdict(it.verdict).text)
        case .routed(let it):
            (language("routed", "路由分拨"), "\(it.line) · " + language("hub \(it.hub)", "枢纽 \(it.hub)"))
        case .exemptionRequested(let it): (language("exemption requested", "申请豁免"), it.requestID.text)
        case .exemptionDecided(let it): (language("exemption decided", "豁免结果"), name(it.decision))
        case .deadlineApproaching(let it):
            (
                language("deadline near", "即将超时"),
                language("\(it.minutesLeft) min left", "剩余 \(it.minutesLeft) 分钟")
            )
        case .deadlineMissed(let it): (language("deadline missed", "异常单"), missed(it))
        case .deadlineWithdrawn(let it): (language("mark withdrawn", "异常标记撤回"), name(it.reason))
        case .feeAssessed(let it): (language("fee", "费用"), working(it))
        case .rulebookActivated(let it):
            (language("rulebook", "规则"), activated(it, from: recorded.event.time))
        case .providerCertified(let it): (language("certified", "服务商认证"), it.provider.text)
        case .providerDecertified(let it): (language("decertified", "取消认证"), it.provider.text)
        case .providerEngaged(let it): (language("engaged", "发起合作"), "\(it.sellerID) · \(it.provider)")
        case .qualificationFiled(let it):
            (language("papers filed", "资质备案"), "\(it.sellerID) · \(it.provider)")
        case .trialTracked(let it):
            (language("trial track", "测试轨迹"), "\(it.sellerID) · \(it.provider) · \(it.trackingNumber)")
        case .integrationApproved(let it):
            (language("test approved", "测试通过"), "\(it.sellerID) · \(it.provider)")
        case .providerBound(let it): (language("bound", "授权绑定"), "\(it.sellerID) · \(it.provider)")
        case .providerUnbound(let it): (language("unbound", "解除绑定"), "\(it.sellerID) · \(it.provider)")
        }
    }

    /// A verdict, and what it means for the parcel.
    public func verdict(_ verdict: Verdict) -> Said {
        switch verdict {
        case .pass: Said(language("pass", "通过"), .good)
        case .intercepted: Said(language("intercepted", "拦截"), .bad)
        case .exempt: Said(language("exempt", "豁免"), .good)
        case .notApplicable: Said(language("not applicable", "不适用"))
        case .pending: Said(language("pending", "待定"), .warning)
        }
    }

    /// How an order stands.
    public func status(_ status: ComplianceStatus) -> Said {
        switch status {
        case .compliant: Said(language("compliant", "合规"), .good)
        case .intercepted: Said(language("intercepted", "拦截"), .bad)
        case .exempt: Said(language("exempt", "豁免"), .good)
        case .notApplicable: Said(language("not applicable", "不适用"))
        case .awaitingNumber: Said(language("awaiting number", "待上传单号"), .warning)
        }
    }

    private func validatedName(_ recorded: Recorded) -> String {
        recorded.origin == .decision
            ? language("verdict", "合规校验") : language("platform's verdict", "平台校验")
    }

    private func declared(_ it: OrderDeclared) -> String {
        var parts = [it.country.text]
        if let category = it.category { parts.append(category.text) }
        if let weight = it.weight { parts.append("\(weight.amount) g") }
        parts.append(language("\(it.boxes) box\(it.boxes == 1 ? "" : "es")", "\(it.boxes) 箱"))
        // A phone number is a person's: what matters of it is in the finding.
        return parts.joined(separator: " · ")
    }

    private func scanned(_ it: Scanned, at time: Instant) -> String {
        let stands = (it.provider ?? provider).map { provider in
            rulebooks[at: time].milestone(provider, code: it.code).map(name)
                ?? language("unknown code", "未知代码")
        }
        return [it.code.text, stands ?? "", it.place?.text ?? ""].filter { !$0.isEmpty }.joined(
            separator: " · ")
    }

    /// Which it is and from when on it judges; its text, a megabyte at most, only by its size.
    private func activated(_ it: RulebookActivated, from: Instant) -> String {
        let hash = it.hash.hasPrefix("sha256:") ? it.hash.dropFirst(7) : it.hash[...]
        return [
            "\(it.name)@\(hash.prefix(8))",
            language("from \(LocalTime.text(from)) on", "\(LocalTime.text(from)) 起"),
            it.hash, Figures.bytes(UInt64(it.content.utf8.count)),
        ].joined(separator: " · ")
    }

    /// Such as `¥51.08 = base 38.00 + ddp 5.42 + …`.
    private func working(_ it: FeeAssessed) -> String {
        guard !it.lines.isEmpty else { return language("nothing is owed", "无需付费") }
        let terms = it.lines.map { line in
            "\(line.amount.amount < 0 ? "−" : "+") \(name(line.item)) \(Figures.yuan(abs(line.amount.amount)))"
        }
        let sum = terms.joined(separator: " ")
        return "\(Figures.yuan(it.total.amount)) = " + (sum.hasPrefix("+ ") ? String(sum.dropFirst(2)) : sum)
    }

    private func missed(_ it: DeadlineMissed) -> String {
        guard let accepted = it.acceptedAt else {
            return language("no accepted number by the deadline", "截止前没有合规单号")
        }
        let late = LocalTime.text(accepted - it.deadline, in: language)
        return language("accepted \(late) late", "单号晚了 \(late)")
    }
}
