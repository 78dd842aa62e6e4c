import Foundation
import GRDB
import Testing

/// `Clients/consumer.py`, and what it wrote down.
final class KilledConsumer {
    private let way: String
    private let endpoint: String
    private let path: String
    private var process: Process?
    private var begun = 0

    /// - Parameter way: `least` or `once`.
    init(_ way: String, of endpoint: String, in directory: URL) throws {
        (self.way, self.endpoint) = (way, endpoint)
        path = directory.appending(path: "\(way).sqlite").path
    }

    deinit { kill() }

    func start(seed: UInt64) throws {
        begun = runs
        process = try run("\(seed)")
    }

    /// Waits until it has committed what it fetched first.
    func waitUntilAtWork() {
        for _ in 0..<500 where runs == begun { usleep(10_000) }
    }

    func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// Lets it read to the end undisturbed.
    func finish(at end: UInt64, seed: UInt64) throws {
        let process = try run("\(seed)", "\(end)")
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(way): it ended with \(process.terminationStatus)")
    }

    private func run(_ seed: String, _ more: String...) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: Command.python)
        let script = Daemon.root.appending(path: "Tests/EndToEndTests/Clients/consumer.py").path
        process.arguments = [script, endpoint, path, seed, way] + more
        process.environment = ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) {
            $1
        }
        try process.run()
        return process
    }

    private func ask<Value: DatabaseValueConvertible>(_ sql: String) throws -> Value? {
        try DatabaseQueue(path: path).read { try Value.fetchOne($0, sql: sql) }
    }

    /// How often it lived long enough to fetch.
    var runs: Int { (try? ask("SELECT count(*) FROM runs")) ?? 0 }

    func expectAll(upTo end: UInt64, exactlyOnce: Bool) throws {
        let (rows, different): (Int?, Int?) = (
            try ask("SELECT count(*) FROM events"), try ask("SELECT count(DISTINCT position) FROM events")
        )
        let last: Int? = try ask("SELECT max(position) FROM events")
        #expect(different == Int(end), "\(way): \(different ?? 0) of \(end) events")
        #expect(last == Int(end) - 1)
        if exactlyOnce { #expect(rows == Int(end), "\(way): \(rows ?? 0) rows of \(end) events") }
    }

    /// In each run the events of an order come in order, and no run begins behind what was seen before it.
    func expectOrder() throws {
        let behind: Int? = try ask(
            """
            SELECT count(*) FROM (SELECT position, lag(position) OVER (PARTITION BY run, orderId ORDER BY rowid) AS before
                FROM events) WHERE position <= before
            """)
        #expect(behind == 0, "\(way): \(behind ?? -1) events came before an earlier one of their order")
        let gaps: Int? = try ask(
            """
            SELECT count(*) FROM runs WHERE begins > (
                SELECT coalesce(max(position), -1) + 1 FROM events WHERE events.run < runs.run)
            """)
        #expect(gaps == 0, "\(way): \(gaps ?? -1) runs began beyond what was seen")
    }
}
