public import Vocabulary
import Wire

/// One cell of a query's answer.
public enum ViewValue: Sendable, Equatable {
    case null
    case text(String)
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    /// Shown as RFC 3339.
    case time(Instant)
    /// JSON already: an array or an object that goes into JSON output as it is.
    case json(String)
    /// Rows within the row: an array of objects in JSON.
    case table(ViewTable)

    /// For a table or CSV: empty for null.
    public var text: String {
        switch self {
        case .null: ""
        case .text(let text), .json(let text): text
        case .table(let table): table.json
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .time(let instant): instant.text
        }
    }

    /// As a JSON value.
    public var json: String {
        switch self {
        case .null: "null"
        case .text(let text): JSONText.quoted(text)
        case .time(let instant): "\"\(instant.text)\""
        case .real(let number): number.isFinite ? String(number) : "null"
        case .integer, .boolean, .json, .table: text
        }
    }
}

/// The answer to a query: named columns in their order, and rows of as many values.
public struct ViewTable: Sendable, Equatable {
    public var columns: [String]
    public var rows: [[ViewValue]]

    public init(columns: [String], rows: [[ViewValue]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// One row as a JSON object with its members in the order of the columns; null members are kept, so that every
    /// line has the same names.
    public func json(row: [ViewValue]) -> String {
        let members = zip(columns, row).map { "\(JSONText.quoted($0)):\($1.json)" }
        return "{\(members.joined(separator: ","))}"
    }

    /// All rows as a JSON array.
    public var json: String { "[\(rows.map { json(row: $0) }.joined(separator: ","))]" }

    /// The value of a column in a row; nil where there is no such column.
    public subscript(_ row: Int, _ column: String) -> ViewValue? {
        columns.firstIndex(of: column).map { rows[row][$0] }
    }
}
