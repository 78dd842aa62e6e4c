import Foundation
import Testing

/// Webhooks of the real daemon, to a real receiver on loopback.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct WebhookTests {
    /// Orders that were handed over years ago and never got a number: each misses its deadline at once.
    private func late(_ numbers: ClosedRange<Int>, seller: String = "store-1") -> String {
        numbers.flatMap { number in
            let parcel =
                "\"orderId\":\"82\(1000 + number)\",\"sellerId\":\"\(seller)\",\"provider\":\"cainiao\""
            return [
                event("d-\(number)", "order-declared", "\(parcel),\"country\":\"ES\",\"boxes\":1"),
                event("h-\(number)", "handed-over", parcel),
            ]
        }.joined(separator: "\n")
    }

    private func event(_ id: String, _ type: String, _ data: String) -> String {
        "{\"specversion\":\"1.0\",\"id\":\"\(id)\",\"source\":\"erp/hooks\",\"type\":\"firstmile.\(type).v1\","
            + "\"time\":\"2024-05-06T02:00:00Z\",\"data\":{\(data)}}"
    }

    private func start(_ daemon: Daemon, _ hooks: [(name: String, receiver: Receiver, more: String)]) throws {
        let config = daemon.directory.appending(path: "settings.yaml")
        let section = hooks.map {
            "  \($0.name):\n    url: \($0.receiver.url)\n    secretFile: \($0.receiver.secretFile)\n"
                + $0.more.split(separator: "\n").map { "    \($0)\n" }.joined()
        }
        try "webhooks:\n\(section.joined())".write(to: config, atomically: true, encoding: .utf8)
        try daemon.start(arguments: [
            "--data", daemon.directory.path, "--intake", "tcp://127.0.0.1:*", "--rulebook",
            daemon.rulebook.path,
            "--config", config.path, "--log-format", "json", "--log-level", "info,webhooks=debug",
        ])
    }

    private func list(_ daemon: Daemon) throws -> [String: [String: Any]] {
        let listed = try Command.firstmile(
            "webhooks", "list", "--data", daemon.directory.path, "--format", "ndjson")
        #expect(listed.status == 0, "\(listed.errors)")
        return Dictionary(listed.objects.map { ($0["name"] as? String ?? "", $0) }) { $1 }
    }

    @Test
    func
        `a receiver that fails, hangs up and comes back gets everything once, in order, and holds up nobody`()
        throws
    {
        let daemon = try Daemon()
        let (bad, good) = (try Receiver(), try Receiver())
        try bad.mode("fail")
        let missed = "kinds: [deadline-missed]"
        try start(daemon, [("bad", bad, missed), ("good", good, missed)])
        #expect(try daemon.publish(late(1...5)).status == 0)
        #expect(good.wait { good.taken.count == 5 }, "\(good.requests) \(daemon.said)")
        #expect(bad.wait { bad.requests.count >= 2 })
        #expect(
            Set(bad.requests.compactMap { $0["id"] as? String }).count == 1, "the first until it is taken")
        let failing = try list(daemon)
        #expect(failing["bad"]?["lastError"] as? String == "it answered 500", "\(failing)")
        #expect(failing["good"]?["delivered"] as? Int == 5 && failing["good"]?["lastError"] is NSNull)

        try bad.mode("drop")
        let before = bad.requests.count
        #expect(bad.wait { bad.requests.count > before })
        try bad.mode("take")
        #expect(bad.wait(seconds: 60) { bad.taken.count == 5 }, "\(bad.requests)")
        #expect(bad.taken == good.taken && Set(bad.taken).count == 5)
        for request in bad.requests + good.requests {
            #expect(
                request["signed"] as? Bool == true
                    && (request["contentType"] as? String ?? "").hasPrefix("application/cloudevents+json"))
        }
        let event = try #require(good.requests.first?["event"] as? [String: Any])
        #expect(event["type"] as? String == "firstmile.deadline-missed.v1" && event["position"] is Int)
        #expect(daemon.said.contains("takes events again"))
        #expect(daemon.stop() == 0)
    }

    @Test func `one that hangs does not keep the daemon from answering or ending`() throws {
        let daemon = try Daemon()
        let receiver = try Receiver()
        try receiver.mode("hang")
        try start(daemon, [("ops", receiver, "kinds: [deadline-missed]")])
        #expect(try daemon.publish(late(1...3)).status == 0)
        #expect(receiver.wait { receiver.requests.count == 1 })
        #expect(try daemon.publish(late(4...6)).status == 0)
        let begun = ContinuousClock.now
        #expect(daemon.stop() == 0, "\(daemon.said)")
        #expect(ContinuousClock.now - begun < .seconds(20))
    }

    @Test func `neither a crash nor a rebuild loses or repeats anything`() throws {
        let daemon = try Daemon()
        let receiver = try Receiver()
        let hook = [("ops", receiver, "kinds: [deadline-missed, anomaly-opened]")]
        try start(daemon, hook)
        #expect(try daemon.publish(late(1...3)).status == 0)
        // Missed, and the anomaly of each.
        #expect(receiver.wait { receiver.taken.count >= 6 }, "\(receiver.taken)")
        try receiver.mode("fail")
        #expect(try daemon.publish(late(4...6)).status == 0)
        #expect(receiver.wait { receiver.requests.count > 6 })
        daemon.kill9()
        try receiver.mode("take")
        try start(daemon, hook)
        #expect(receiver.wait(seconds: 60) { Set(receiver.taken).count == 12 }, "\(receiver.taken)")
        let rebuilt = try Command.firstmile("views", "rebuild", "anomalies", "--data", daemon.directory.path)
        #expect(rebuilt.status == 0, "\(rebuilt.errors)")
        #expect(try daemon.publish(late(7...7)).status == 0)
        #expect(receiver.wait { Set(receiver.taken).count == 14 }, "\(receiver.taken)")
        #expect(receiver.taken.count == 14, "twice: \(receiver.taken)")
        let anomalies = receiver.requests.filter { ($0["id"] as? String ?? "").hasPrefix("anomaly-") }
        let kinds = anomalies.compactMap {
            (($0["event"] as? [String: Any])?["data"] as? [String: Any])?["kind"] as? String
        }
        #expect(Set(kinds) == ["MISSING_UPLOAD"], "\(kinds)")
        #expect(daemon.stop() == 0)
    }

    @Test func `a webhook of some sellers is told of theirs, and a skipped event is not sent again`() throws {
        let daemon = try Daemon()
        let receiver = try Receiver()
        try receiver.mode("fail")
        try start(daemon, [("ops", receiver, "kinds: [deadline-missed]\nsellers: [store-2]")])
        #expect(try daemon.publish(late(1...2)).status == 0)
        #expect(try daemon.publish(late(3...5, seller: "store-2")).status == 0)
        #expect(receiver.wait { !receiver.requests.isEmpty })
        let first = try #require(receiver.requests.first?["id"] as? String)
        let skipped = try Command.firstmile("webhooks", "skip", "ops", "--data", daemon.directory.path)
        #expect(skipped.status == 0 && skipped.text.contains(first), "\(skipped.text) \(skipped.errors)")
        try receiver.mode("take")
        #expect(receiver.wait(seconds: 40) { receiver.taken.count == 2 }, "\(receiver.requests)")
        #expect(!receiver.taken.contains(first))
        let none = try Command.firstmile("webhooks", "skip", "other", "--data", daemon.directory.path)
        #expect(none.status != 0 && none.errors.contains("there are ops"), "\(none.errors)")
        #expect(daemon.stop() == 0)
    }

    @Test func `the receiver of Schemas/webhooks.md verifies what the daemon signs`() throws {
        let page = try String(contentsOf: Daemon.root.appending(path: "Schemas/webhooks.md"), encoding: .utf8)
        let program = try #require(
            page.components(separatedBy: "```python\n").last?.components(separatedBy: "```").first)
        let daemon = try Daemon()
        let receiver = try Receiver(running: program)
        try start(daemon, [("ops", receiver, "kinds: [deadline-missed]")])
        #expect(try daemon.publish(late(1...2)).status == 0)
        #expect(receiver.wait { receiver.requests.count == 2 }, "\(daemon.said)")
        #expect(receiver.requests.allSatisfy { $0["type"] as? String == "firstmile.deadline-missed.v1" })
        let config = daemon.directory.appending(path: "settings.yaml").path
        let tested = try Command.firstmile("webhooks", "test", "ops", "--config", config)
        #expect(tested.status == 0 && tested.text.contains("204"), "\(tested.text) \(tested.errors)")
        #expect(receiver.requests.last?["type"] as? String == "firstmile.webhook-tested.v1")
        // Who does not know the secret is not believed.
        try "whsec_\(Data(repeating: 9, count: 32).base64EncodedString())".write(
            toFile: receiver.secretFile, atomically: true, encoding: .utf8)
        let forged = try Command.firstmile("webhooks", "test", "ops", "--config", config)
        #expect(forged.status == 1 && forged.errors.contains("401"), "\(forged.errors)")
        #expect(receiver.requests.count == 3)
        #expect(daemon.stop() == 0)
    }

    @Test(arguments: [
        ("url: https://example.com/x", "webhooks.ops.secretFile: is missing"),
        ("url: http://example.com/x\nsecretFile: SECRET", "must be https"),
        ("url: nonsense\nsecretFile: SECRET", "is no URL"),
        (
            "url: https://example.com/x\nsecretFile: SECRET\nkinds: [deadline]",
            "has deadline; there are deadline-approaching"
        ),
        ("url: https://example.com/x\nsecretFile: SECRET\nsecret: x", "webhooks.ops.secret: is not known"),
        ("url: https://example.com/x\nsecretFile: SECRET\nscoreFall: 0", "must be points above 0"),
        ("url: https://example.com/x\nsecretFile: none.txt", "none.txt"),
    ])
    func `a webhook that cannot be used ends serve with 64 and its place in the file`(
        section: String, told: String
    ) throws {
        let directory = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-no-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let secret = directory.appending(path: "secret")
        try Receiver.secret.write(to: secret, atomically: true, encoding: .utf8)
        let config = directory.appending(path: "settings.yaml")
        let lines = section.replacingOccurrences(of: "SECRET", with: secret.path).split(separator: "\n")
        try "webhooks:\n  ops:\n\(lines.map { "    \($0)\n" }.joined())".write(
            to: config, atomically: true, encoding: .utf8)
        let served = try Command.firstmile(
            "serve", "--data", directory.appending(path: "data").path, "--config", config.path)
        #expect(served.status == 64 && served.errors.contains(told), "\(served.errors)")
        #expect(served.errors.contains("settings.yaml:"), "\(served.errors)")
    }

    @Test func `a store whose score fell from one day of the log to the next is told once`() throws {
        let daemon = try Daemon()
        let receiver = try Receiver()
        let hook = [("ops", receiver, "kinds: [score-fell]\nscoreFall: 1")]
        try start(daemon, hook)
        let simulated = try Command.firstmile("simulate", "--orders", "600", "--days", "2", "--seed", "3")
        // Until some days after the last handover: parcels that were handed over a month ago count no more.
        let early = simulated.text.split(separator: "\n").filter { line in
            let event = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return (event?["time"] as? String ?? "") < "2024-05-20"
        }
        #expect(try daemon.publish(early.joined(separator: "\n")).status == 0)
        func view(_ name: String, _ more: String...) throws -> [[String: Any]] {
            try Command(
                Daemon.executable.path,
                ["view", name, "--data", daemon.directory.path, "--format", "ndjson", "--limit", "5000"]
                    + more
            ).objects
        }
        #expect(try receiver.wait { try view("score").contains { $0["rank"] is Int } })
        // Longer than it takes to look at the scores again.
        usleep(5_000_000)
        let best = try #require(try view("score").first { $0["rank"] as? Int == 1 })
        let seller = try #require(best["sellerId"] as? String)
        let to = try #require(
            (best["to"] as? String).flatMap { try? Date("\($0)T00:00:00Z", strategy: .iso8601) })
        let time = to.addingTimeInterval(8 * 86_400).ISO8601Format()
        let complaints = try view("compliance", "--seller", seller).compactMap { $0["orderId"] as? String }
            .map {
                "{\"specversion\":\"1.0\",\"id\":\"c-\($0)\",\"source\":\"erp/hooks\",\"type\":\"firstmile.complained.v1\","
                    + "\"time\":\"\(time)\",\"data\":{\"orderId\":\"\($0)\",\"sellerId\":\"\(seller)\",\"reason\":\"broken\"}}"
            }
        #expect(complaints.count >= 30)
        #expect(try daemon.publish(complaints.joined(separator: "\n")).status == 0)
        func falls() -> [[String: Any]] {
            receiver.requests.compactMap { ($0["event"] as? [String: Any])?["data"] as? [String: Any] }
                .filter { $0["sellerId"] as? String == seller }
        }
        #expect(receiver.wait { !falls().isEmpty }, "\(receiver.requests) \(daemon.said)")
        let fall = try #require(falls().last)
        let (before, score) = (fall["before"] as? Double ?? 0, fall["score"] as? Double ?? 0)
        #expect(
            before - score >= 1 && abs(before - score - (fall["fell"] as? Double ?? 0)) < 0.001, "\(fall)")
        #expect(fall["lateRate"] is Double && (fall["parcels"] as? Int ?? 0) >= 30, "\(fall)")
        let told = receiver.taken
        daemon.kill9()
        try start(daemon, hook)
        usleep(5_000_000)
        #expect(receiver.taken == told, "a restart tells nothing again")
        #expect(daemon.stop() == 0)
    }
}
