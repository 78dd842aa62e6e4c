import EventLog
import Foundation
import GRDB
import Rulebook
import Views
import Vocabulary

/// Holds one view to being the fold of the log, whatever happens to its projector.
protocol ViewCheck: AnyObject {
    /// Lets the projector go on a little, or something happen to it.
    func step(_ log: EventLog, on disk: SimulatedDisk, _ dice: inout Dice) throws
    /// The process is gone; unless it `keepsAll`, what was written last may be gone from its file too.
    func crash(keepsAll: Bool, _ dice: inout Dice) throws
    /// The process is gone, and has left its files as they were.
    func stop()
    /// Compares it with a fold from the beginning.
    func finish(on disk: SimulatedDisk) throws
}

func makeViewCheck(_ dice: inout Dice, _ parts: SharedParts) throws -> any ViewCheck {
    let directory = parts.scratch + "/view"
    return switch dice.below(5) {
    case 0: try Watched<Compliance>(directory, parts.rules)
    case 1: try Watched<Score>(directory, parts.rules)
    case 2: try Watched<Anomalies>(directory, parts.rules)
    case 3: try Watched<Fees>(directory, parts.rules)
    default: try Watched<Exemptions>(directory, parts.rules)
    }
}

private final class Watched<P: Projection>: ViewCheck {
    private let directory: String
    private let rules: Rulebook
    private var run: ProjectorRun<P>?
    private var log: EventLog?
    private var hasImage = false

    init(_ directory: String, _ rules: Rulebook) throws {
        self.directory = directory
        self.rules = rules
        try? FileManager.default.removeItem(atPath: directory)
        for name in ["live", "image", "fresh"] {
            try FileManager.default.createDirectory(
                atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
        }
    }

    private func open(_ name: String, _ log: EventLog, _ disk: SimulatedDisk) throws -> ProjectorRun<P> {
        var options = ProjectorOptions()
        options.chunkEvents = 8
        options.flushEvents = 16
        options.cacheRows = 16
        options.gather = .zero
        return try ProjectorRun<P>(
            directory: "\(directory)/\(name)", source: LogSource(log, on: disk, under: rules), under: rules,
            options: options, progress: Progress(view: P.name))
    }

    func step(_ log: EventLog, on disk: SimulatedDisk, _ dice: inout Dice) throws {
        if self.log !== log { stop() }
        self.log = log
        // The projector reads beside the write path: its reads fail for themselves.
        let (left, wasCalm) = (disk.operationsLeft, disk.isCalm)
        (disk.operationsLeft, disk.isCalm) = (nil, true)
        defer { (disk.operationsLeft, disk.isCalm) = (left, wasCalm) }
        if run == nil { run = try open("live", log, disk) }
        switch dice.below(6) {
        case 0: try keepImage()
        case 1: try run?.catchUp()
        case 2: try crash(keepsAll: true, &dice)
        default: _ = try run?.advance()
        }
    }

    func stop() {
        run?.close()
        run = nil
        log = nil
    }

    func crash(keepsAll: Bool, _ dice: inout Dice) throws {
        // A closed file is tidied up; one whose process was killed is not.
        if keepsAll, run != nil { try keepImage() }
        stop()
        if hasImage, keepsAll || dice.chance(0.5) { try restore() }
    }

    private func keepImage() throws {
        try copy("live", "image")
        hasImage = true
    }

    private func restore() throws {
        try copy("image", "live")
    }

    /// The WAL comes first: meanwhile its pages may be moved into the file, but none is added.
    private func copy(_ from: String, _ to: String) throws {
        let files = FileManager.default
        let (source, target) = ("\(directory)/\(from)", "\(directory)/\(to)")
        try files.removeItem(atPath: target)
        try files.createDirectory(atPath: target, withIntermediateDirectories: true)
        let names = try files.contentsOfDirectory(atPath: source).filter { !$0.hasSuffix("-shm") }
        for name in names.sorted(by: { $0.hasSuffix("-wal") && !$1.hasSuffix("-wal") }) {
            try files.copyItem(atPath: "\(source)/\(name)", toPath: "\(target)/\(name)")
        }
    }

    func finish(on disk: SimulatedDisk) throws {
        stop()
        var options = LogOptions()
        options.commitsInline = true
        options.preparedBytes = 0
        let log = try EventLog.open(disk.clone(), options: options)
        for name in ["live", "fresh"] {
            let run = try open(name, log, disk)
            try run.catchUp()
            run.close()
        }
        let (live, fresh) = (try dump("live"), try dump("fresh"))
        guard live == fresh else {
            let differing = zip(live, fresh).first { $0 != $1 }
            throw Violation(
                "a view is the fold of the log",
                "\(P.name): \(differing?.0 ?? "\(live.count) rows") instead of \(differing?.1 ?? "\(fresh.count)")"
            )
        }
    }

    /// Every row of the view's tables as text. Ids of the score's cells depend on when a flush happened.
    private func dump(_ name: String) throws -> [String] {
        try DatabaseQueue(path: "\(directory)/\(name)/\(P.name).sqlite").read { db in
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
