import Foundation

/// A program run to its end: what it printed, and how it ended.
struct Command {
    let text: String
    let errors: String
    let status: Int32

    /// One JSON object a line.
    var objects: [[String: Any]] {
        text.split(separator: "\n").compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
        }
    }

    /// Runs a program. Its working directory, if none is given, is one of its own, gone afterwards.
    init(
        _ program: String, _ arguments: [String], in place: URL? = nil, input: String = "",
        environment: [String: String] = [:]
    ) throws {
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
        process.currentDirectoryURL = place ?? scratch
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: try file("in", input))
        process.standardOutput = try FileHandle(forWritingTo: out)
        process.standardError = try FileHandle(forWritingTo: err)
        try process.run()
        process.waitUntilExit()
        text = try String(contentsOf: out, encoding: .utf8)
        errors = try String(contentsOf: err, encoding: .utf8)
        status = process.terminationStatus
    }

    /// Runs `firstmile`.
    static func firstmile(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) throws -> Command {
        try Command(Daemon.executable.path, arguments, input: input, environment: environment)
    }

    /// Runs a Python program with pyzmq.
    static func python(_ program: String, _ arguments: String...) throws -> Command {
        try Command(python, ["-c", program] + arguments)
    }

    /// Runs a file of `Clients`.
    static func client(_ file: String, _ arguments: String...) throws -> Command {
        let path = Daemon.root.appending(path: "Tests/EndToEndTests/Clients/\(file)").path
        return try Command(
            python, [path] + arguments, environment: ["PYTHONDONTWRITEBYTECODE": "1"])
    }

    /// The interpreter with pyzmq, made by `deploy/setup test`.
    static let python =
        ProcessInfo.processInfo.environment["FIRSTMILE_PYTHON"]
        ?? Daemon.root.appending(path: ".venv/bin/python3").path
}
