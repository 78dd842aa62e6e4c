import Foundation
import Testing

/// The pages of the real daemon in a real browser, with a simulated week behind them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PagesTests {
    /// Debian's, unless `FIRSTMILE_CHROMIUM` names another.
    private static let chromium =
        ProcessInfo.processInfo.environment["FIRSTMILE_CHROMIUM"] ?? "/usr/bin/chromium"

    @Test func `every page is whole, live, accessible, and asks nobody else`() throws {
        try #require(
            FileManager.default.isExecutableFile(atPath: Self.chromium),
            "there is no browser at \(Self.chromium): deploy/setup test installs it")
        let daemon = try Daemon()
        try daemon.start(environment: ["FIRSTMILE_HTTP": "127.0.0.1:0"])
        // Long enough ago that scores count, near enough that they count today.
        let start = Date(timeIntervalSinceNow: -40 * 86_400).ISO8601Format()
        let events = daemon.directory.appending(path: "events.ndjson").path
        let simulated = try Command.firstmile(
            "simulate", "--orders", Daemon.isFull ? "100000" : "3000", "--seed", "11", "--days", "6",
            "--start", start)
        try #require(simulated.status == 0, "\(simulated.errors)")
        try simulated.text.write(toFile: events, atomically: true, encoding: .utf8)
        let published = try Command.firstmile("publish", "--to", try daemon.endpoint, events)
        try #require(published.status == 0 || published.status == 3, "\(published.errors)")
        try daemon.settle()
        let file = daemon.directory.appending(path: "http-endpoint")
        let url = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(
            in: .whitespacesAndNewlines)
        let script = Daemon.root.appending(path: "Tests/EndToEndTests/Browser/pages.py").path
        let pictures = ProcessInfo.processInfo.environment["FIRSTMILE_PICTURES"].map { [$0] } ?? []
        let seen = try Command(
            Command.python, [script, url, Self.chromium] + pictures,
            environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        #expect(seen.status == 0, "\(seen.errors)\(daemon.said.suffix(2000))")
        let counts = try #require(seen.objects.first, "\(seen.text)")
        #expect((counts["pages"] as? Int ?? 0) >= 60 && (counts["axe"] as? Int ?? 0) >= 50, "\(counts)")
        #expect((counts["clicks"] as? Int ?? 9) <= 3)
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }
}
