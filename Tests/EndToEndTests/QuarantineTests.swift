import Foundation
import Testing

/// What was refused, as those see it who have to mend it.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct QuarantineTests {
    @Test func `what was refused is listed, shown, mended and sent again`() throws {
        let daemon = try Daemon.started()
        let upload = Sample.order.split(separator: "\n")[3].replacing("\"erpAccount\":\"erp-1\",", with: "")
        let changed = Sample.order.split(separator: "\n")[0].replacing("cainiao", with: "yanwen")
        let sent = [
            Sample.order, String(upload.replacing("s-4", with: "s-6")), "{\"specversion\":",
            Sample.unknownType, String(changed),
        ]
        let published = try daemon.publish(sent.joined(separator: "\n"))
        #expect(published.status == 3, "\(published.errors)")

        let listed = try wait(for: 4, daemon)
        #expect(
            listed.map { $0["code"] as? String } == [
                "conflict", "unknown-type", "malformed", "missing-field",
            ])
        #expect(listed[3]["eventId"] as? String == "s-6" && listed[3]["field"] as? String == "erpAccount")
        #expect(try list(daemon, "--code", "conflict").count == 1)
        #expect(try list(daemon, "--source", "erp/none").isEmpty)

        // Beside the daemon, and when it is down.
        let id = "\(try #require(listed[3]["id"] as? Int))"
        for isRunning in [true, false] {
            if !isRunning { #expect(daemon.stop() == 0, "\(daemon.said)") }
            let shown = try run(daemon, "show", id)
            #expect(shown.status == 0, "\(shown.errors)")
            #expect(
                shown.text.contains("missing-field") && shown.text.contains("← here erpAccount is missing"))
            #expect(try list(daemon).count == 4)
        }
        try daemon.start()

        let again = try run(daemon, "resend", id)
        #expect(
            again.status == 3 && again.objects.first?["code"] as? String == "missing-field", "\(again.text)")
        let mended = try run(daemon, "resend", id, "--set", "erpAccount=erp-1")
        #expect(mended.status == 0 && mended.objects.first?["status"] as? String == "recorded", "\(mended)")
        let position = try #require(mended.objects.first?["position"] as? Int)
        let open = try wait(for: 3, daemon, "--open")
        #expect(!open.contains { "\($0["id"] ?? "")" == id })
        let marked = try #require(try list(daemon).first { "\($0["id"] ?? "")" == id })
        #expect(
            marked["resentPosition"] as? Int == position && marked["resentStatus"] as? String == "recorded")
        let recorded = try #require(try daemon.records().first { $0["position"] as? Int == position })
        #expect((recorded["data"] as? [String: Any])?["erpAccount"] as? String == "erp-1", "\(recorded)")

        // What is not even JSON is mended in a file.
        let file = daemon.directory.appending(path: "mended.json")
        try Sample.order.split(separator: "\n")[2].replacing("s-3", with: "s-7").write(
            to: file, atomically: true, encoding: .utf8)
        let garbage = "\(try #require(listed[2]["id"] as? Int))"
        let replaced = try run(daemon, "resend", garbage, "--edit", file.path)
        #expect(replaced.objects.first?["status"] as? String == "recorded", "\(replaced)")
        let doctor = try Command.firstmile("doctor", "--data", daemon.directory.path)
        #expect(doctor.text.contains("2 refused events not sent again"), "\(doctor.text)")
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }

    @Test func `a number that is not there, and changes that cannot be made, are told`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish("nonsense")
        let id = "\(try #require(try wait(for: 1, daemon).first?["id"] as? Int))"
        let missing = try run(daemon, "show", "99")
        #expect(missing.status == 1 && missing.errors.contains("quarantine list"), "\(missing)")
        let edited = try run(daemon, "resend", id, "--set", "orderId=1")
        #expect(edited.status == 1 && edited.errors.contains("--edit"), "\(edited)")
        #expect(try run(daemon, "resend", id, "--set", "orderId").status == 64)
        #expect(try run(daemon, "list", "--since", "yesterday").status == 64)
        let raw = try run(daemon, "show", id, "--raw")
        #expect(raw.text == "nonsense")
    }

    /// The entries, once there are so many: they are written a moment after the reply.
    private func wait(for count: Int, _ daemon: Daemon, _ arguments: String...) throws -> [[String: Any]] {
        for _ in 0..<200 {
            let found = try list(daemon, arguments)
            if found.count == count { return found }
            usleep(25_000)
        }
        Issue.record("not \(count) entries: \(try list(daemon, arguments))")
        return try list(daemon, arguments)
    }

    private func list(_ daemon: Daemon, _ arguments: String...) throws -> [[String: Any]] {
        try list(daemon, arguments)
    }

    private func list(_ daemon: Daemon, _ arguments: [String]) throws -> [[String: Any]] {
        let said = try Command(
            Daemon.executable.path,
            ["quarantine", "list", "--format", "ndjson", "--data", daemon.directory.path] + arguments)
        #expect(said.status == 0, "\(said.errors)")
        return said.objects
    }

    private func run(_ daemon: Daemon, _ arguments: String...) throws -> Command {
        try Command(
            Daemon.executable.path, ["quarantine"] + arguments + ["--data", daemon.directory.path])
    }
}
