import Foundation
import Testing

@testable import firstmile

/// Starting and ending the daemon, and what it can be told.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ServeTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `a signal ends it with 0 and loses nothing`(signal: Int32) throws {
        let daemon = try Daemon.started()
        let endpoint = try daemon.endpoint
        _ = try daemon.publish(Sample.order)
        let process = try #require(daemon.process)
        kill(process.processIdentifier, signal)
        #expect(daemon.stop() == 0, "\(daemon.said)")
        #expect(throws: (any Error).self, "the endpoint's file is gone") { try daemon.endpoint }
        let verified = try Command.firstmile("log", "verify", "--data", daemon.directory.path)
        #expect(verified.status == 0 && verified.text.contains("whole"), "\(verified.text)")

        try daemon.start(at: endpoint)
        let again = try daemon.publish(Sample.order).objects
        #expect(again.map { $0["position"] as? Int } == [1, 2, 3, 4])
        #expect(again.allSatisfy { $0["status"] as? String == "duplicate" }, "\(again)")
    }

    @Test func `a second daemon on the same data is told who holds it`() throws {
        let daemon = try Daemon.started()
        let process = try #require(daemon.process)
        let second = try Command.firstmile(
            "serve", "--data", daemon.directory.path, "--intake", "tcp://127.0.0.1:*")
        #expect(second.status == 1, "\(second.errors)")
        #expect(
            second.errors.contains("Process \(process.processIdentifier) already writes"), "\(second.errors)")
        #expect(try daemon.publish(Sample.order).status == 0, "the first one goes on")
        #expect(daemon.stop() == 0)
    }

    @Test func `a port that is taken is named`() throws {
        let daemon = try Daemon.started()
        let other = try Command.firstmile("serve", "--data", "other", "--intake", try daemon.endpoint)
        #expect(other.status == 1, "\(other.errors)")
        #expect(other.errors.contains(try daemon.endpoint), "\(other.errors)")
    }

    @Test(arguments: [
        (
            ["--intake", "tcp://0.0.0.0:7701"], [:],
            ["tcp://0.0.0.0:7701", "other machines", "tcp://127.0.0.1:PORT"]
        ),
        (["--intake", "tcp://*:7701"], [:], ["tcp://*:7701", "other machines"]),
        (["--intake", "tcp://192.168.1.2:7701"], [:], ["other machines"]),
        ([], ["FIRSTMILE_INTAKE": "tcp://0.0.0.0:7701"], ["intake", "other machines"]),
        ([], ["FIRSTMILE_SEGMENT_MEBIBYTES": "5000"], ["segmentMebibytes", "1 to 4096", "5000"]),
        ([], ["FIRSTMILE_CHECKPOINT_RECORDS": "0"], ["checkpointRecords", "at least 1"]),
        (["--log-level", "loud"], [:], ["logLevel", "loud", "warning"]),
        (["--config", "none.yaml"], [:], ["none.yaml"]),
        (["--rulebook", "none.yaml"], [:], ["none.yaml"]),
    ])
    func `settings that cannot be used end it with 64 before anything is written`(
        arguments: [String], environment: [String: String], words: [String]
    ) throws {
        let data = FileManager.default.temporaryDirectory.appending(path: "firstmile-no-\(UUID().uuidString)")
        let output = try Command(
            Daemon.executable.path, ["serve", "--data", data.path] + arguments, environment: environment)
        #expect(output.status == 64, "\(arguments) \(environment): \(output.errors)")
        for word in words { #expect(output.errors.contains(word), "\(arguments): \(output.errors)") }
        #expect(!FileManager.default.fileExists(atPath: data.path), "\(arguments): it wrote to the disk")
    }

    @Test func `a flag beats the environment, which beats the file`() throws {
        let daemon = try Daemon()
        let config = daemon.directory.appending(path: "settings.yaml")
        let data = daemon.directory.path
        try """
        data: /nowhere/at/all
        intake: tcp://127.0.0.1:*
        rulebook: \(daemon.rulebook.path)
        segmentMebibytes: 1
        logLevel: error
        """.write(to: config, atomically: true, encoding: .utf8)
        try daemon.start(arguments: ["--config", config.path], environment: ["FIRSTMILE_DATA": data])
        #expect(daemon.said.isEmpty, "the file's log level holds: \(daemon.said)")
        #expect(try daemon.publish(Sample.order).status == 0)
        #expect(daemon.stop() == 0)
        try daemon.start(
            arguments: ["--data", data, "--log-level", "info", "--config", config.path],
            environment: ["FIRSTMILE_DATA": "/nowhere/at/all", "FIRSTMILE_LOG_LEVEL": "error"])
        // Not exactly: on a slow machine the missed deadline was recorded before the daemon ended.
        #expect(
            daemon.said.contains("next=6") || daemon.said.contains("next=7"), "the flags hold: \(daemon.said)"
        )
        #expect(daemon.stop() == 0)
    }

    @Test func `the example settings are the defaults`() async throws {
        let path = Daemon.root.appending(path: "deploy/firstmile.example.yaml").path
        let example = try await Settings(flags: Settings.Flags(), file: path)
        let defaults = try await Settings(flags: Settings.Flags(), file: nil)
        #expect("\(example)" == "\(defaults)")
    }
}
