internal import GRDB
internal import Vocabulary

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
            if name == "open" {
                conditions.append("\"resolvedAt\" IS \(value == "1" ? "" : "NOT ")NULL")
            } else {
                conditions.append("\"\(name)\" = ?")
                arguments += [value]
            }
        }
        if !conditions.isEmpty { sql += " WHERE \(conditions.joined(separator: " AND "))" }
        let key = shape.table == "parked" ? "position" : "id"
        if let sort = filter.sort {
            guard shape.names.contains(sort) else { throw .noSuchFilter(view: view, filter: sort) }
            sql += " ORDER BY \"\(sort)\"\(filter.isDescending ? " DESC" : ""), \"\(key)\""
        } else {
            sql += " ORDER BY \"\(key)\"\(filter.isDescending ? " DESC" : "")"
        }
        sql += " LIMIT \(filter.limit ?? -1) OFFSET \(max(0, filter.offset))"
    }

    /// The members that are set, by the column they stand for.
    private static func conditions(_ filter: ViewFilter) -> [(String, String)] {
        let all: [(String, String?)] = [
            ("orderId", filter.order?.text), ("sellerId", filter.seller?.text),
            ("provider", filter.provider?.text), ("country", filter.country?.text),
            ("status", filter.status?.rawValue), ("stage", filter.stage?.rawValue),
            ("abnormal", filter.isAbnormal.map { $0 ? "1" : "0" }),
            ("trackingNumber", filter.trackingNumber?.text), ("kind", filter.kind?.rawValue),
            ("severity", filter.severity?.rawValue), ("open", filter.isOpen.map { $0 ? "1" : "0" }),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }
}
