import GRDB
import Vocabulary

/// A SELECT over one view, from a filter. Values are always arguments, names always from the shape.
struct ViewQuery {
    private(set) var sql: String
    private(set) var arguments = StatementArguments()

    init(_ shape: ViewShape, _ filter: ViewFilter, view: String) throws(ViewError) {
        let columns = shape.names.map { "\"\($0)\"" }.joined(separator: ", ")
        sql = "SELECT \(columns) FROM \"\(shape.table)\""
        var conditions: [String] = []
        for (name, value) in Self.conditions(filter) {
            guard shape.filters.contains(name) else { throw .noSuchFilter(view: view, filter: name) }
            conditions.append(value)
        }
        for (name, value) in Self.comparisons(filter) {
            guard shape.filters.contains(name) else { throw .noSuchFilter(view: view, filter: name) }
            conditions.append("\"\(name)\" = ?")
            arguments += [value]
        }
        if !conditions.isEmpty { sql += " WHERE \(conditions.joined(separator: " AND "))" }
        let key = shape.order
        if let sort = filter.sort {
            guard shape.names.contains(sort) else { throw .noSuchFilter(view: view, filter: sort) }
            sql += " ORDER BY \"\(sort)\"\(filter.isDescending ? " DESC" : ""), \"\(key)\""
        } else {
            sql += " ORDER BY \"\(key)\"\(filter.isDescending ? " DESC" : "")"
        }
        sql += " LIMIT \(filter.limit ?? -1) OFFSET \(max(0, filter.offset))"
    }

    /// Conditions without arguments: only as literals can they use an index over a part of the rows.
    private static func conditions(_ filter: ViewFilter) -> [(String, String)] {
        let deadline = "\"deadlineAt\" IS NOT NULL AND \"uploadedAt\" IS NULL"
        let all: [(String, String?)] = [
            ("status", filter.status.map { "\"status\" = '\($0.rawValue)'" }),
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
