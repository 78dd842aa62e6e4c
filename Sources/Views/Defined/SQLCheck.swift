import GRDBSQLite
import Vocabulary

/// Compiles every statement of a projection in an empty database that allows nothing but the projection's own tables.
@safe struct SQLCheck: ~Copyable {
    private let path: String
    private let bytes: [UInt8]
    private let connection: OpaquePointer
    private let gate = SQLGuard()
    private var problems: [SQLProblem] = []

    init(path: String, _ bytes: [UInt8]) throws {
        self.path = path
        self.bytes = bytes
        var opened: OpaquePointer?
        guard
            unsafe sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
                == SQLITE_OK,
            let ready = unsafe opened
        else { throw ViewError.sqlite("cannot open a database in memory", path) }
        unsafe connection = ready
        // The last one makes SQLite learn of its own tables, which looks like writing.
        let begin = Checkpoint.createTables + "; SELECT 1 FROM json_each('[]'), json_tree('[]')"
        unsafe sqlite3_exec(ready, begin, nil, nil, nil)
        unsafe sqlite3_set_authorizer(
            ready,
            { gate, action, first, second, _, _ in
                guard let gate = unsafe gate else { return SQLITE_DENY }
                let text = { (text: UnsafePointer<CChar>?) in
                    unsafe text.map { unsafe String(cString: $0) } ?? ""
                }
                let allows = unsafe Unmanaged<SQLGuard>.fromOpaque(gate).takeUnretainedValue().allows(
                    action, text(first), text(second))
                return allows ? SQLITE_OK : SQLITE_DENY
            }, Unmanaged.passUnretained(gate).toOpaque())
    }

    deinit { unsafe sqlite3_close_v2(connection) }

    /// - Throws: ``SQLProblems``
    mutating func run(_ script: SQLScript) throws -> (
        tables: [String], indexes: [String], handlers: [EventType: [SQLProjection.Handler]]
    ) {
        var (tables, indexes): ([String], [String]) = ([], [])
        var handlers: [EventType: [SQLProjection.Handler]] = [:]
        for statement in script.statements where statement.events == nil {
            guard let isPlainIndex = make(statement) else { continue }
            if isPlainIndex { indexes.append(statement.sql) } else { tables.append(statement.sql) }
        }
        gate.ownTables = ownTables()
        if gate.ownTables.isEmpty, problems.isEmpty {
            report(0, "it makes no table: begin with CREATE TABLE")
        }
        for directive in script.directives {
            if directive.names.isEmpty {
                report(directive.offset, "name the events: '-- on: scanned, delivered'")
            }
            for name in directive.names where EventType(rawValue: name) == nil { unknown(name, directive) }
        }
        if script.directives.isEmpty, problems.isEmpty {
            report(
                0, "nothing follows from any event: write '-- on: EVENT' and below it INSERT … ON CONFLICT …")
        }
        for statement in script.statements {
            guard let events = statement.events, let parameters = compile(statement) else { continue }
            for type in events.names.compactMap({ EventType(rawValue: $0) }) {
                handlers[type, default: []].append(.init(sql: statement.sql, parameters: parameters))
            }
        }
        guard problems.isEmpty else { throw SQLProblems(problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) }) }
        return (tables, indexes, handlers)
    }

    /// Runs what makes a table or an index. Whether it is an index that nothing needs but queries; nil after a problem.
    private mutating func make(_ statement: SQLScript.Statement) -> Bool? {
        gate.phase = .tables
        defer { gate.phase = .ours }
        guard let prepared = unsafe prepare(statement) else { return nil }
        defer { unsafe sqlite3_finalize(prepared) }
        guard unsafe sqlite3_bind_parameter_count(prepared) == 0 else {
            report(statement.offset, "a table knows no record: parameters belong below an '-- on:' line")
            return nil
        }
        guard unsafe sqlite3_step(prepared) == SQLITE_DONE else {
            report(statement.offset, unsafe String(cString: sqlite3_errmsg(connection)))
            return nil
        }
        let words = statement.sql.lowercased().split(whereSeparator: \.isWhitespace).prefix(2)
        return words.elementsEqual(["create", "index"])
    }

    /// The parameters of a statement that follows from events; nil after a problem.
    private mutating func compile(_ statement: SQLScript.Statement) -> [SQLParameter]? {
        gate.phase = .handlers
        defer { gate.phase = .ours }
        guard let prepared = unsafe prepare(statement) else { return nil }
        defer { unsafe sqlite3_finalize(prepared) }
        guard unsafe sqlite3_stmt_readonly(prepared) == 0 else {
            report(statement.offset, "it changes nothing: write INSERT, UPDATE or DELETE")
            return nil
        }
        guard unsafe sqlite3_column_count(prepared) == 0 else {
            report(statement.offset, "nobody takes the rows it gives: leave RETURNING out")
            return nil
        }
        var parameters: [SQLParameter] = []
        let count = unsafe sqlite3_bind_parameter_count(prepared)
        for index in 0..<count {
            let name =
                unsafe sqlite3_bind_parameter_name(prepared, index + 1).map { unsafe String(cString: $0) }
                ?? "?"
            guard name.hasPrefix(":"), let known = SQLParameter(rawValue: String(name.dropFirst())) else {
                let place = statement.sql.firstRange(of: name)?.lowerBound ?? statement.sql.startIndex
                report(
                    statement.offset + statement.sql[..<place].utf8.count,
                    "there is no parameter \(name); there are \(SQLParameter.list)")
                return nil
            }
            parameters.append(known)
        }
        return parameters
    }

    private mutating func prepare(_ statement: SQLScript.Statement) -> OpaquePointer? {
        gate.reason = nil
        var prepared: OpaquePointer?
        if unsafe sqlite3_prepare_v2(connection, statement.sql, -1, &prepared, nil) == SQLITE_OK {
            return unsafe prepared
        }
        let said = unsafe String(cString: sqlite3_errmsg(connection))
        let place = max(0, Int(unsafe sqlite3_error_offset(connection)))
        report(statement.offset + place, gate.reason ?? said)
        return nil
    }

    private func ownTables() -> Set<String> {
        var names: Set<String> = []
        var prepared: OpaquePointer?
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table'"
        guard unsafe sqlite3_prepare_v2(connection, sql, -1, &prepared, nil) == SQLITE_OK else { return [] }
        defer { unsafe sqlite3_finalize(prepared) }
        while unsafe sqlite3_step(prepared) == SQLITE_ROW {
            if let name = unsafe sqlite3_column_text(prepared, 0) {
                unsafe names.insert(String(cString: name))
            }
        }
        return names.subtracting(["projector", "parked", "rulebooks"])
    }

    private mutating func unknown(_ name: String, _ directive: SQLScript.Events) {
        let all = EventType.allCases.map(\.rawValue)
        let near = all.filter { $0.contains(name) || name.contains($0) || $0.first == name.first }
        report(
            directive.offset,
            "there is no event '\(name)'; "
                + (near.isEmpty
                    ? "there are \(all.joined(separator: ", "))" : "near are \(near.joined(separator: ", "))")
        )
    }

    private mutating func report(_ offset: Int, _ what: String) {
        let before = bytes.prefix(offset)
        let line = before.count { $0 == 0x0A } + 1
        let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        problems.append(SQLProblem(path: path, line: line, column: column, what: what))
    }
}
