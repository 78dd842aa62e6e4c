import EventLog
import Foundation
import GRDB
import Rulebook
import Testing
import Views
import Vocabulary

/// Questions to the log about other rules, other facts and other times.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct ReplayTests {
    @Test func `what-if under the same rulebook changes nothing, under 60 minutes exactly the slow uploads`()
        throws
    {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("three thousand orders to replay: seed \(seed)")
        let (daemon, truth) = try simulated(3000, seed)
        // At the log's very end its clock still waits for facts in flight: one more comes after that.
        Thread.sleep(forTimeInterval: 1.5)
        _ = try daemon.publish(Sample.order)
        let same = try replay(daemon, "--rulebook", daemon.rulebook.path)
        #expect(same["changed"] as? Int == 0, "seed \(seed): \(same)")
        #expect((same["orders"] as? Int ?? 0) >= 3000, "seed \(seed)")
        for store in same["stores"] as? [[String: Any]] ?? [] {
            let score = store["score"] as? [String: Any]
            #expect(score?["before"] as? Double == score?["after"] as? Double, "seed \(seed): \(store)")
        }

        let stricter = try candidate(of: daemon, ["uploadWindow: 2 h": "uploadWindow: 60 min"])
        let expected = Set(
            truth.orders.values.filter { order in
                guard let handedOver = Self.time(order["handedOverAt"]),
                    let uploaded = Self.time(order["uploadedAt"]), order["abnormal"] as? Bool == false,
                    !["exempt", "not-applicable"].contains(order["status"] as? String)
                else { return false }
                return (3600.001...7200).contains(uploaded - handedOver)
            }.compactMap { $0["orderId"] as? String })
        #expect(expected.count > 3, "seed \(seed): too few to prove anything: \(expected.count)")
        let answer = try replay(daemon, "--rulebook", stricter, "--limit", "0")
        let orders = try #require(answer["orderList"] as? [[String: Any]])
        let marked = Set(
            orders.filter { ($0["changes"] as? [String])?.contains("abnormal") ?? false }
                .compactMap { $0["orderId"] as? String })
        #expect(
            marked == expected, "seed \(seed): \(marked.symmetricDifference(expected).sorted().prefix(5))")
        #expect(
            (answer["counts"] as? [String: Int])?["status"] == 0, "seed \(seed): the clock sets no status")

        let arguments = ["replay", "--data", daemon.directory.path, "--rulebook", stricter, "--format"]
        for format in ["table", "json", "csv", "html"] {
            let texts = try (0..<2).map { _ in
                try Command(Daemon.executable.path, arguments + [format]).text
            }
            #expect(texts[0] == texts[1] && !texts[0].isEmpty, "\(format): the same question, the same bytes")
            if format == "html" { #expect(!texts[0].contains("://"), "the page needs no other host") }
        }
    }

    @Test func `facts left out or moved change what follows from them alone`() throws {
        let (daemon, _) = try simulated(400, 11)
        let without = try replay(daemon, "--without", "number-uploaded", "--no-scores")
        let after = try #require(without["transitions"] as? [[String: Any]])
        #expect(after.contains { $0["after"] as? String == "awaiting-number" }, "\(after)")
        #expect(!after.contains { $0["after"] as? String == "compliant" }, "\(after)")
        #expect((without["fees"] as? [String: Any])?["after"] as? Int == 0, "who ships nothing owes nothing")

        let late = try replay(daemon, "--shift", "number-uploaded=3h", "--no-scores")
        let counts = try #require(late["counts"] as? [String: Int])
        #expect((counts["abnormal"] ?? 0) > 50, "three hours later nearly all are late: \(counts)")

        let one = try #require(
            try daemon.records().first { $0["type"] as? String == "firstmile.provider-bound.v1" })
        let position = "\(try #require(one["position"] as? Int))"
        let unbound = try replay(daemon, "--without", position, "--no-scores", "--limit", "0")
        let orders = try #require(unbound["orderList"] as? [[String: Any]])
        let seller = (one["data"] as? [String: Any])?["sellerId"] as? String
        #expect(
            !orders.isEmpty && orders.allSatisfy { $0["sellerId"] as? String == seller }, "\(orders.count)")
        let nobody = try replay(daemon, "--without", position, "--no-scores", "--sellers", "nobody")
        #expect(nobody["orders"] as? Int == 0)
        let early = try replay(daemon, "--without", position, "--no-scores", "--to", "2020-01-01")
        #expect(early["orders"] as? Int == 0)
    }

    @Test func `a view at a position is the view of a log that ends there`() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        print("views at random positions: seed \(seed)")
        let (daemon, _) = try simulated(300, seed)
        let end = try LogReader(directory: daemon.logDirectory).end()
        var chance = Chance(seed: seed)
        let names = ["compliance", "anomalies", "fees", "compliance", "anomalies"]
        for number in 0..<(Daemon.isFull ? 100 : names.count) {
            let name = names[number % names.count]
            let position = UInt64(1 + chance.next(Int(end)))
            let shown = try Command.firstmile(
                "replay", "--data", daemon.directory.path, "--to-position", "\(position)", "--view", name,
                "--format", "ndjson", "--limit", "0")
            #expect(shown.status == 0, "\(shown.errors)")
            let cut = try cutLog(daemon, at: position)
            defer { try? FileManager.default.removeItem(atPath: cut) }
            let rows = try view(name, of: cut, under: daemon)
            #expect(
                shown.text.split(separator: "\n").map(String.init) == rows, "\(name) at \(position) of \(end)"
            )
        }
    }

    @Test func `what cannot be replayed is said`() throws {
        let (daemon, _) = try simulated(5, 1)
        let data = daemon.directory.path
        for (arguments, words) in [
            ([], "what is to be replayed?"), (["--view", "score", "--to-time", "noon"], "--to-time: noon"),
            (["--without", "upload"], "--without: upload is none of order-declared"),
            (["--shift", "delivered=soon"], "number-uploaded=-30min"),
            (["--rulebook", "nowhere.yaml"], "nowhere.yaml"), (["--rulebok", "x"], "--rulebok"),
            (["--dated", "--without", "lost"], "--dated"),
            (["--from", "May", "--without", "lost"], "--from: May"),
        ] {
            let output = try Command(Daemon.executable.path, ["replay", "--data", data] + arguments)
            #expect(output.status != 0, "\(arguments)")
            #expect(output.errors.contains(words), "\(arguments): \(output.errors)")
        }
    }

    // MARK: Help

    private func simulated(_ orders: Int, _ seed: UInt64) throws -> (Daemon, Truth) {
        let daemon = try Daemon.started()
        let told = daemon.directory.appending(path: "truth.ndjson")
        let stream = try Command.firstmile(
            "simulate", "--orders", "\(orders)", "--seed", "\(seed)", "--all", "--truth", told.path)
        _ = try daemon.publish(stream.text)
        try daemon.settle()
        return (daemon, Truth(try String(contentsOf: told, encoding: .utf8), seed: seed))
    }

    private func replay(_ daemon: Daemon, _ arguments: String...) throws -> [String: Any] {
        let output = try Command(
            Daemon.executable.path,
            ["replay", "--data", daemon.directory.path, "--format", "json"] + arguments)
        #expect(output.status == 0, "\(arguments): \(output.errors)")
        let answer = try JSONSerialization.jsonObject(with: Data(output.text.utf8))
        return try #require(answer as? [String: Any])
    }

    private func candidate(of daemon: Daemon, _ changes: [String: String]) throws -> String {
        var text = try String(contentsOf: daemon.rulebook, encoding: .utf8)
        for (old, new) in changes {
            try #require(text.contains(old), "the rulebook says `\(old)` no longer")
            text = text.replacingOccurrences(of: old, with: new)
        }
        text = text.replacingOccurrences(of: "warnings: [60 min, 30 min, 10 min]", with: "warnings: [10 min]")
        let path = daemon.directory.appending(path: "candidate.yaml").path
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    /// Copies the records before a position into a log of their own, each at its time.
    private func cutLog(_ daemon: Daemon, at position: UInt64) throws -> String {
        let path = daemon.directory.appending(path: "cut-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let log = try EventLog.open(directory: path)
        defer { log.close() }
        var last: Int64?
        _ = try unsafe LogReader(directory: daemon.logDirectory).read(from: 0, limit: position) {
            _, time, bytes in
            if let last, last != time {
                let durable = log.next
                log.commitIfIdle()
                while log.durable < durable { log.commitIfIdle() }
            }
            last = time
            _ = log.recordedTime(now: time)
            _ = unsafe log.append(bytes)
        }
        return path
    }

    private func view(_ name: String, of log: String, under daemon: Daemon) throws -> [String] {
        let rules = try RulebookFile.load(path: daemon.rulebook.path).rules
        let source = LogSource(directory: log, under: rules)
        let directory = log + "-views"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let projector =
            switch name {
            case "compliance": Projector(Compliance.self, in: directory, from: source, under: rules)
            case "anomalies": Projector(Anomalies.self, in: directory, from: source, under: rules)
            default: Projector(Fees.self, in: directory, from: source, under: rules)
            }
        projector.start()
        defer { projector.stop() }
        try #require(projector.wait(until: try source.end(), atMost: .seconds(60)))
        let table = try ViewReader(name, in: directory).rows()
        return table.rows.map { table.json(row: $0) }
    }

    private static func time(_ value: Any?) -> Double? {
        (value as? String).flatMap { Instant(rfc3339: $0) }.map { Double($0.milliseconds) / 1000 }
    }
}
