import Foundation
import Testing
import Yams

@testable import Monitoring

/// What lies in `deploy/` for those who watch the daemon.
struct DeployTests {
    private static let rules = "deploy/prometheus/firstmile.rules.yaml"

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Promtool.root.appending(path: path), encoding: .utf8)
    }

    private func alerts() throws -> [[String: Any]] {
        let read = try Yams.load(yaml: text(Self.rules)) as? [String: Any]
        let groups = try #require(read?["groups"] as? [[String: Any]])
        return groups.flatMap { $0["rules"] as? [[String: Any]] ?? [] }
    }

    private func expressions() throws -> [String] {
        let read = try JSONSerialization.jsonObject(with: Data(text("deploy/grafana/firstmile.json").utf8))
        let dashboard = try #require(read as? [String: Any])
        let panels = try #require(dashboard["panels"] as? [[String: Any]])
        return panels.flatMap { $0["targets"] as? [[String: Any]] ?? [] }.compactMap { $0["expr"] as? String }
    }

    @Test(
        .enabled(if: Promtool.path != nil, "promtool is in Debian's package prometheus: deploy/setup test"),
        arguments: [
            ["check", "rules", Self.rules], ["test", "rules", "deploy/prometheus/firstmile.rules.test.yaml"],
            ["test", "rules", "deploy/prometheus/firstmile.rules.week.test.yaml"],
            ["check", "config", "deploy/prometheus/prometheus.yaml"],
        ])
    func `promtool agrees`(arguments: [String]) throws {
        let promtool = try #require(Promtool.path)
        let path = try #require(arguments.last)
        let absolute = arguments.dropLast() + [Promtool.root.appending(path: path).path]
        let run = try Promtool.run(promtool, Array(absolute))
        #expect(run.status == 0, "\(run.text)")
    }

    @Test(.enabled(if: Promtool.path != nil, "promtool is in Debian's package prometheus: deploy/setup test"))
    func `the dashboard's expressions are PromQL`() throws {
        let promtool = try #require(Promtool.path)
        let rules = try expressions().enumerated().map { index, expression in
            let plain = expression.replacingOccurrences(of: "$instance", with: ".*")
            return "      - record: panel:\(index)\n        expr: \(try Yams.dump(object: plain))"
        }
        let file = FileManager.default.temporaryDirectory.appending(path: "panels-\(UUID().uuidString).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        try "groups:\n  - name: panels\n    rules:\n\(rules.joined())".write(
            to: file, atomically: true, encoding: .utf8)
        let run = try Promtool.run(promtool, ["check", "rules", file.path])
        #expect(run.status == 0 && rules.count > 40, "\(run.text)")
    }

    @Test func `every figure that alerts and dashboard name exists`() throws {
        var known: Set<String> = []
        for metric in Metric.all {
            switch metric.kind {
            case .counter, .gauge: known.insert(metric.name)
            case .histogram:
                for ending in ["bucket", "sum", "count"] { known.insert("\(metric.name)_\(ending)") }
            }
        }
        let named = try alerts().compactMap { $0["expr"] as? String } + expressions()
        let name = try Regex(#"\b(firstmile|process)_[a-z0-9_]+"#)
        #expect(named.count > 60)
        for expression in named {
            let found = expression.matches(of: name).map { String(expression[$0.range]) }
            #expect(!found.isEmpty || expression.contains("up{"), "\(expression)")
            for one in found { #expect(known.contains(one), "\(one) in \(expression)") }
        }
    }

    @Test func `the runbook has every alert, what it means and what to do, and no other`() throws {
        let rows = try text("deploy/runbook.md").split(separator: "\n").filter { $0.hasPrefix("| Firstmile") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        #expect(rows.map(\.first) == (try alerts().map { $0["alert"] as? String }))
        for row in rows { #expect(row.count == 3 && row.allSatisfy { $0.count > 8 }, "\(row)") }
        for alert in try alerts() {
            let severity = (alert["labels"] as? [String: String])?["severity"]
            #expect(severity == "page" || severity == "ticket", "\(alert)")
            let annotations = alert["annotations"] as? [String: String] ?? [:]
            #expect(annotations["summary"] != nil && annotations["description"] != nil, "\(alert)")
        }
    }

    @Test func `under systemd a thread may give way to others`() throws {
        let filters = try text("deploy/firstmile.service").split(separator: "\n")
            .filter { $0.hasPrefix("SystemCallFilter=") }
        // What is forbidden takes it away with much else, so it is given back behind that.
        let forbidden = try #require(filters.lastIndex { $0.contains("~") && $0.contains("@resources") })
        let given = try #require(filters.lastIndex { $0.contains("setpriority") })
        #expect(given > forbidden && !filters[given].contains("~"))
    }

    @Test func `compose is YAML, and what it mounts and builds from is there`() throws {
        let read = try Yams.load(yaml: text("deploy/compose.yaml")) as? [String: Any]
        let services = try #require(read?["services"] as? [String: [String: Any]])
        let named = Set((read?["volumes"] as? [String: Any] ?? [:]).keys)
        #expect(services.keys.sorted() == ["firstmile", "grafana", "prometheus"])
        for (name, service) in services {
            for volume in service["volumes"] as? [String] ?? [] {
                let source = volume.split(separator: ":").first.map(String.init) ?? ""
                let isThere =
                    source.hasPrefix(".")
                    ? FileManager.default.fileExists(
                        atPath: Promtool.root.appending(path: "deploy/\(source)").standardizedFileURL.path)
                    : named.contains(source)
                #expect(isThere, "\(name): \(volume)")
            }
        }
        let build = try #require(services["firstmile"]?["build"] as? [String: String])
        #expect(build["context"] == ".." && build["dockerfile"] == "deploy/Dockerfile")
        for file in [
            "grafana/provisioning/datasources/prometheus.yaml",
            "grafana/provisioning/dashboards/firstmile.yaml",
        ] {
            #expect(try Yams.load(yaml: text("deploy/\(file)")) is [String: Any], "\(file)")
        }
    }
}
