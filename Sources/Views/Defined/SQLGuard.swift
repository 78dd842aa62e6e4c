import GRDBSQLite

/// What SQLite asks before it compiles a statement: whether it may do that.
final class SQLGuard {
    enum Phase { case ours, tables, handlers }

    var phase = Phase.ours
    var ownTables: Set<String> = []
    /// Why the last statement was refused.
    var reason: String?

    /// Not the same for the same log.
    private static let unsteady: Set<String> = [
        "random", "randomblob", "current_timestamp", "current_date", "current_time", "changes",
        "total_changes",
        "last_insert_rowid", "load_extension", "sqlite_offset", "sqlite_version", "sqlite_source_id",
    ]

    func allows(_ action: Int32, _ first: String, _ second: String) -> Bool {
        guard phase != .ours else { return true }
        let refusal = phase == .tables ? makingTables(action, first, second) : handling(action, first, second)
        guard let refusal else { return true }
        reason = reason ?? refusal
        return false
    }

    private func makingTables(_ action: Int32, _ first: String, _ second: String) -> String? {
        switch action {
        case SQLITE_CREATE_TABLE, SQLITE_CREATE_INDEX, SQLITE_REINDEX: nil
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE, SQLITE_READ:
            first.hasPrefix("sqlite_") || action == SQLITE_READ
                ? nil : "rows are written by what follows an '-- on:' line, for the events it names"
        case SQLITE_FUNCTION: unsteadiness(of: second)
        default: "only CREATE TABLE and CREATE INDEX may stand before the first '-- on:' line"
        }
    }

    private func handling(_ action: Int32, _ first: String, _ second: String) -> String? {
        switch action {
        case SQLITE_SELECT, SQLITE_RECURSIVE: nil
        case SQLITE_FUNCTION: unsteadiness(of: second)
        case SQLITE_READ:
            ownTables.contains(first) || first.hasPrefix("json_")
                ? nil : "it reads the table '\(first)', which is not its own"
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE:
            // Its own schema SQLite guards by itself.
            ownTables.contains(first) || first.hasPrefix("sqlite_")
                ? nil : "it writes the table '\(first)', which is not its own"
        case SQLITE_ATTACH, SQLITE_DETACH: "other files are not to be touched: no ATTACH"
        case SQLITE_PRAGMA: "no PRAGMA: how the file is written is the projector's business"
        case SQLITE_TRANSACTION, SQLITE_SAVEPOINT: "the projector begins and commits: no transactions here"
        default: "only INSERT, UPDATE and DELETE may follow an '-- on:' line"
        }
    }

    private func unsteadiness(of function: String) -> String? {
        Self.unsteady.contains(function.lowercased())
            ? "\(function)() is not the same when the view is made again: use :time, :recordedAt or :position"
            : nil
    }
}
