/// One column of a view's table.
struct Column: Sendable {
    enum Role: Sendable {
        /// Written when the row is new, never again.
        case fixed
        /// Seldom changes, and an index hangs on it: rewritten only when it did change.
        case settled
        /// Written with every change of the row.
        case moving
    }
    var name: String
    /// SQLite's type and constraints.
    var declaration: String
    var role: Role

    static func fixed(_ name: String, _ declaration: String) -> Self {
        Self(name: name, declaration: declaration, role: .fixed)
    }
    static func settled(_ name: String, _ declaration: String) -> Self {
        Self(name: name, declaration: declaration, role: .settled)
    }
    static func moving(_ name: String, _ declaration: String) -> Self {
        Self(name: name, declaration: declaration, role: .moving)
    }
}

/// A table whose rows lie under a dense integer `id` and are found by a key.
///
/// All its statements number their parameters alike: ?1 is the id, ?2 the first column. One way of binding a row
/// serves inserting and updating.
struct TableShape: Sendable {
    var name: String
    var columns: [Column]
    /// The columns that name a row, first in `columns`.
    var keyColumns: Int

    var create: String {
        let lines = columns.map { "    \"\($0.name)\" \($0.declaration)" }
        let all = ["    \"id\" INTEGER PRIMARY KEY"] + lines
        return "CREATE TABLE \"\(name)\" (\n\(all.joined(separator: ",\n"))\n)"
    }

    /// The only index a projector itself needs; those for queries are made when a rebuild has caught up.
    var createKeyIndex: String {
        "CREATE UNIQUE INDEX \"\(name)_by_key\" ON \"\(name)\" (\(quoted(columns.prefix(keyColumns))))"
    }

    var insert: String {
        let places = (1...columns.count + 1).map { "?\($0)" }.joined(separator: ", ")
        return "INSERT INTO \"\(name)\" (\"id\", \(quoted(columns[...]))) VALUES (\(places))"
    }

    var updateMoving: String { update { $0 == .moving } }

    var updateAll: String { update { $0 != .fixed } }

    var select: String {
        let key = columns.prefix(keyColumns).enumerated().map { "\"\($1.name)\" IS ?\($0 + 1)" }
        let condition = key.joined(separator: " AND ")
        return "SELECT \"id\", \(quoted(columns[...])) FROM \"\(name)\" WHERE \(condition)"
    }

    private func update(_ includes: (Column.Role) -> Bool) -> String {
        let settings = columns.enumerated().filter { includes($1.role) }.map { "\"\($1.name)\" = ?\($0 + 2)" }
        return "UPDATE \"\(name)\" SET \(settings.joined(separator: ", ")) WHERE \"id\" = ?1"
    }

    private func quoted(_ columns: ArraySlice<Column>) -> String {
        columns.map { "\"\($0.name)\"" }.joined(separator: ", ")
    }
}
