import Foundation
import Testing

/// What must end the daemon: it says what happened, where and what to do, and `doctor` says it again.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct FailStopTests {
    /// The fault is in the C library, so the daemon is the very one that ships.
    private func faultyLibrary(in directory: URL) throws -> String {
        let source = Daemon.root.appending(path: "Tests/EndToEndTests/Faults/failing_fdatasync.c").path
        let library = directory.appending(path: "faults.so").path
        let built = try Command("/usr/bin/env", ["clang", "-shared", "-fPIC", "-o", library, source])
        try #require(built.status == 0, "\(built.errors)")
        return library
    }

    @Test func `a failed fdatasync ends it with 74, is not tried again, and acknowledges nothing`() throws {
        let daemon = try Daemon()
        let trigger = daemon.directory.appending(path: "fail-now")
        try daemon.start(environment: [
            "LD_PRELOAD": try faultyLibrary(in: daemon.directory), "FAIL_SYNC_WHILE": trigger.path,
        ])
        _ = try daemon.publish(Sample.order)
        let data = daemon.directory.path
        let held = try daemon.records().count

        try Data().write(to: trigger)
        let endpoint = try daemon.endpoint
        let publisher = Process()
        publisher.executableURL = Daemon.executable
        publisher.arguments = ["publish", "--to", endpoint]
        let (input, output) = (Pipe(), Pipe())
        publisher.standardInput = input
        publisher.standardOutput = output
        publisher.standardError = FileHandle.nullDevice
        try publisher.run()
        let other = Sample.order.replacingOccurrences(of: "\"id\":\"", with: "\"id\":\"again-")
        try input.fileHandleForWriting.write(contentsOf: Data(other.utf8))
        try input.fileHandleForWriting.close()
        let process = try #require(daemon.process)
        process.waitUntilExit()
        #expect(process.terminationStatus == 74, "\(daemon.said)")
        publisher.terminate()
        publisher.waitUntilExit()
        let answers = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(!answers.contains("recorded"), "nothing may be acknowledged: \(answers)")
        #expect(try Data(contentsOf: trigger).count == 1, "a failed sync must not be tried again")
        for words in ["Syncing \(data)/log/", "to the disk failed", "not retried", "Check the disk"] {
            #expect(daemon.said.contains(words), "\(words) is not in\n\(daemon.said)")
        }

        let doctor = try Command.firstmile("doctor", "--data", data, "--to", "tcp://127.0.0.1:1")
        #expect(doctor.status == 1)
        for words in ["last stop", "Syncing", "failed"] {
            #expect(doctor.text.contains(words), "\(words) is not in\n\(doctor.text)")
        }

        try FileManager.default.removeItem(at: trigger)
        try daemon.start()
        #expect(try daemon.publish(Sample.order).status == 0)
        #expect(try daemon.records().count >= held)
        let well = try Command.firstmile("doctor", "--data", data)
        #expect(!well.text.contains("last stop"), "it serves again:\n\(well.text)")
        #expect(daemon.stop() == 0)
    }

    @Test func `a log of a newer version ends it with 70 and is left alone`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(Sample.order)
        #expect(daemon.stop() == 0)
        let golden = Daemon.root.appending(path: "Tests/EventLogTests/Golden/v1/newer-version")
        let log = daemon.directory.appending(path: "log")
        try FileManager.default.removeItem(at: log)
        try FileManager.default.copyItem(at: golden, to: log)
        let newest = log.appending(path: "00000000000000000012.segment")
        let before = try Data(contentsOf: newest)
        let data = daemon.directory.path
        let serve = try Command.firstmile("serve", "--data", data, "--intake", "tcp://127.0.0.1:*")
        #expect(serve.status == 70)
        for words in ["format version 2", newest.path, "newer one"] {
            #expect(serve.errors.contains(words), "\(words) is not in\n\(serve.errors)")
        }
        let doctor = try Command.firstmile("doctor", "--data", data, "--to", "tcp://127.0.0.1:1")
        #expect(
            doctor.status == 1 && doctor.text.contains("last stop")
                && doctor.text.contains("format version 2"))
        #expect(try Data(contentsOf: newest) == before)
    }

    @Test func `a log whose chain is broken ends it with 70, and a repair from the backup mends it`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(Sample.order)
        try daemon.settle()
        let data = daemon.directory.path
        let token = try Command.firstmile("token", "add", "desk", "--role", "read", "--data", data)
        #expect(token.status == 0, "\(token.errors)")
        let backup = daemon.directory.appending(path: "backup").path
        let made = try Command.firstmile("log", "backup", backup, "--data", data)
        #expect(made.status == 0, "\(made.errors)")
        #expect(try Command.firstmile("log", "verify", "--data", backup).status == 0)
        // What cannot be made from the log lies beside it, and again.
        #expect(try Command.firstmile("log", "backup", backup, "--data", data).status == 0)
        let kept = try FileManager.default.contentsOfDirectory(atPath: backup).sorted()
        #expect(kept == ["consumers.sqlite", "log", "quarantine.sqlite", "tokens.json"])
        #expect(
            try FileManager.default.attributesOfItem(atPath: "\(backup)/tokens.json")[.posixPermissions]
                as? Int
                == 0o600)
        #expect(
            try Command.firstmile("token", "list", "--data", backup, "--format", "csv").text.contains("desk"))
        let records = try daemon.records().count
        #expect(daemon.stop() == 0)

        let segment = daemon.directory.appending(path: "log/00000000000000000000.segment")
        var bytes = try Data(contentsOf: segment)
        bytes[80 + 56 + 20] ^= 1
        try bytes.write(to: segment)
        #expect(try Command.firstmile("serve", "--data", data, "--intake", "tcp://127.0.0.1:*").status == 70)
        let repair = try Command.firstmile("log", "repair", "--from", backup, "--data", data)
        #expect(repair.status == 0, "\(repair.text) \(repair.errors)")
        #expect(repair.text.contains("damaged-1-00000000000000000000.segment"))
        try daemon.start()
        #expect(try daemon.records().count == records)
        #expect(daemon.stop() == 0)

        let restored = daemon.directory.appending(path: "restored").path
        let restore = try Command.firstmile("log", "restore", backup, restored)
        #expect(restore.status == 0 && restore.text.contains("whole"), "\(restore.text) \(restore.errors)")
        let rows = try Command.firstmile("log", "export", "--format", "csv", "--data", restored)
        #expect(rows.text.split(separator: "\r\n").count == records + 1)
        let lines = try Command.firstmile("log", "export", "--data", restored)
        #expect(lines.objects.count == records)
    }

    @Test func `sealed segments are packed and moved to the archive, and every reader finds them`() throws {
        let daemon = try Daemon()
        let archive = daemon.directory.appending(path: "elsewhere").path
        let data = daemon.directory.path
        let arguments = [
            "--data", data, "--intake", "tcp://127.0.0.1:*", "--rulebook", daemon.rulebook.path, "--archive",
            archive,
        ]
        try daemon.start(arguments: arguments, environment: ["FIRSTMILE_SEGMENT_MEBIBYTES": "1"])
        let events = try Command.firstmile("simulate", "--orders", "4000", "--seed", "3")
        #expect(
            try Command.firstmile("publish", "--quiet", "--to", try daemon.endpoint, input: events.text)
                .status == 0)
        for _ in 0..<600 {
            let there = (try? FileManager.default.contentsOfDirectory(atPath: archive)) ?? []
            if there.filter({ $0.hasSuffix(".packed") }).count >= 3 { break }
            usleep(100_000)
        }
        #expect(daemon.stop() == 0)
        let packed = try FileManager.default.contentsOfDirectory(atPath: archive).filter {
            $0.hasSuffix(".packed")
        }
        #expect(packed.count >= 3)
        let verify = try Command.firstmile("log", "verify", "--data", data)
        #expect(verify.status == 0 && verify.text.contains("packed"), "\(verify.text)")
        let first = try Command.firstmile(
            "tail", "--from", "0", "--count", "5", "--no-follow", "--data", data)
        #expect(first.objects.count == 5)
        // The log remembers its archive.
        try daemon.start()
        #expect(daemon.stop() == 0)
        try FileManager.default.moveItem(atPath: archive, toPath: archive + "-unmounted")
        let away = try Command.firstmile("serve", "--data", data, "--intake", "tcp://127.0.0.1:*")
        #expect(away.status != 0 && away.errors.contains(archive), "\(away.errors)")
    }
}
