import Foundation
import GRDB
import Rulebook
import Testing
import Vocabulary

@testable import Views

/// Runs one projection over records without a thread, in a directory of its own.
final class Workbench: Sendable {
    let directory: String
    static let rules = RulebookFile.shipped.rules

    init() throws {
        directory = FileManager.default.temporaryDirectory.path + "/views-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Opens the view, applies everything the source has, closes it.
    @discardableResult
    func run<P: Projection>(
        _ projection: P.Type, _ source: any RecordSource, rules: Rulebook = rules,
        options: ProjectorOptions = ProjectorOptions()
    ) throws -> Checkpoint {
        let progress = Progress(view: P.name)
        let run = try ProjectorRun<P>(
            directory: directory, source: source, under: rules, options: options, progress: progress)
        defer { run.close() }
        try run.catchUp()
        return progress.status.checkpoint
    }

    /// Makes the file of an empty log, so that what follows is folded as a daemon does it, and not as a rebuild does.
    func found(_ projection: (some Projection).Type) throws { try run(projection, ListSource([])) }

    func reader(_ view: String) throws -> ViewReader { try ViewReader(view, in: directory) }

    /// Every row of a view's tables as text. Cells of the score come in the order of their keys, because only
    /// there ids depend on when a flush happened, and a cell may be empty again.
    func dump(_ view: String) throws -> [String] {
        try reader(view).read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            return try tables.flatMap { table in
                let sql =
                    table == "days"
                    ? "SELECT * FROM days WHERE parcels <> 0 ORDER BY day, sellerId, provider, country, line, standing"
                    : "SELECT * FROM \"\(table)\" ORDER BY 1"
                return try Row.fetchAll(db, sql: sql).map { row in
                    let cells = row.filter { table != "days" || $0.0 != "id" }
                    return "\(table): " + cells.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
                }
            }
        }
    }
}

/// What a projection makes of a story.
func view(_ projection: (some Projection).Type, of story: Story) throws -> ViewTable {
    let bench = try Workbench()
    try bench.run(projection, ListSource(story.records))
    return try bench.reader(projection.name).rows()
}
