import GRDB
import Vocabulary

/// What a filter asks of a view's rows, in SQL. Values are always arguments, names always from the shape.
struct RowConditions {
    private(set) var sql: [String] = []
    private(set) var arguments = StatementArguments()

    init(_ shape: ViewShape, _ filter: ViewFilter, view: String) throws(ViewError) {
        for (name, value) in Self.conditions(filter) {
            guard shape.filters.contains(name) else { throw .noSuchFilter(view: view, filter: name) }
            sql.append(value)
        }
        for (name, value) in Self.comparisons(filter) {
            guard shape.filters.contains(name) else { throw .noSuchFilter(view: view, filter: name) }
            add("\"\(name)\" = ?", value)
        }
        guard let sellers = filter.sellers else { return }
        guard shape.filters.contains("sellerId") else {
            throw .noSuchFilter(view: view, filter: "sellerId")
        }
        sql.append("\"sellerId\" IN (\(sellers.map { _ in "?" }.joined(separator: ",")))")
        for seller in sellers { arguments += [seller.text] }
    }

    mutating func add(_ condition: String, _ values: (any DatabaseValueConvertible)?...) {
        sql.append(condition)
        for value in values { arguments += [value] }
    }

    /// With its WHERE; empty where everything passes.
    var clause: String { sql.isEmpty ? "" : " WHERE \(sql.joined(separator: " AND "))" }

    /// Conditions without arguments: only as literals can they use an index over a part of the rows.
    private static func conditions(_ filter: ViewFilter) -> [(String, String)] {
        let deadline = "\"deadlineAt\" IS NOT NULL AND \"uploadedAt\" IS NULL"
        let all: [(String, String?)] = [
            ("status", filter.status.map { "\"status\" = '\($0.rawValue)'" }),
            ("finding", filter.finding.map { "\"findings\" LIKE '%\"\($0.rawValue)\"%'" }),
            ("abnormal", filter.isAbnormal.map { "\"abnormal\" = \($0 ? 1 : 0)" }),
            ("open", filter.isOpen.map { "\"resolvedAt\" IS \($0 ? "" : "NOT ")NULL" }),
            (
                "mismatched",
                filter.isMismatched.map {
                    $0 ? "\"differenceFen\" <> 0" : "(\"differenceFen\" = 0 OR \"differenceFen\" IS NULL)"
                }
            ),
            ("openDeadline", filter.hasOpenDeadline.map { $0 ? deadline : "NOT (\(deadline))" }),
        ]
        return all.compactMap { name, condition in condition.map { (name, $0) } }
    }

    /// Columns that must equal a value.
    private static func comparisons(_ filter: ViewFilter) -> [(String, String)] {
        let all: [(String, String?)] = [
            ("orderId", filter.order?.text), ("sellerId", filter.seller?.text),
            ("provider", filter.provider?.text), ("country", filter.country?.text),
            ("stage", filter.stage?.rawValue), ("trackingNumber", filter.trackingNumber?.text),
            ("kind", filter.kind?.rawValue), ("severity", filter.severity?.rawValue),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }
}
