import Foundation
import Testing
import Views
import Vocabulary

/// Views kept by processes of their own, fed by the daemon's feed.
struct ProjectTests {
    /// `firstmile project` with a directory of its own.
    private final class Projecting {
        let directory: URL
        private let arguments: [String]
        private var process: Process?

        init(_ view: String, from daemon: Daemon) throws {
            directory = FileManager.default.temporaryDirectory.appending(
                path: "firstmile-project-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
            let projections = Daemon.root.appending(path: "Schemas/projections").path
            arguments = [
                "project", view, "--from", try daemon.feed, "--data", directory.path, "--projections",
                projections,
            ]
        }

        deinit {
            kill9()
            try? FileManager.default.removeItem(at: directory)
        }

        func start() throws {
            let process = Process()
            process.executableURL = Daemon.executable
            process.arguments = arguments
            process.standardError = FileHandle.nullDevice
            try process.run()
            self.process = process
        }

        var isRunning: Bool { process?.isRunning ?? false }

        func kill9() {
            guard let process else { return }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            self.process = nil
        }

        /// Asks it to end; gives back its exit status.
        func stop() -> Int32 {
            guard let process else { return -1 }
            process.terminate()
            process.waitUntilExit()
            self.process = nil
            return process.terminationStatus
        }

        /// Reads what there is and ends.
        func finish() throws -> Command { try Command(Daemon.executable.path, arguments + ["--no-follow"]) }

        func rows(_ view: String) throws -> String {
            let shown = try Command.firstmile(
                "view", view, "--data", directory.path, "--format", "ndjson", "--limit", "0")
            try #require(shown.status == 0, "\(shown.errors)")
            return shown.text
        }
    }

    private func rows(_ daemon: Daemon, _ view: String) throws -> String {
        try Command.firstmile(
            "view", view, "--data", daemon.directory.path, "--format", "ndjson", "--limit", "0"
        ).text
    }

    @Test(arguments: ["compliance", "anomalies"])
    func `a view kept apart is the daemon's, however often its process is killed`(_ view: String) throws {
        let daemon = try Daemon.started()
        let events = try Command.firstmile("simulate", "--orders", "3000", "--seed", "31").text
        let publisher = try EndlessPublisher(events, to: try daemon.endpoint)
        let apart = try Projecting(view, from: daemon)
        for milliseconds in [150, 400, 250, 600, 100, 350] {
            try apart.start()
            usleep(UInt32(milliseconds) * 1000)
            #expect(apart.isRunning)
            apart.kill9()
        }
        try apart.start()
        #expect(try publisher.finish().status != 1)
        try daemon.settle()
        let end = try ViewReader("compliance", in: daemon.viewDirectory).checkpoint().next
        let views = apart.directory.appending(path: "views").path
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: views + "/\(view).sqlite") {
            usleep(50_000)
        }
        try ViewReader(view, in: views).wait(until: end, atMost: .seconds(60))
        #expect(apart.stop() == 0)
        let (mine, its) = (try rows(daemon, view), try apart.rows(view))
        #expect(mine.count > 1000)
        #expect(mine == its)
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }

    @Test func `a view in SQL is kept apart too, and what is no view is told`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "200", "--seed", "32").text)
        try daemon.settle()
        let apart = try Projecting("hops", from: daemon)
        let first = try apart.finish()
        #expect(first.status == 0 && first.errors.contains("hops: read up to "), "\(first.errors)")
        let again = try apart.finish()
        #expect(again.status == 0)
        let scans = try daemon.records().filter {
            $0["type"] as? String == "firstmile.scanned.v1" && $0["subject"] != nil
        }
        let counted = try apart.rows("hops").split(separator: "\n").reduce(0) { sum, line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return sum + (row?["scans"] as? Int ?? 0)
        }
        #expect(counted == scans.count && counted > 100)
        let wrong = try Command.firstmile(
            "project", "hop", "--from", try daemon.feed, "--data", apart.directory.path)
        #expect(wrong.status == 64 && wrong.errors.contains("hop is no view; there are compliance"))
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }
}
