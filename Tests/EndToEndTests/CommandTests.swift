import Foundation
import Testing

/// The commands as people and scripts meet them: exit codes, what is printed, and what is said when it goes wrong.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CommandTests {
    @Test func `publish prints a line for each event and ends with 3 when one was refused`() throws {
        let daemon = try Daemon.started()
        let good = try daemon.publish(Sample.order)
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.errors.contains("4 recorded, 0 duplicate, 0 refused"), "\(good.errors)")
        let upload = try #require(good.objects.last)
        #expect(upload["id"] as? String == "s-4" && upload["source"] as? String == "erp/sample")
        #expect(upload["status"] as? String == "recorded" && upload["position"] as? Int == 4, "\(upload)")
        #expect(upload["verdict"] as? String == "intercepted", "\(upload)")
        let finding = try #require((upload["findings"] as? [[String: Any]])?.first)
        for key in ["code", "severity", "clause", "message", "messageZh", "fix"] {
            #expect((finding[key] as? String)?.isEmpty == false, "a finding's \(key): \(finding)")
        }

        let mixed = "\(Sample.order)\n{\"specversion\":\"1.0\"\n" + Sample.unknownType
        let refused = try daemon.publish(mixed)
        #expect(refused.status == 3, "\(refused.errors)")
        let statuses = refused.objects.compactMap { $0["status"] as? String }
        #expect(statuses == ["duplicate", "duplicate", "duplicate", "duplicate", "refused", "refused"])
        #expect(refused.objects[4]["code"] as? String == "malformed")
        let last = refused.objects[5]
        #expect(last["id"] as? String == "s-5" && last["code"] as? String == "unknown-type", "\(last)")
        #expect(last["field"] as? String == "type", "\(last)")
        #expect(last["reason"] is String && last["fix"] is String && last["position"] == nil, "\(last)")

        let quiet = try Command.firstmile(
            "publish", "--quiet", "--to", try daemon.endpoint, input: mixed)
        #expect(quiet.status == 3 && quiet.objects.count == 2, "--quiet prints only what needs a hand")
    }

    @Test func `publish to nobody says what to do and ends with 1`() throws {
        let output = try Command.firstmile("publish", "--to", "tcp://127.0.0.1:1", input: Sample.order)
        #expect(output.status == 1 && output.text.isEmpty, "\(output.status): \(output.text)")
        #expect(output.errors.contains("nobody listens at tcp://127.0.0.1:1"), "\(output.errors)")
        #expect(output.errors.contains("`firstmile serve`"), "\(output.errors)")
        #expect(output.errors.contains("1 request is not acknowledged"), "\(output.errors)")
    }

    @Test(arguments: [
        ["serve", "--port", "1"], ["publish", "--batch", "0"], ["publish", "--window", "x"], ["view"],
        ["view", "everything"], ["view", "compliance", "--status", "fine"],
        ["view", "compliance", "--country", "Spain"], ["simulate", "--malformed", "2"],
        ["simulate", "--start", "yesterday"], ["tail", "--from", "-1"], ["tail", "--format", "csv"],
        ["view", "score", "--lang", "fr"], ["log", "mend"], ["explain"],
        ["explain", "1", "--lang", "fr"], ["no-such-command"],
    ])
    func `wrong usage ends with 64 and says how it is used`(arguments: [String]) throws {
        let daemon = try Daemon.started()
        let data = arguments.first == "view" ? ["--data", daemon.directory.path] : []
        let output = try Command(Daemon.executable.path, arguments + data)
        #expect(output.status == 64, "\(arguments): \(output.status) \(output.errors)")
        #expect(output.errors.contains("Error:") && output.errors.contains("--help"), "\(output.errors)")
        #expect(output.text.isEmpty, "\(arguments): \(output.text)")
    }

    @Test(arguments: [
        ["view", "compliance"], ["explain", "1"], ["tail"], ["log", "stat"], ["log", "verify"],
    ])
    func `a directory without data is told from an empty answer`(arguments: [String]) throws {
        let output = try Command(Daemon.executable.path, arguments + ["--data", "nowhere"])
        #expect(output.status == 1, "\(arguments): \(output.status)")
        #expect(output.errors.contains("there is no log in nowhere"), "\(arguments): \(output.errors)")
        #expect(output.errors.contains("firstmile serve --data nowhere"), "\(output.errors)")
    }

    @Test(arguments: ["en", "zh"])
    func `explain names the clause and the fix`(language: String) throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(Sample.order)
        try daemon.settle()
        let data = daemon.directory.path
        let output = try Command.firstmile("explain", Sample.orderID, "--lang", language, "--data", data)
        #expect(output.status == 0, "\(output.errors)")
        let row = try #require(
            try daemon.rows("anomalies", "--order", Sample.orderID, "--kind", "PHONE_FORMAT").first)
        let clause = try #require(row["clause"] as? String)
        let message = try #require(row[language == "en" ? "message" : "messageZh"] as? String)
        for words in [Sample.orderID, "PHONE_FORMAT", clause, message, "+34912345678", "LP00612345678901"] {
            #expect(output.text.contains(words), "\(language): \(words) is not in\n\(output.text)")
        }
        #expect(output.text.contains(language == "en" ? "What to do now" : "现在该做什么"), "\(output.text)")
        let steps =
            language == "en"
            ? "number ✓ · declaration ✗ PHONE_FORMAT · tax data ✓ · route – open"
            : "绑定单号 ✓ · 报关预校验 ✗ PHONE_FORMAT · 税务数据 ✓ · 分配路由 – 待办"
        #expect(output.text.contains(steps), "R1 each step has a verdict of its own: \(output.text)")

        let unknown = try Command.firstmile("explain", "81", "--lang", language, "--data", data)
        #expect(unknown.status == 1, "an order nobody knows is no wrong usage")
        #expect(unknown.errors.contains("holds nothing about order 81"), "\(unknown.errors)")
        #expect(!unknown.errors.contains("Usage"), "\(unknown.errors)")
    }

    @Test func `tail gives the log as events, and can begin and end where one likes`() throws {
        let daemon = try Daemon.started()
        _ = try daemon.publish(Sample.order)
        let all = try daemon.records()
        #expect(all.map { $0["position"] as? Int } == Array(0..<all.count))
        #expect(all[0]["type"] as? String == "firstmile.rulebook-activated.v1", "\(all[0].keys)")
        #expect(all[1]["id"] as? String == "s-1" && all[1]["origin"] as? String == "fact", "\(all[1])")
        #expect(all[5]["origin"] as? String == "decision", "\(all[5])")
        let some = try Command.firstmile(
            "tail", "--from", "1", "--count", "2", "--data", daemon.directory.path)
        #expect(some.objects.map { $0["position"] as? Int } == [1, 2], "\(some.text)")
    }

    @Test func `tail as a table tells a rulebook by its name, beginning, hash and size, and not by its text`()
        throws
    {
        let daemon = try Daemon.started()
        _ = try daemon.publish(Sample.order)
        // The deadline has its say too.
        try daemon.settle()
        func tail(_ arguments: String...) throws -> [Substring] {
            let output = try Command(
                Daemon.executable.path,
                ["tail", "--from", "0", "--no-follow", "--data", daemon.directory.path] + arguments)
            #expect(output.status == 0, "\(output.errors)")
            return output.text.split(separator: "\n")
        }
        let whole = try daemon.records()
        let data = try #require(whole[0]["data"] as? [String: Any])
        let (hash, content) = (
            try #require(data["hash"] as? String), try #require(data["content"] as? String)
        )
        let table = try tail("--format", "table")
        #expect(table.count == whole.count + 1, "a line each, under one of titles")
        let size = Double(content.utf8.count) / 1000
        for words in [
            "firstmile-2023-11@\(hash.dropFirst(7).prefix(8))", "from 2023-11-01 00:00:00.000 on", hash,
            "\((size * 10).rounded() / 10) kB",
        ] {
            #expect(table[1].contains(words), "\(words) is not in \(table[1].prefix(400))")
        }
        #expect(table.allSatisfy { $0.utf8.count < 400 })
        #expect(table[2].contains("bound") && table[2].contains("store-1 · cainiao"), "\(table[2])")
        #expect(table.contains { $0.contains("→ verdict") && $0.contains("intercepted") }, "\(table)")
        let chinese = try tail("--format", "table", "--lang", "zh", "--count", "1")
        #expect(chinese.count == 2 && chinese[0].contains("时间") && chinese[1].contains("起"), "\(chinese)")
        // Whole where nobody looks, and so where it is asked for.
        #expect(content.utf8.count > 100_000)
        let asked = try tail("--format", "ndjson")
        #expect(asked == (try tail()) && asked.count == whole.count)
    }

    @Test func `the demo shows the views and an explanation, and ends with 0`() throws {
        let demo = try Command.firstmile("demo", "--orders", "300", "--seed", "7")
        #expect(demo.status == 0, "\(demo.errors)")
        for words in [
            "firstmile view compliance", "firstmile view anomalies", "firstmile view score",
            "firstmile explain", "intercepted", "blocking", "¥", "store-1001", "What to do now",
            "ended cleanly",
        ] {
            #expect(demo.text.contains(words), "\(words) is not in\n\(demo.text)")
        }
        #expect(!demo.text.contains("no rows"), "a view is empty in\n\(demo.text)")
        let kept = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-kept-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: kept) }
        let keeping = try Command.firstmile("demo", "--orders", "100", "--keep", kept.path)
        #expect(keeping.status == 0, "\(keeping.errors)")
        let verified = try Command.firstmile("log", "verify", "--data", kept.path)
        #expect(verified.status == 0, "\(verified.text)")
        let again = try Command.firstmile("demo", "--keep", kept.path)
        #expect(again.status == 1 && again.errors.contains("there is a log already"), "\(again.errors)")
    }
}
