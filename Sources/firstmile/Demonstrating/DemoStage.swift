import EventLog
import Foundation
import Rulebook
import Views
import Vocabulary

/// The directory, the processes and the files of one demo.
struct DemoStage {
    private let directory: DataDirectory
    private let isTemporary: Bool
    private let executable: URL

    var events: String { "\(directory.path)/events.ndjson" }
    var truth: String { "\(directory.path)/truth.ndjson" }

    /// When the simulated day begins.
    static let start = "2024-05-06T00:00:00Z"

    static let views: [(String, [String])] = [
        (
            "compliance: how each order stands",
            ["view", "compliance", "--status", "intercepted", "--limit", "8"]
        ),
        (
            "anomalies: what went wrong, for whom",
            ["view", "anomalies", "--open", "--sort", "severity", "--limit", "8"]
        ),
        // A parcel lost weeks later is the last to be heard of; by then the day's handovers would count no more.
        ("score: the stores, ranked", ["view", "score", "--as-of", "2024-06-05T00:00:00Z", "--limit", "12"]),
        ("fees: what each order costs, line by line", ["view", "fees", "--limit", "6"]),
        ("exemptions: what came of each request", ["view", "exemptions", "--limit", "6"]),
        ("onboarding: who lacks which step", ["view", "onboarding", "--open", "--limit", "6"]),
    ]

    /// A step that failed, with what it said.
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    init(keep: String?) throws {
        let path =
            keep ?? FileManager.default.temporaryDirectory.appending(path: "firstmile-demo-\(getpid())").path
        if keep != nil, FileManager.default.fileExists(atPath: "\(path)/log") {
            throw Failed(description: "--keep \(path): there is a log already; name an empty directory")
        }
        directory = DataDirectory(path: path)
        isTemporary = keep == nil
        guard let own = Bundle.main.executableURL else {
            throw Failed(description: "the demo cannot find its own program to start the daemon with")
        }
        executable = own
        try directory.create()
    }

    func tidy() {
        if isTemporary { try? FileManager.default.removeItem(atPath: directory.path) }
    }

    /// Starts the daemon on a free port and waits until it listens.
    func startDaemon() async throws -> Process {
        let rulebook = "\(directory.path)/rulebook.yaml"
        let text = RulebookFile.shipped.content
            .replacingOccurrences(of: "\n  settle: 30 s\n", with: "\n  settle: 1 s\n")
        try text.write(toFile: rulebook, atomically: true, encoding: .utf8)
        let daemon = process([
            "serve", "--data", directory.path, "--intake", "tcp://127.0.0.1:*",
            "--fetch", "tcp://127.0.0.1:*", "--live", "tcp://127.0.0.1:*", "--http", "127.0.0.1:*",
            "--rulebook", rulebook,
        ])
        let log = "\(directory.path)/daemon.log"
        daemon.standardError = try newFile(log)
        try daemon.run()
        for _ in 0..<200 {
            if (try? endpoint()) != nil { return daemon }
            guard daemon.isRunning else { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw Failed(description: "the daemon did not start:\n\(said)")
    }

    /// Where the daemon listens; it writes that into its data directory.
    func endpoint() throws -> String {
        try directory.boundEndpoint()
    }

    func eventCount() throws -> UInt64 {
        try UInt64(Data(contentsOf: URL(filePath: events)).count(where: { $0 == 0x0A }))
    }

    /// Runs `firstmile` with its standard output into a file.
    func run(_ arguments: String..., into file: String) throws {
        let step = process(arguments)
        step.standardOutput = try newFile(file)
        try step.run()
        step.waitUntilExit()
        guard step.terminationStatus == 0 else {
            throw Failed(description: "firstmile \(arguments[0]) ended with \(step.terminationStatus)")
        }
    }

    /// Publishes the day from a process of its own; gives back its summary.
    func publish() throws -> String {
        let step = process(["publish", "--to", try endpoint(), "--quiet", events])
        let answers = "\(directory.path)/answers.ndjson"
        let said = Pipe()
        step.standardOutput = try newFile(answers)
        step.standardError = said
        try step.run()
        let summary = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        step.waitUntilExit()
        guard step.terminationStatus == 0 || step.terminationStatus == 3 else {
            throw Failed(description: "firstmile publish ended with \(step.terminationStatus): \(summary)")
        }
        return summary
    }

    /// Waits until no decision has followed for two seconds and the views have read them all.
    func settle() async throws {
        let log = try LogReader(directory: directory.log)
        var end = try log.end()
        while try log.waitForRecords(beyond: end, atMost: .seconds(2)) { end = try log.end() }
        for name in ViewName.allCases {
            try ViewReader(name.rawValue, in: directory.views).wait(
                until: Position(end), atMost: .seconds(60))
        }
    }

    /// Runs `firstmile` on the demo's data, printing straight on.
    func show(_ arguments: [String]) throws {
        let step = process(arguments + ["--data", directory.path])
        try step.run()
        step.waitUntilExit()
        guard step.terminationStatus == 0 else {
            throw Failed(description: "firstmile \(arguments[0]) ended with \(step.terminationStatus)")
        }
    }

    /// The order worth explaining most: one that was intercepted, else one marked abnormal, else any.
    func notable() throws -> String? {
        let reader = try ViewReader(ViewName.compliance.rawValue, in: directory.views)
        var filters = [ViewFilter(), ViewFilter(), ViewFilter()]
        filters[0].status = .intercepted
        filters[1].isAbnormal = true
        for var filter in filters {
            filter.limit = 1
            let table = try reader.rows(filter)
            if !table.rows.isEmpty { return table[0, "orderId"]?.text }
        }
        return nil
    }

    /// Asks the daemon to end, as a service manager does, and waits.
    func end(_ daemon: Process) throws {
        daemon.terminate()
        daemon.waitUntilExit()
        guard daemon.terminationStatus == 0 else {
            throw Failed(
                description:
                    "the daemon ended with \(daemon.terminationStatus), see \(directory.path)/daemon.log")
        }
    }

    private func newFile(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw Failed(description: "\(path) cannot be written") }
        return file
    }

    private func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        return process
    }
}
