import Explaining
import Rulebook
import Views
import Vocabulary

/// One row of the view `compliance`, as tables of orders show it.
struct OrderRow {
    let id: String
    let seller: String
    let country: String
    let provider: String
    let number: String
    let stage: Stage?
    let status: ComplianceStatus?
    let isAbnormal: Bool
    let codes: [FindingCode]
    let deadline: Instant?
    let handedOverAt: Instant?
    let uploadedAt: Instant?

    init(_ table: ViewTable, _ row: Int) {
        func text(_ column: String) -> String { table[row, column]?.text ?? "" }
        func time(_ column: String) -> Instant? {
            if case .time(let instant)? = table[row, column] { instant } else { nil }
        }
        (id, seller, country) = (text("orderId"), text("sellerId"), text("country"))
        (provider, number) = (text("provider"), text("trackingNumber"))
        (stage, status) = (Stage(rawValue: text("stage")), ComplianceStatus(rawValue: text("status")))
        isAbnormal = table[row, "abnormal"] == .boolean(true)
        codes = ViewReader.codes(text("findings"))
        (deadline, handedOverAt, uploadedAt) = (time("deadlineAt"), time("handedOverAt"), time("uploadedAt"))
    }

    var link: HTML { "<a class=\"id\" href=\"\(Link("orders", id))\">\(id)</a>" }

    var storeLink: HTML {
        seller.isEmpty ? Moments.dash : "<a href=\"\(Link("score", seller))\">\(seller)</a>"
    }

    /// What keeps the order from going, in the words of the rulebook.
    func missing(_ rules: Rulebook, _ language: Language) -> HTML {
        let blocking = codes.filter { rules.message($0).severity == .blocking }
        switch status {
        case .intercepted:
            let reasons = (blocking.isEmpty ? codes : blocking).map { code -> HTML in
                "<span class=\"reason\">\(Chip(code.rawValue, .bad).html) \(language(rules.message(code).text))</span>"
            }
            return reasons.isEmpty ? Chip(language("intercepted", "拦截"), .bad).html : HTML(reasons)
        case .awaitingNumber, nil: return Chip(language("no tracking number", "无物流单号"), .warning).html
        case .compliant, .exempt, .notApplicable:
            return status.html { Names(language: language).status($0).html }
        }
    }

    /// What to do first.
    func fix(_ rules: Rulebook, _ language: Language) -> String {
        switch status {
        case .intercepted:
            let first = codes.first { rules.message($0).severity == .blocking } ?? codes.first
            return first.map { language(rules.message($0).fix) }
                ?? language("Open the order: it says what to mend.", "打开订单查看原因。")
        case .awaitingNumber, nil: return language("Upload the tracking number.", "上传物流单号。")
        case .compliant, .exempt, .notApplicable: return language("Nothing.", "无需处理。")
        }
    }
}
