public import Vocabulary

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

    /// For a table or CSV: empty for null.
    public var text: String {
        switch self {
        case .null: ""
        case .text(let text), .json(let text): text
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
        case .integer, .boolean, .json: text
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

    /// The value of a column in a row; nil where there is no such column.
    public subscript(_ row: Int, _ column: String) -> ViewValue? {
        columns.firstIndex(of: column).map { rows[row][$0] }
    }
}

/// Text as a JSON string.
enum JSONText {
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
