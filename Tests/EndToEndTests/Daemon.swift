import Foundation
import Rulebook
import Testing

/// A real daemon, as a process of its own, with a directory of its own.
final class Daemon {
    let directory: URL
    private let rulebook: URL
    private var process: Process?

    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The program under test, built beside the tests.
    static let executable = URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "firstmile")

    /// The interpreter with pyzmq, made by `deploy/setup test`.
    static let python =
        ProcessInfo.processInfo.environment["FIRSTMILE_PYTHON"]
        ?? root.appending(path: ".venv/bin/python3").path

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
        process?.terminate()
        process?.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }

    /// Starts it and waits until it listens.
    func start() throws {
        try? FileManager.default.removeItem(at: directory.appending(path: "endpoint"))
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = [
            "serve", "--data", directory.path, "--intake", "tcp://127.0.0.1:*", "--rulebook", rulebook.path,
        ]
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
            if (try? endpoint) != nil { return }
            if !process.isRunning { break }
            usleep(25_000)
        }
        Issue.record("the daemon did not start: \(self.said)")
        throw CancellationError()
    }

    /// Everything it wrote to standard error.
    var said: String {
        (try? String(contentsOf: directory.appending(path: "daemon.log"), encoding: .utf8)) ?? ""
    }

    var endpoint: String {
        get throws {
            let text = try String(contentsOf: directory.appending(path: "endpoint"), encoding: .utf8)
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
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

    /// What a command printed, and how it ended.
    struct Output {
        let text: String
        let errors: String
        let status: Int32

        /// One JSON object a line.
        var objects: [[String: Any]] {
            text.split(separator: "\n").compactMap {
                (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
            }
        }
    }

    /// Runs `firstmile` on this daemon's data.
    func firstmile(_ arguments: String..., input: String? = nil) throws -> Output {
        try Self.run(Self.executable.path, arguments, input: input)
    }

    /// Publishes NDJSON; gives back a line for each event.
    func publish(_ ndjson: String) throws -> Output {
        try firstmile("publish", "--to", try endpoint, input: ndjson)
    }

    /// Rows of a view once it has read the whole log and no decision follows any more.
    func settledRows(_ view: String, _ filters: String...) throws -> [[String: Any]] {
        try waitUntilSettled()
        let arguments =
            ["view", view, "--data", directory.path, "--format", "ndjson", "--limit", "1000000"] + filters
        let output = try Self.run(Self.executable.path, arguments, input: nil)
        #expect(output.status == 0, "\(output.errors)")
        return output.objects
    }

    /// Runs a Python program with pyzmq.
    func python(_ program: String, _ arguments: String...) throws -> Output {
        try Self.run(Self.python, ["-c", program] + arguments, input: nil)
    }

    static func run(_ program: String, _ arguments: [String], input: String?) throws -> Output {
        let scratch = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        func file(_ name: String, _ text: String = "") throws -> URL {
            let url = scratch.appending(path: name)
            try text.write(to: url, atomically: false, encoding: .utf8)
            return url
        }
        // Files and not pipes: a command that prints much must not wait for us.
        let (out, err) = (try file("out"), try file("err"))
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardInput = try FileHandle(forReadingFrom: try file("in", input ?? ""))
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        return Output(
            text: try String(contentsOf: out, encoding: .utf8),
            errors: try String(contentsOf: err, encoding: .utf8),
            status: process.terminationStatus)
    }
}
