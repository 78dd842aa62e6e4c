import Foundation
import GRDB
public import Rulebook
public import Vocabulary

/// Reads one view's file, beside a running daemon or without one. Never writes.
public final class ViewReader: Sendable {
    public let view: String
    private let path: String
    private let file: ViewFile
    /// The file behind the link when it was opened.
    private let opened: String
    private let queue: DatabaseQueue

    /// Opens `directory/view.sqlite`; throws ``ViewError/noSuchView(_:path:)`` when it does not exist yet.
    public init(_ view: String, in directory: String) throws {
        self.view = view
        path = "\(directory)/\(view).sqlite"
        file = ViewFile(name: view, version: 0, directory: directory)
        var target = file.current
        while true {
            guard let chosen = target else { throw ViewError.noSuchView(view, path: path) }
            do {
                queue = try Self.open(chosen, label: "read-\(view)")
                opened = chosen
                return
            } catch {
                // Between finding it and opening it another file took its place, and it was dropped.
                target = file.current
                if target == chosen { throw error }
            }
        }
    }

    /// Whether the file that was opened still answers: after a rebuild another one does.
    public var isCurrent: Bool { file.current == opened }

    /// Of the file that was opened: it differs from one rebuild to the next.
    public var edition: String { String(opened.split(separator: "/").last ?? "") }

    private static func open(_ path: String, label: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.label = label
        configuration.busyMode = .timeout(10)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        // What lies beside it is opened with the first query.
        _ = try queue.read { try Checkpoint.read($0) }
        return queue
    }

    /// How far the view has come.
    public func checkpoint() throws -> Checkpoint {
        try queue.read { db in try Checkpoint.read(db) ?? Checkpoint() }
    }

    /// The rows that match, in one consistent snapshot.
    public func rows(_ filter: ViewFilter = ViewFilter()) throws -> ViewTable {
        let shape = try shape()
        var table = ViewTable(columns: shape.names)
        try forEach(shape, filter) { table.rows.append($0) }
        return table
    }

    /// How many rows match, limits aside.
    public func count(_ filter: ViewFilter = ViewFilter()) throws -> Int {
        let query = try ViewQuery(shape(), filter, view: view)
        return try queue.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(query.sql))", arguments: query.arguments) ?? 0
        }
    }

    /// The records set aside, with their errors.
    public func parked(_ filter: ViewFilter = ViewFilter()) throws -> ViewTable {
        var table = ViewTable(columns: ViewShape.parked.names)
        try forEach(.parked, filter) { table.rows.append($0) }
        return table
    }

    /// Those of the records set aside that stand last in the log, in its order. Others are not read.
    public func lastParked(_ count: Int) throws -> ViewTable {
        var filter = ViewFilter()
        (filter.limit, filter.isDescending) = (count, true)
        var table = try parked(filter)
        table.rows.reverse()
        return table
    }

    /// The rulebooks the view met in the log, in its order; empty where it met none yet.
    public func rulebooks() throws -> [RulebookFile] {
        try queue.read { db in
            try KnownRulebooks.texts(db).map { try RulebookFile.parse(content: $0.content, file: $0.name) }
        }
    }

    /// How many it met.
    public func rulebookCount() throws -> Int {
        try queue.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM rulebooks") ?? 0 }
    }

    /// Blocks until everything before `position` is in the view, looking every 10 ms.
    public func wait(until position: Position, atMost timeout: Duration) throws {
        let end = ContinuousClock.now + timeout
        while true {
            let reached = try checkpoint().next
            if reached >= position { return }
            guard ContinuousClock.now < end else {
                throw ViewError.tooFarBehind(
                    view: view, wanted: position.rawValue, reached: reached.rawValue)
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    /// Behind a log that ends before `logEnd`, its last record having been recorded at `logTime`.
    public func lag(logEnd: Position, logTime: Instant?) throws -> (events: UInt64, seconds: Double) {
        let checkpoint = try checkpoint()
        guard logEnd > checkpoint.next else { return (0, 0) }
        let events = logEnd.rawValue - checkpoint.next.rawValue
        guard let logTime else { return (events, 0) }
        let since = checkpoint.recordedAt ?? logTime
        return (events, max(0, Double((logTime - since).nanoseconds) / 1e9))
    }

    /// Makes whatever is being read fail with `SQLITE_INTERRUPT`; does nothing when nothing is. From any thread.
    public func interrupt() { queue.interrupt() }

    func read<Result>(_ body: (Database) throws -> Result) throws -> Result { try queue.read(body) }

    /// The columns of its rows, as they are called in answers, and the filters it knows.
    public func outline() throws -> (columns: [String], filters: Set<String>) {
        let shape = try shape()
        return (shape.names, shape.filters)
    }

    private func forEach(
        _ shape: ViewShape, _ filter: ViewFilter, _ body: ([ViewValue]) throws -> Void
    ) throws {
        let query = try ViewQuery(shape, filter, view: view)
        try queue.read { db in
            let rows = try Row.fetchCursor(db, sql: query.sql, arguments: query.arguments)
            while let row = try rows.next() { try body(shape.values(row)) }
        }
    }

    func shape() throws -> ViewShape {
        switch view {
        case Compliance.name: return .compliance
        case Anomalies.name: return .anomalies
        case Exemptions.name: return .exemptions
        case Fees.name: return .fees
        default:
            guard let defined = try queue.read({ try ViewShape.defined(view, $0) }) else {
                throw ViewError.noSuchView(view, path: path)
            }
            return defined
        }
    }
}
