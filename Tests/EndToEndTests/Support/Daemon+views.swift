import EventLog
import Foundation
import Testing
import Views
import Vocabulary

extension Daemon {
    var logDirectory: String { directory.appending(path: "log").path }
    var viewDirectory: String { directory.appending(path: "views").path }

    /// Waits until no decision has followed for a second and every view has read the log to its end.
    func settle() throws {
        let log = try LogReader(directory: logDirectory)
        var end = try log.end()
        while try log.waitForRecords(beyond: end, atMost: .seconds(1)) { end = try log.end() }
        for name in ["compliance", "anomalies", "score", "fees", "exemptions", "onboarding"] {
            try ViewReader(name, in: viewDirectory).wait(until: Position(end), atMost: .seconds(60))
        }
    }

    /// All rows of a view, as `firstmile view` prints them.
    func rows(_ view: String, _ filters: String...) throws -> [[String: Any]] {
        let arguments = ["view", view, "--data", directory.path, "--format", "ndjson", "--limit", "0"]
        let output = try Command(Self.executable.path, arguments + filters)
        try #require(output.status == 0, "view \(view): \(output.errors)")
        return output.objects
    }
}
