import GRDB
import Vocabulary

/// The columns of a view as they are shown, and how their values are read.
struct ViewShape: Sendable {
    enum Kind: Sendable { case text, integer, real, boolean, time, json }

    var table: String
    var columns: [(name: String, kind: Kind)]
    /// The names a filter's members have here.
    var filters: Set<String>

    static let compliance = ViewShape(
        table: "compliance",
        columns: [
            ("orderId", .text), ("sellerId", .text), ("country", .text), ("provider", .text),
            ("trackingNumber", .text), ("stage", .text), ("status", .text), ("abnormal", .boolean),
            ("findings", .json), ("declaredAt", .time), ("handedOverAt", .time), ("deadlineAt", .time),
            ("uploadedAt", .time), ("validatedAt", .time), ("routedAt", .time), ("onNetworkAt", .time),
            ("deliveredAt", .time), ("subsidyEligible", .boolean), ("countedInScore", .boolean),
            ("rulebook", .text), ("position", .integer),
        ],
        filters: [
            "orderId", "sellerId", "provider", "country", "status", "stage", "abnormal", "trackingNumber",
            "openDeadline",
        ])

    static let anomalies = ViewShape(
        table: "anomalies",
        columns: [
            ("id", .integer), ("kind", .text), ("severity", .text), ("orderId", .text), ("sellerId", .text),
            ("openedAt", .time), ("resolvedAt", .time), ("evidence", .json), ("clause", .text),
            ("message", .text), ("messageZh", .text), ("fix", .text), ("detail", .text), ("subject", .text),
        ],
        filters: ["orderId", "sellerId", "kind", "severity", "open"])

    static let exemptions = ViewShape(
        table: "exemptions",
        columns: [
            ("requestId", .text), ("sellerId", .text), ("orderId", .text), ("category", .text),
            ("requestedAt", .time), ("documents", .json), ("missing", .json), ("decision", .text),
            ("decidedAt", .time), ("reviewWorkingDays", .real), ("outcome", .text), ("evidence", .json),
        ],
        filters: ["orderId", "sellerId"])

    /// As stored: what people see is reckoned from it, see ``ViewReader/onboarding(_:_:)``.
    static let onboarding = ViewShape(
        table: "onboarding",
        columns: [
            ("sellerId", .text), ("provider", .text), ("engagedAt", .time), ("papers", .text),
            ("tracks", .text), ("approvedAt", .time), ("bound", .boolean), ("bindingAt", .time),
            ("addressesAt", .time), ("addressesDiffer", .boolean), ("position", .integer),
        ],
        filters: ["sellerId", "provider"])

    /// Amounts are fen.
    static let fees = ViewShape(
        table: "fees",
        columns: [
            ("orderId", .text), ("sellerId", .text), ("provider", .text), ("line", .text), ("card", .text),
            ("weightGrams", .integer), ("baseFen", .integer), ("lightParcelFen", .integer),
            ("ddpFen", .integer), ("serviceFen", .integer), ("surchargeFen", .integer),
            ("couponFen", .integer), ("totalFen", .integer), ("couponOrdinal", .integer),
            ("billedFen", .integer), ("differenceFen", .integer), ("rulebook", .text),
            ("position", .integer),
        ],
        filters: ["orderId", "sellerId", "provider", "mismatched"])

    static let parked = ViewShape(
        table: "parked",
        columns: [("position", .integer), ("orderId", .text), ("error", .text)], filters: ["orderId"])

    var names: [String] { columns.map(\.name) }

    func values(_ row: Row) -> [ViewValue] {
        columns.enumerated().map { index, column in
            switch column.kind {
            case .text: (row[index] as String?).map { .text($0) } ?? .null
            case .json: (row[index] as String?).map { .json($0) } ?? .null
            case .integer: (row[index] as Int64?).map { .integer($0) } ?? .null
            case .real: (row[index] as Double?).map { .real($0) } ?? .null
            case .boolean: (row[index] as Bool?).map { .boolean($0) } ?? .null
            case .time: (row[index] as Int64?).map { .time(Instant(nanoseconds: $0)) } ?? .null
            }
        }
    }
}
