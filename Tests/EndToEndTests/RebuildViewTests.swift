import Foundation
import GRDB
import Synchronization
import Testing
import Views
import Vocabulary

/// Views that are made again beside the daemon that writes them.
struct RebuildViewTests {
    /// Asks views all the time, as people do, and keeps what went wrong.
    private final class Asker: Sendable {
        private let isOver = Atomic(false)
        private let failures = Mutex<[String]>([])
        private let answers = Atomic(0)
        private let end = DispatchSemaphore(value: 0)

        init(_ directory: String) {
            Thread { [self] in
                var most: [String: UInt64] = [:]
                while !isOver.load(ordering: .relaxed) {
                    for view in ["compliance", "anomalies"] {
                        do {
                            let reader = try ViewReader(view, in: directory)
                            var filter = ViewFilter()
                            filter.limit = 5
                            _ = try reader.rows(filter)
                            let position = try reader.checkpoint().next.rawValue
                            if position < most[view, default: 0] {
                                failures.withLock { $0.append("\(view) went back to \(position)") }
                            }
                            most[view] = position
                            answers.add(1, ordering: .relaxed)
                        } catch {
                            failures.withLock { $0.append("\(view): \(error)") }
                        }
                    }
                }
                end.signal()
            }.start()
        }

        /// How many questions were answered, and what was wrong.
        func finish() -> (answers: Int, failures: [String]) {
            isOver.store(true, ordering: .relaxed)
            end.wait()
            return (answers.load(ordering: .relaxed), failures.withLock(\.self))
        }
    }

    private func states(_ daemon: Daemon) throws -> [String: [String]] {
        let list = try Command.firstmile(
            "views", "list", "--data", daemon.directory.path, "--format", "ndjson")
        #expect(list.status == 0, "\(list.errors)")
        return Dictionary(grouping: list.objects) { $0["view"] as? String ?? "" }
            .mapValues { $0.compactMap { $0["state"] as? String } }
    }

    @Test
    func `views are rebuilt under load without a question unanswered or answered with less than before`()
        throws
    {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "600", "--seed", "11").text)
        let events = try Command.firstmile("simulate", "--orders", "4000", "--seed", "12").text
        let publisher = try EndlessPublisher(events, to: try daemon.endpoint)
        let asker = Asker(daemon.viewDirectory)
        let rebuilt = try Command.firstmile(
            "views", "rebuild", "--diff", "--data", daemon.directory.path, "--format", "ndjson")
        let again = try Command.firstmile(
            "views", "rebuild", "compliance", "anomalies", "--drop-old", "--data", daemon.directory.path)
        let (answers, failures) = asker.finish()
        #expect(publisher.isRunning, "\(publisher.said)")
        #expect(try publisher.finish().status != 1)
        #expect(answers > 10)
        #expect(failures.isEmpty, "\(failures.prefix(3)) of \(failures.count)")
        #expect(rebuilt.status == 0, "\(rebuilt.errors)")
        #expect(again.status == 0 && again.text.contains("records/s"), "\(again.errors)")
        #expect(rebuilt.objects.count == 6)
        for view in rebuilt.objects {
            let difference = try #require(view["difference"] as? [String: Any], "\(view)")
            #expect((difference["rows"] as? [Any])?.isEmpty == true, "\(view)")
        }
        let states = try states(daemon)
        #expect(states["compliance"] == ["current"] && states["score"] == ["current", "old"], "\(states)")
        let dropped = try Command.firstmile("views", "drop-old", "score", "--data", daemon.directory.path)
        #expect(dropped.status == 0 && dropped.text.contains("score: "))
        try daemon.settle()
        #expect(daemon.stop() == 0, "\(daemon.said)")
        try daemon.checkViewsAgainstRebuild()
    }

    @Test func `a rebuild that is killed leaves the view as it was, and the next one cleans up`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "600", "--seed", "13").text)
        try daemon.settle()
        var left = 0
        for milliseconds in [20, 60, 120, 200, 300, 450] {
            let process = Process()
            process.executableURL = Daemon.executable
            process.arguments = ["views", "rebuild", "--data", daemon.directory.path]
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32(milliseconds) * 1000)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            left += try states(daemon).values.flatMap(\.self).count { $0 == "abandoned" }
            #expect(try !daemon.rows("compliance").isEmpty)
        }
        #expect(left > 0, "none was killed in the middle")
        let whole = try Command.firstmile("views", "rebuild", "--drop-old", "--data", daemon.directory.path)
        #expect(whole.status == 0, "\(whole.errors)")
        #expect(try states(daemon).values.allSatisfy { $0 == ["current"] })
        #expect(daemon.stop() == 0, "\(daemon.said)")
        try daemon.checkViewsAgainstRebuild()
    }

    @Test func `a view of an older version answers until the daemon has made it again`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "300", "--seed", "14").text)
        try daemon.settle()
        #expect(daemon.stop() == 0, "\(daemon.said)")
        let view = "\(daemon.viewDirectory)/compliance.sqlite"
        let queue = try DatabaseQueue(path: view)
        try queue.write { db in
            try db.execute(sql: "UPDATE projector SET version = 0; UPDATE compliance SET rulebook = 'old'")
        }
        try queue.close()
        let asker = Asker(daemon.viewDirectory)
        try daemon.start()
        try daemon.settle()
        for _ in 0..<100 {
            if try states(daemon)["compliance"] == ["current", "old"] { break }
            usleep(25_000)
        }
        let (_, failures) = asker.finish()
        #expect(failures.isEmpty, "\(failures.prefix(3))")
        #expect(try daemon.rows("compliance").allSatisfy { $0["rulebook"] as? String != "old" })
        #expect(daemon.stop() == 0, "\(daemon.said)")
        try daemon.checkViewsAgainstRebuild()
    }

    @Test func `views are rebuilt without a daemon`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "200", "--seed", "15").text)
        try daemon.settle()
        #expect(daemon.stop() == 0, "\(daemon.said)")
        try FileManager.default.removeItem(atPath: daemon.viewDirectory)
        try FileManager.default.createDirectory(
            atPath: daemon.viewDirectory, withIntermediateDirectories: true)
        let rebuilt = try Command.firstmile("views", "rebuild", "--data", daemon.directory.path)
        #expect(rebuilt.status == 0, "\(rebuilt.errors)")
        try daemon.checkViewsAgainstRebuild()
        let wrong = try Command.firstmile("views", "rebuild", "complaints", "--data", daemon.directory.path)
        #expect(wrong.status == 64 && wrong.errors.contains("complaints is no view; there are compliance, "))
    }
}
