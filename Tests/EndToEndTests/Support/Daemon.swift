import Foundation
import Rulebook
import Testing

/// A real daemon, as a process of its own, with a directory of its own.
final class Daemon {
    let directory: URL
    let rulebook: URL
    private(set) var process: Process?

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The program under test: the one built beside the tests, or one that is named, as `make test-full` does.
    static let executable =
        named.map { URL(filePath: $0) }
        ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "firstmile")

    /// Whether a release build is under test: what depends on numbers is then tested with all of them.
    static let isFull = named != nil
    private static let named = ProcessInfo.processInfo.environment["FIRSTMILE_PROGRAM"]

    /// - Parameter settle: how long the daemon waits for facts in flight; the shipped 30 s would be a long test.
    init(settle: String = "300 ms") throws {
        directory = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        rulebook = directory.appending(path: "rulebook.yaml")
        let shipped = RulebookFile.shipped.content
        let text = shipped.replacingOccurrences(of: "\n  settle: 30 s\n", with: "\n  settle: \(settle)\n")
        try #require(text != shipped, "the shipped rulebook says `settle: 30 s` no longer")
        try text.write(to: rulebook, atomically: true, encoding: .utf8)
    }

    deinit {
        kill9()
        try? FileManager.default.removeItem(at: directory)
    }

    /// A daemon that listens.
    static func started() throws -> Daemon {
        let daemon = try Daemon()
        try daemon.start()
        return daemon
    }

    /// Starts it and waits until it listens.
    ///
    /// - Parameters:
    ///   - endpoint: where; on a port of its own choosing if nothing is said.
    ///   - arguments: of `serve`; the usual ones if nothing is said.
    func start(
        at endpoint: String = "tcp://127.0.0.1:*", arguments: [String]? = nil,
        environment: [String: String] = [:]
    ) throws {
        // A killed daemon leaves its file behind, and it must not be taken for the new one's.
        for file in ["endpoint", "fetch-endpoint", "live-endpoint", "http-endpoint"] {
            try? FileManager.default.removeItem(at: directory.appending(path: file))
        }
        let process = Process()
        process.executableURL = Self.executable
        process.arguments =
            ["serve"]
            + (arguments
                ?? ["--data", directory.path, "--intake", endpoint, "--rulebook", rulebook.path])
        // Free ports, unless a test says something else.
        let ports = [
            "FIRSTMILE_FETCH": "tcp://127.0.0.1:*", "FIRSTMILE_LIVE": "tcp://127.0.0.1:*",
            "FIRSTMILE_HTTP": "127.0.0.1:*",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(ports) { $1 }
            .merging(environment) { $1 }
        process.currentDirectoryURL = directory
        let log = directory.appending(path: "daemon.log")
        if !FileManager.default.fileExists(atPath: log.path) {
            _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        }
        let said = try FileHandle(forWritingTo: log)
        try said.seekToEnd()
        process.standardError = said
        try process.run()
        self.process = process
        for _ in 0..<1200 {
            if (try? self.endpoint) != nil, isFeeding(environment), isAnswering(arguments, environment) {
                return
            }
            if !process.isRunning { break }
            usleep(25_000)
        }
        Issue.record("the daemon did not start: \(self.said)")
        throw CancellationError()
    }

    /// Whether the feed listens too, where it is to.
    private func isFeeding(_ environment: [String: String]) -> Bool {
        environment["FIRSTMILE_FETCH"] == "off" || (try? feed) != nil
    }

    /// Whether the API is there, where it is to be.
    private func isAnswering(_ arguments: [String]?, _ environment: [String: String]) -> Bool {
        environment["FIRSTMILE_HTTP"] == "none" || (try? api) != nil
    }

    /// Where the API is.
    var api: String { get throws { try text(of: "http-endpoint") } }

    /// Where consumers connect.
    var feed: String { get throws { try text(of: "fetch-endpoint") } }
    var live: String { get throws { try text(of: "live-endpoint") } }

    private func text(of file: String) throws -> String {
        let text = try String(contentsOf: directory.appending(path: file), encoding: .utf8)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Everything it wrote to standard error.
    var said: String {
        (try? String(contentsOf: directory.appending(path: "daemon.log"), encoding: .utf8)) ?? ""
    }

    var endpoint: String {
        get throws {
            try text(of: "endpoint")
        }
    }

    /// Kills it as a power cut would, as far as a process can be.
    func kill9() {
        guard let process else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    /// Asks it to end; gives back its exit status.
    @discardableResult
    func stop() -> Int32 {
        guard let process else { return -1 }
        process.terminate()
        process.waitUntilExit()
        self.process = nil
        return process.terminationStatus
    }

    /// Publishes NDJSON; gives back a line for each event.
    func publish(_ ndjson: String) throws -> Command {
        try .firstmile("publish", "--to", try endpoint, input: ndjson)
    }

    /// Every record of the log as an event, in order.
    func records() throws -> [[String: Any]] {
        let tail = try Command.firstmile("tail", "--from", "0", "--no-follow", "--data", directory.path)
        try #require(tail.status == 0, "tail: \(tail.errors)")
        return tail.objects
    }
}
