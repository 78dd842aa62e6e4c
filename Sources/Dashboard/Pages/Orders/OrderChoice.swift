import Explaining
import Rulebook
import Views
import Vocabulary

/// Which orders are wanted, as it stands in a page's address.
struct OrderChoice: Sendable {
    private var filter = ViewFilter()
    private(set) var sort: String?
    let parameters: [(name: String, value: String?)]
    let link = Link("orders")

    var isDescending: Bool { filter.isDescending }

    init(_ query: inout Query) throws(Problem) {
        filter.status = try query.choice("status")
        filter.finding = try query.choice("finding")
        filter.stage = try query.choice("stage")
        filter.seller = try query.identifier("sellerId")
        filter.provider = try query.identifier("provider")
        filter.country = try query.country("country")
        filter.isAbnormal = try query.truth("abnormal")
        filter.hasOpenDeadline = try query.truth("openDeadline")
        filter.trackingNumber = try query.identifier("trackingNumber")
        sort = try query.choice("sort", Sorting.self)?.rawValue
        filter.sort = sort
        // The newest first, but clocks by what is left.
        filter.isDescending = sort == nil
        parameters = [
            ("status", filter.status?.rawValue), ("finding", filter.finding?.rawValue),
            ("stage", filter.stage?.rawValue), ("sellerId", filter.seller?.text),
            ("provider", filter.provider?.text), ("country", filter.country?.text),
            ("abnormal", filter.isAbnormal.map { "\($0)" }),
            ("openDeadline", filter.hasOpenDeadline.map { "\($0)" }),
            ("trackingNumber", filter.trackingNumber?.text), ("sort", sort),
        ]
    }

    private enum Sorting: String, CaseIterable { case deadlineAt }

    func filter(for principal: Principal) -> ViewFilter {
        var filter = filter
        filter.sellers = principal.sellers
        return filter
    }

    func form(_ language: Language) -> HTML {
        let names = Names(language: language)
        func value(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
        return Pick(
            action: link,
            fields: [
                Pick.Field(
                    name: "status", label: language("status", "状态"), value: value("status"),
                    options: ComplianceStatus.allCases.map { ($0.rawValue, names.status($0).text) }),
                Pick.Field(
                    name: "finding", label: language("finding", "问题"), value: value("finding"),
                    options: FindingCode.allCases.sorted().map { ($0.rawValue, $0.rawValue) }),
                Pick.Field(
                    name: "stage", label: language("stage", "阶段"), value: value("stage"),
                    options: Stage.allCases.map { ($0.rawValue, names.stage($0)) }),
                Pick.Field(name: "sellerId", label: language("store", "店铺"), value: value("sellerId")),
                Pick.Field(name: "provider", label: language("provider", "服务商"), value: value("provider")),
                Pick.Field(name: "country", label: language("to (ES)", "目的国（ES）"), value: value("country")),
                Pick.Field(
                    name: "abnormal", label: "异常单", value: value("abnormal"),
                    options: [("true", language("yes", "是")), ("false", language("no", "否"))]),
                Pick.Field(
                    name: "openDeadline", label: language("clock runs", "计时中"), value: value("openDeadline"),
                    options: [("true", language("yes", "是")), ("false", language("no", "否"))]),
            ]
        ).html(language)
    }
}
