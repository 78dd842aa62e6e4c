import Foundation
import GRDB
import Vocabulary

/// The columns of a view as they are shown, and how their values are read.
struct ViewShape: Sendable {
    enum Kind: Sendable { case text, integer, real, boolean, time, json, any }

    var table: String
    var columns: [(name: String, kind: Kind)]
    /// The names a filter's members have here.
    var filters: Set<String>
    /// By which rows are sorted where nothing else is asked for.
    var order = "id"

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
            "openDeadline", "finding",
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
        columns: [("position", .integer), ("orderId", .text), ("error", .text)], filters: ["orderId"],
        order: "position")

    /// Of a view that somebody wrote in SQL: the table with the view's name, else the first one. Integers whose name
    /// ends in `At` are times, as everywhere.
    static func defined(_ view: String, _ db: Database) throws -> ViewShape? {
        let tables = try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
                AND name NOT IN ('projector', 'parked', 'rulebooks') ORDER BY rowid
                """)
        guard let table = tables.first(where: { $0 == view }) ?? tables.first else { return nil }
        let columns = try Row.fetchAll(
            db, sql: "SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden <> 1", arguments: [table]
        )
        .map { row -> (name: String, kind: Kind) in
            let (name, type): (String, String) = (row["name"], row["type"])
            return (name, kind(type.uppercased(), name))
        }
        let common: Set = ["orderId", "sellerId", "provider", "country", "trackingNumber"]
        return ViewShape(
            table: table, columns: columns, filters: common.intersection(columns.map(\.name)), order: "rowid")
    }

    private static func kind(_ type: String, _ name: String) -> Kind {
        if type.contains("INT") { return name.hasSuffix("At") ? .time : .integer }
        if type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB") { return .real }
        return type == "JSON" ? .json : .any
    }

    /// As SQLite holds it.
    private static func value(_ value: DatabaseValue) -> ViewValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): .integer(number)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .blob(let data): .text(data.base64EncodedString())
        }
    }

    var names: [String] { columns.map(\.name) }

    func values(_ row: Row) -> [ViewValue] {
        columns.enumerated().map { index, column in
            switch column.kind {
            case .text: (row[index] as String?).map { .text($0) } ?? .null
            case .json: (row[index] as String?).map { .json($0) } ?? .null
            case .integer: (row[index] as Int64?).map { .integer($0) } ?? .null
            case .real: (row[index] as Double?).map { .real($0) } ?? .null
            case .boolean: (row[index] as Bool?).map { .boolean($0) } ?? .null
            case .any: Self.value(row[index])
            case .time: (row[index] as Int64?).map { .time(Instant(nanoseconds: $0)) } ?? .null
            }
        }
    }
}
