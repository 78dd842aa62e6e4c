import Feed
import Foundation
import Intake
import Testing
import Views
import Vocabulary

@testable import Monitoring

struct StandingTests {
    @Test func `every family of the table is on a full page, in its order, and no other`() {
        let page = Sample.page
        #expect(page.metrics.map(\.name) == Metric.all.filter { !Metric.library.contains($0) }.map(\.name))
        for metric in Metric.all { #expect(!metric.help.isEmpty && metric.help.hasSuffix("."), "\(metric)") }
    }

    @Test(.enabled(if: Promtool.path != nil, "promtool is in Debian's package prometheus: deploy/setup test"))
    func `promtool finds nothing to mend`() throws {
        let promtool = try #require(Promtool.path)
        var page = Sample.page
        let registry = MetricsRegistry()
        Sample.count(in: registry)
        registry.add(to: &page)
        let checked = try Promtool.run(promtool, ["check", "metrics"], input: page.text)
        #expect(checked.status == 0 && checked.text.isEmpty, "\(checked.text)")
    }

    @Test func `Schemas/metrics.md lists every family with its kind, labels and help`() throws {
        let text = try String(
            contentsOf: Promtool.root.appending(path: "Schemas/metrics.md"), encoding: .utf8)
        let listed = text.split(separator: "\n").filter { $0.hasPrefix("| `") && !$0.hasPrefix("| `/") }.map(
            String.init)
        let wanted = Metric.all.map { metric in
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(metric.name)` | \(metric.kind.rawValue) | \(labels) | \(metric.help) |"
        }
        #expect(listed == wanted, "write:\n\(wanted.joined(separator: "\n"))")
    }

    @Test func `ready is who listens, whose log takes records and whose views all run`() {
        var standing = Sample.standing
        #expect(Health(standing).ready)
        standing.intake.isListening = false
        #expect(!Health(standing).ready)
        standing = Sample.standing
        standing.logRefusal = "There is no room left"
        #expect(Health(standing).checks.filter { !$0.ok }.map(\.name) == ["log"])
        standing = Sample.standing
        standing.views[1].phase = .failed
        #expect(Health(standing).checks.filter { !$0.ok }.map(\.name) == ["view score"])
        standing.views[1].phase = .rebuilding
        #expect(Health(standing).ready, "queries are answered by the old file")
        standing.views = []
        #expect(!Health(standing).ready)
    }

    @Test func `when the process began is known where only processes are seen of the kernel's figures`()
        throws
    {
        let text = try String(contentsOfFile: "/proc/uptime", encoding: .utf8)
        let uptime = try #require(text.split(separator: " ").first.flatMap { Double($0) })
        let booted = Date().timeIntervalSince1970 - uptime
        // /proc/stat, which a service does not see, gives whole seconds only.
        #expect(abs(ProcessFigures.bootTime - booted) < 0.1, "\(ProcessFigures.bootTime) \(booted)")
    }

    @Test func `the process and its disk are seen`() throws {
        let process = ProcessFigures.now()
        #expect(process.residentBytes > 1 << 20 && process.virtualBytes > process.residentBytes)
        #expect(process.openFiles > 2 && process.mostFiles >= process.openFiles)
        #expect(abs(Date().timeIntervalSince1970 - process.startedAt) < 86_400 && process.cpuSeconds > 0)
        let place = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-disk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: place.appending(path: "log"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        try Data(repeating: 1, count: 100_000).write(to: place.appending(path: "log/a"))
        let disk = DiskFigures.now(of: place.path)
        #expect(disk.freeBytes > 0 && disk.sizeBytes >= disk.freeBytes)
        let log = try #require(disk.used.first { $0.part == "log" })
        #expect(log.bytes >= 100_000 && log.bytes < 200_000)
    }
}
