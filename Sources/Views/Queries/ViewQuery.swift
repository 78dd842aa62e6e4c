import GRDB
import Vocabulary

/// A SELECT over one view, from a filter. Values are always arguments, names always from the shape.
struct ViewQuery {
    private(set) var sql: String
    private(set) var arguments = StatementArguments()

    init(_ shape: ViewShape, _ filter: ViewFilter, view: String) throws(ViewError) {
        let conditions = try RowConditions(shape, filter, view: view)
        sql = "SELECT \(shape.selection) FROM \"\(shape.table)\"\(conditions.clause)"
        arguments = conditions.arguments
        let key = shape.order
        if let sort = filter.sort {
            guard shape.names.contains(sort) else { throw .noSuchFilter(view: view, filter: sort) }
            sql += " ORDER BY \"\(sort)\"\(filter.isDescending ? " DESC" : ""), \"\(key)\""
        } else {
            sql += " ORDER BY \"\(key)\"\(filter.isDescending ? " DESC" : "")"
        }
        sql += " LIMIT \(filter.limit ?? -1) OFFSET \(max(0, filter.offset))"
    }
}

extension ViewShape {
    /// The columns, for a SELECT.
    var selection: String { names.map { "\"\($0)\"" }.joined(separator: ", ") }
}
