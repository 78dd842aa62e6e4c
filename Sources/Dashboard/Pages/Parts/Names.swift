import Explaining
import Rulebook
import Vocabulary

/// What things are called on pages, in both languages.
struct Names {
    let language: Language

    func status(_ status: ComplianceStatus) -> Chip {
        switch status {
        case .compliant: Chip(language("compliant", "合规"), .good)
        case .intercepted: Chip(language("intercepted", "拦截"), .bad)
        case .exempt: Chip(language("exempt", "豁免"), .good)
        case .notApplicable: Chip(language("not applicable", "不适用"), .faint)
        case .awaitingNumber: Chip(language("awaiting number", "待上传单号"), .warning)
        }
    }

    func stage(_ stage: Stage) -> String {
        switch stage {
        case .declared: language("declared", "已申报")
        case .handedOver: language("handed over", "已交接")
        case .numberUploaded: language("number uploaded", "已上传单号")
        case .validated: language("checked", "已校验")
        case .routed: language("routed", "已分拨")
        case .onNetwork: language("on network", "已上网")
        case .inTransit: language("in transit", "运输中")
        case .delivered: language("delivered", "已妥投")
        case .lost: language("lost", "丢失")
        }
    }

    func component(_ component: ScoreComponent) -> String { ScoreNames(language).name(component) }

    func kpi(_ name: String) -> String {
        if let kpi = NetworkKPI(rawValue: name) { return ScoreNames(language).name(kpi) }
        return name == "exemption-pass-rate" ? ScoreNames(language).exemptionPassRate : name
    }

    func step(_ name: String) -> String {
        switch OnboardingStep(rawValue: name) {
        case .certification: language("certified provider", "服务商认证")
        case .contract: language("contract", "签约")
        case .qualification: language("papers", "资质备案")
        case .integrationTest: language("integration test", "对接测试")
        case .binding: language("binding", "授权绑定")
        case nil: name
        }
    }

    /// A share as per cent, or days, or a dash.
    func value(_ value: Double?, isDays: Bool) -> String {
        guard let value else { return "–" }
        return isDays
            ? "\(Figures.decimal(value, 2)) \(language("d", "天"))" : "\(Figures.decimal(value * 100, 1)) %"
    }
}

extension ScoreComponent {
    /// Whether it is a mean of days; else it is a share.
    var isDays: Bool { self == .onNetworkDays }
}
