import EventLog
import Foundation
import GRDB
import Testing

/// What befalls a process besides being killed: it loses nothing that it acknowledged, goes on or says why not.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct FaultTests {
    @Test func `a daemon that stands still under load is asked again, and nothing is recorded twice`() throws
    {
        let day = try Command.firstmile("simulate", "--orders", "5000", "--seed", "7")
        let daemon = try Daemon.started()
        let publisher = try EndlessPublisher(day.text, to: try daemon.endpoint)
        let pid = try #require(daemon.process?.processIdentifier)
        let log = try LogReader(directory: daemon.logDirectory)
        for pause: UInt32 in [1, 7, 1] {
            #expect(try log.waitForRecords(beyond: try log.end(), atMost: .seconds(30)), "\(publisher.said)")
            // Longer than a client waits before it sends again.
            kill(pid, SIGSTOP)
            sleep(pause)
            kill(pid, SIGCONT)
        }
        #expect(try log.waitForRecords(beyond: try log.end(), atMost: .seconds(30)), "\(publisher.said)")
        let (events, replies, status) = try publisher.finish()
        #expect(status == 0, "\(publisher.said)")
        Published.check(replies, against: try daemon.records(), sent: events, 7)
        #expect(daemon.stop() == 0, "\(daemon.said)")
        #expect(try Command.firstmile("log", "verify", "--data", daemon.directory.path).status == 0)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "mounting a tmpfs needs root"))
    func `a full disk is said to publishers, and when there is room the daemon goes on`() throws {
        let daemon = try Daemon()
        let disk = try SmallDisk(at: daemon.logDirectory, mebibytes: 4)
        try daemon.start()
        let day = try Command.firstmile("simulate", "--orders", "1500", "--seed", "11")
        let events = day.text.split(separator: "\n")
        let stopped = try daemon.publish(day.text)
        #expect(stopped.status == 1, "\(stopped.errors)")
        #expect(stopped.errors.contains("unavailable"), "\(stopped.errors)")
        #expect(stopped.objects.count < events.count)
        #expect(daemon.process?.isRunning == true, "\(daemon.said)")

        // Everything once more: what was acknowledged is there, the rest is taken now.
        try disk.resize(to: 256)
        var answers = stopped.objects
        var published = try daemon.publish(day.text)
        // The log looks for room some times a second: until then a publisher is told to come again.
        for _ in 0..<100 where published.errors.contains("unavailable") {
            answers += published.objects
            usleep(100_000)
            published = try daemon.publish(day.text)
        }
        answers += published.objects
        #expect(published.status != 1 && published.objects.count == events.count, "\(published.errors)")
        try daemon.settle()
        let records = try daemon.records()
        let known = Set(records.map { "\($0["source"] ?? "") \($0["id"] ?? "")" })
        let recorded = answers.filter { $0["status"] as? String == "recorded" }
        for reply in recorded {
            #expect(
                known.contains("\(reply["source"] ?? "") \(reply["id"] ?? "")"),
                "acknowledged and lost: \(reply)")
        }
        #expect(
            Set(recorded.map { "\($0["position"] ?? "")" }).count == recorded.count,
            "a position was given twice")
        #expect(daemon.stop() == 0, "\(daemon.said)")
        let verified = try Command.firstmile("log", "verify", "--data", daemon.directory.path)
        #expect(verified.status == 0, "\(verified.text)")
        try daemon.checkViewsAgainstRebuild()
    }

    @Test(.enabled(if: SmallDisk.isPossible, "mounting a tmpfs needs root"))
    func `a log that cannot be written is told when the daemon starts`() throws {
        let daemon = try Daemon()
        let disk = try SmallDisk(at: daemon.logDirectory, mebibytes: 4, options: "ro")
        let serve = try Command.firstmile(
            "serve", "--data", daemon.directory.path, "--intake", "tcp://127.0.0.1:*")
        #expect(serve.status == 1 && serve.errors.contains("Read-only file system"), "\(serve.errors)")
        #expect(serve.errors.contains(daemon.logDirectory), "\(serve.errors)")
        _ = disk
    }

    @Test func `a file in the place of the data directory is told`() throws {
        let file = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-file-\(UUID().uuidString)")
        try Data("x".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let serve = try Command.firstmile("serve", "--data", file.path, "--intake", "tcp://127.0.0.1:*")
        #expect(
            serve.status == 1 && serve.errors.contains("cannot make the directory \(file.path)"),
            "\(serve.errors)")
        #expect(serve.errors.contains("--data"), "\(serve.errors)")
    }

    @Test func `a view that is damaged while it is written stops alone, and the next start makes it again`()
        throws
    {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "300", "--seed", "3").text)
        try daemon.settle()
        let view = "\(daemon.viewDirectory)/compliance.sqlite"
        // What SQLite keeps beside it is emptied first, as it would hide the damage.
        try DatabaseQueue(path: view).writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        let handle = try FileHandle(forWritingTo: URL(filePath: view))
        let size = try handle.seekToEnd()
        for page in stride(from: UInt64(4096), to: size, by: 4096) {
            try handle.seek(toOffset: page)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        }
        try handle.close()
        let more = try daemon.publish(
            try Command.firstmile("simulate", "--orders", "300", "--seed", "4").text)
        #expect(more.status != 1, "the intake goes on: \(more.errors)")
        for _ in 0..<400 where !daemon.said.contains("a view has stopped") { usleep(25_000) }
        #expect(
            daemon.said.contains("a view has stopped") && daemon.said.contains("compliance"), "\(daemon.said)"
        )
        #expect(try daemon.publish(Sample.order).status == 0)
        #expect(daemon.stop() == 0, "\(daemon.said)")
        try daemon.start()
        try daemon.settle()
        #expect(daemon.stop() == 0, "\(daemon.said)")
        try daemon.checkViewsAgainstRebuild()
    }

    @Test func `views that are no database or are gone when the daemon starts are made again`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "300", "--seed", "5").text)
        try daemon.settle()
        // While it runs: the projector keeps what it has open, and nobody else sees it.
        try FileManager.default.removeItem(atPath: "\(daemon.viewDirectory)/fees.sqlite")
        #expect(try daemon.publish(Sample.order).status == 0)
        #expect(daemon.stop() == 0, "\(daemon.said)")
        let score = "\(daemon.viewDirectory)/score.sqlite"
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: score + suffix) }
        try Data(repeating: 0x46, count: 8192).write(to: URL(filePath: score))
        try daemon.start()
        try daemon.settle()
        #expect(daemon.stop() == 0, "\(daemon.said)")
        try daemon.checkViewsAgainstRebuild()
    }

    @Test func `a view that somebody has locked waits, and the intake does not`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(try Command.firstmile("simulate", "--orders", "100", "--seed", "6").text)
        try daemon.settle()
        let queue = try DatabaseQueue(path: "\(daemon.viewDirectory)/anomalies.sqlite")
        try queue.inDatabase { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            let more = try daemon.publish(
                try Command.firstmile("simulate", "--orders", "100", "--seed", "8").text)
            #expect(more.status != 1, "the intake goes on: \(more.errors)")
            sleep(2)
            try db.execute(sql: "ROLLBACK")
        }
        try queue.close()
        try daemon.settle()
        #expect(daemon.stop() == 0, "\(daemon.said)")
        try daemon.checkViewsAgainstRebuild()
    }
}

/// A disk so small that it fills up, mounted over a directory.
private final class SmallDisk {
    private let path: String

    static let isPossible: Bool = {
        let place = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-disk-\(UUID().uuidString)"
        ).path
        return (try? SmallDisk(at: place, mebibytes: 1)) != nil
    }()

    init(at path: String, mebibytes: Int, options: String = "rw") throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try mount("size=\(mebibytes)m,\(options)", "-t", "tmpfs", "tmpfs")
    }

    deinit {
        _ = try? Command("/bin/umount", ["--lazy", path])
        try? FileManager.default.removeItem(atPath: path)
    }

    func resize(to mebibytes: Int) throws { try mount("remount,size=\(mebibytes)m") }

    private func mount(_ options: String, _ arguments: String...) throws {
        let done = try Command("/bin/mount", ["-o", options] + arguments + [path])
        guard done.status == 0 else { throw CocoaError(.fileWriteNoPermission) }
    }
}
