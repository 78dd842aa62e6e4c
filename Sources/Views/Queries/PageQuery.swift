import GRDB

/// The SELECTs that give a page, one after the other: rows without a value in the sorted column are a piece of their own,
/// so that every piece can begin anywhere in an index.
struct PageQuery {
    struct Piece {
        var sql: String
        var arguments: StatementArguments
    }

    let pieces: [Piece]

    init(
        _ shape: ViewShape, _ filter: ViewFilter, after place: PagePlace?, view: String
    ) throws(ViewError) {
        let conditions = try RowConditions(shape, filter, view: view)
        let down = filter.isDescending
        guard let sort = filter.sort else {
            pieces = [Self.byKey(shape, conditions, after: place?.key, down, sort: nil)]
            return
        }
        guard shape.names.contains(sort) else { throw .noSuchFilter(view: view, filter: sort) }
        var without = conditions
        without.add("\"\(sort)\" IS NULL")
        var with = conditions
        with.add("\"\(sort)\" IS NOT NULL")
        let isInNulls = place?.value == .null
        let nulls = Self.byKey(shape, without, after: isInNulls ? place?.key : nil, down, sort: sort)
        let values = Self.byValue(shape, with, sort, after: isInNulls ? nil : place, down)
        // SQLite takes NULL for the smallest value.
        let hasLeftFirst = place.map { _ in isInNulls == down } ?? false
        let all = down ? [values, nulls] : [nulls, values]
        pieces = hasLeftFirst ? Array(all.dropFirst()) : all
    }

    private static func byKey(
        _ shape: ViewShape, _ conditions: RowConditions, after key: Int64?, _ down: Bool, sort: String?
    ) -> Piece {
        var conditions = conditions
        if let key { conditions.add("\"\(shape.order)\" \(down ? "<" : ">") ?", key) }
        return piece(shape, conditions, sort, "\"\(shape.order)\"\(down ? " DESC" : "")")
    }

    private static func byValue(
        _ shape: ViewShape, _ conditions: RowConditions, _ sort: String, after place: PagePlace?,
        _ down: Bool
    ) -> Piece {
        var conditions = conditions
        let (column, key, sign) = ("\"\(sort)\"", "\"\(shape.order)\"", down ? "<" : ">")
        if let place, let value = place.value {
            conditions.add(
                "\(column) \(sign)= ? AND (\(column) \(sign) ? OR \(key) \(sign) ?)", value.sql, value.sql,
                place.key)
        }
        let direction = down ? " DESC" : ""
        return piece(shape, conditions, sort, "\(column)\(direction), \(key)\(direction)")
    }

    private static func piece(
        _ shape: ViewShape, _ conditions: RowConditions, _ sort: String?, _ order: String
    ) -> Piece {
        let columns = [shape.selection, "\"\(shape.order)\"", sort.map { "\"\($0)\"" } ?? "NULL"]
        return Piece(
            sql: "SELECT \(columns.joined(separator: ", ")) FROM \"\(shape.table)\"\(conditions.clause)"
                + " ORDER BY \(order)",
            arguments: conditions.arguments)
    }
}

extension PagePlace.Value {
    fileprivate var sql: (any DatabaseValueConvertible)? {
        switch self {
        case .null: nil
        case .integer(let number): number
        case .real(let number): number
        case .text(let text): text
        }
    }

    init(_ value: DatabaseValue) {
        self =
            switch value.storage {
            case .null: .null
            case .int64(let number): .integer(number)
            case .double(let number): .real(number)
            case .string(let text): .text(text)
            case .blob(let data): .text(String(decoding: data, as: UTF8.self))
            }
    }
}

extension ViewReader {
    /// At most `limit` rows from a place on, in one consistent snapshot. The filter's own limit and offset do not count.
    public func page(_ filter: ViewFilter, after place: PagePlace? = nil, limit: Int) throws -> ViewPage {
        let shape = try shape()
        let query = try PageQuery(shape, filter, after: place, view: view)
        return try read { db in
            var page = ViewPage(
                table: ViewTable(columns: shape.names), checkpoint: try Checkpoint.read(db) ?? Checkpoint())
            var last: PagePlace?
            for piece in query.pieces {
                let room = limit - page.table.rows.count
                // One more than wanted tells whether there is another page.
                let rows = try Row.fetchCursor(
                    db, sql: piece.sql + " LIMIT \(room + 1)", arguments: piece.arguments)
                while let row = try rows.next() {
                    guard page.table.rows.count < limit else {
                        page.next = last
                        return page
                    }
                    page.table.rows.append(shape.values(row))
                    let value: DatabaseValue = row[shape.columns.count + 1]
                    last = PagePlace(
                        value: filter.sort == nil ? nil : PagePlace.Value(value),
                        key: row[shape.columns.count])
                }
            }
            return page
        }
    }
}
