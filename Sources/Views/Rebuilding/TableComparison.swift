import GRDB

/// The queries that compare one table of two files, attached as `old` and `new`.
struct TableComparison {
    private let table: String
    /// What a row is recognised by.
    private let key: [String]
    /// What is compared.
    private let columns: [String]
    private let difference: [String]
    private let condition: String

    init(_ table: String, without empty: String?, _ db: Database) throws {
        self.table = table
        let (old, new) = (try Self.columns(table, "old", db), try Self.columns(table, "new", db))
        let both = old.filter { new.contains($0) }
        let key = try Self.key(table, db).filter { both.contains($0) || $0 == Self.rowNumber }
        self.key = key
        // A row found by its key may have come to be in another order.
        columns = both.filter { !key.contains($0) && ($0 != "id" || key.isEmpty) }
        difference = Array(Set(old).symmetricDifference(new)).sorted()
        condition = empty.map { "NOT (\($0))" } ?? "TRUE"
    }

    func count(_ db: Database) throws -> ViewDifference.Table {
        var counts = ViewDifference.Table(name: table, otherColumns: difference)
        counts.old = try number(db, "SELECT count(*) FROM old.\(quoted(table)) WHERE \(condition)")
        counts.new = try number(db, "SELECT count(*) FROM new.\(quoted(table)) WHERE \(condition)")
        counts.onlyOld = try number(db, "SELECT count(*) FROM \(lonely("old", "new"))")
        counts.onlyNew = try number(db, "SELECT count(*) FROM \(lonely("new", "old"))")
        counts.changed = columns.isEmpty ? 0 : try number(db, "SELECT count(*) FROM \(changed)")
        return counts
    }

    /// The first rows that differ.
    func tell(_ limit: Int, _ db: Database) throws -> [ViewDifference.Row] {
        var rows: [ViewDifference.Row] = []
        for (side, other, kind) in [("old", "new", ViewDifference.Kind.onlyOld), ("new", "old", .onlyNew)] {
            let sql =
                "SELECT \(list(key, "a")) FROM \(lonely(side, other)) LIMIT \(max(0, limit - rows.count))"
            rows += try Row.fetchAll(db, sql: sql).map {
                ViewDifference.Row(table: table, kind: kind, key: named(key, $0, from: 0))
            }
        }
        guard !columns.isEmpty, rows.count < limit else { return rows }
        let sql =
            "SELECT \(list(key, "a")), \(list(columns, "a")), \(list(columns, "b")) FROM \(changed) LIMIT \(limit - rows.count)"
        return rows + (try Row.fetchAll(db, sql: sql).map(describe))
    }

    private func describe(_ row: Row) -> ViewDifference.Row {
        let (old, new) = (
            named(columns, row, from: key.count), named(columns, row, from: key.count + columns.count)
        )
        let changes = zip(old, new).filter { $0.value != $1.value }.map {
            ViewDifference.Change(column: $0.name, old: $0.value, new: $1.value)
        }
        return ViewDifference.Row(
            table: table, kind: .changed, key: named(key, row, from: 0), changes: changes)
    }

    // MARK: SQL

    private func lonely(_ side: String, _ other: String) -> String {
        """
        \(side).\(quoted(table)) AS a WHERE (\(condition)) AND NOT EXISTS
        (SELECT 1 FROM \(other).\(quoted(table)) AS b WHERE \(isSame))
        """
    }

    private var changed: String {
        let differs = columns.map { "a.\(quoted($0)) IS NOT b.\(quoted($0))" }.joined(separator: " OR ")
        return "old.\(quoted(table)) AS a JOIN new.\(quoted(table)) AS b ON \(isSame) WHERE \(differs)"
    }

    private var isSame: String {
        key.map { "b.\(quoted($0)) IS a.\(quoted($0))" }.joined(separator: " AND ")
    }

    private func list(_ names: [String], _ alias: String) -> String {
        names.map { "\(alias).\(quoted($0))" }.joined(separator: ", ")
    }

    private func quoted(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }

    private func number(_ db: Database, _ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }

    private func named(_ names: [String], _ row: Row, from first: Int) -> [ViewDifference.Cell] {
        names.enumerated().map { ViewDifference.Cell(name: $1, value: Self.text(row[first + $0])) }
    }

    private static func text(_ value: DatabaseValue) -> String? {
        switch value.storage {
        case .null: nil
        case .int64(let number): String(number)
        case .double(let number): String(number)
        case .string(let text): text
        case .blob(let data): data.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
    }

    private static func columns(_ table: String, _ schema: String, _ db: Database) throws -> [String] {
        try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?, ?)", arguments: [table, schema])
    }

    private static let rowNumber = "rowid"

    /// The key by which the fold finds a row; else the table's primary key; else the number SQLite gave it.
    private static func key(_ table: String, _ db: Database) throws -> [String] {
        let named = try String.fetchAll(
            db, sql: "SELECT name FROM pragma_index_info(?, 'new')", arguments: ["\(table)_by_key"])
        if !named.isEmpty { return named }
        let primary = try String.fetchAll(
            db, sql: "SELECT name FROM pragma_table_info(?, 'new') WHERE pk > 0 ORDER BY pk",
            arguments: [table])
        return primary.isEmpty ? [rowNumber] : primary
    }
}
