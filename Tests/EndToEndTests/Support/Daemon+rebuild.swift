import Foundation
import GRDB
import Rulebook
import Testing
import Views
import Vocabulary

extension Daemon {
    /// Compares every row of every view with what a rebuild from the first record makes of the log.
    func checkViewsAgainstRebuild() throws {
        let fresh = directory.appending(path: "rebuilt").path
        try FileManager.default.createDirectory(atPath: fresh, withIntermediateDirectories: true)
        let rules = try RulebookFile.load(path: rulebook.path).rules
        let source = LogSource(directory: logDirectory, under: rules)
        let end = try source.end()
        let projectors = [
            Projector(Compliance.self, in: fresh, from: source, under: rules),
            Projector(Anomalies.self, in: fresh, from: source, under: rules),
            Projector(Score.self, in: fresh, from: source, under: rules),
            Projector(Fees.self, in: fresh, from: source, under: rules),
            Projector(Exemptions.self, in: fresh, from: source, under: rules),
            Projector(Onboarding.self, in: fresh, from: source, under: rules),
        ]
        for projector in projectors { projector.start() }
        for projector in projectors {
            #expect(projector.wait(until: end, atMost: .seconds(120)), "\(projector.status)")
            projector.stop()
        }
        for name in ["compliance", "anomalies", "score", "fees", "exemptions", "onboarding"] {
            let kept = try Self.dump("\(viewDirectory)/\(name).sqlite")
            let rebuilt = try Self.dump("\(fresh)/\(name).sqlite")
            // Requests and onboardings are rare: a day may have none.
            let isRare = name == "exemptions" || name == "onboarding"
            #expect(isRare || kept.count > 3, "\(name) is empty")
            let differences = Set(kept).symmetricDifference(rebuilt).sorted()
            #expect(differences.isEmpty, "\(name): \(differences.prefix(6).joined(separator: "\n"))")
            #expect(kept == rebuilt, "\(name): rows come twice")
        }
    }

    /// Every row of every table as text. Cells of the score come in the order of their keys, because only there
    /// ids depend on when a flush happened, and a cell may be empty again.
    private static func dump(_ path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { db in
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
