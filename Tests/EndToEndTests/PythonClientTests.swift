import Foundation
import Testing

/// The Python client as its users have it: installed from its folder into an environment of its own.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct PythonClientTests {
    @Test func `the Python client, installed from its folder, keeps what it promises`() throws {
        let environment = try PythonEnvironment()
        let place = try environment.run(["-c", "import firstmile; print(firstmile.__file__)"])
        #expect(place.text.hasPrefix(environment.directory.path), "\(place.text)\(place.errors)")
        // Not started: the tests start daemons of their own, under its rulebook.
        let daemon = try Daemon()
        let scratch = environment.directory.appending(path: "tests").path
        let tests = try withExtendedLifetime(daemon) {
            try environment.run(
                ["-m", "pytest", "-q", "-rs", "--basetemp", scratch, PythonEnvironment.package.path],
                environment: [
                    "FIRSTMILE": Daemon.executable.path, "FIRSTMILE_TEST_RULEBOOK": daemon.rulebook.path,
                ])
        }
        #expect(tests.status == 0, "\(tests.text)\(tests.errors)")
        // Nothing is passed over but examples of libraries that are not ours.
        let skipped = tests.text.split(separator: "\n").filter { $0.hasPrefix("SKIPPED") }
        #expect(skipped.allSatisfy { $0.contains("pandas") || $0.contains("pyarrow") }, "\(tests.text)")
        print("pytest: \(tests.text.split(separator: "\n").last.map(String.init) ?? "nothing")")
    }

    @Test func `the Python client's types are complete`() throws {
        let environment = try PythonEnvironment()
        let cache = environment.directory.appending(path: "mypy").path
        let checked = try environment.run(
            ["-m", "mypy", "--cache-dir", cache, "--config-file", "pyproject.toml"],
            in: PythonEnvironment.package)
        #expect(checked.status == 0, "\(checked.text)\(checked.errors)")
    }

    @Test func `the daemon keeps to the vectors of its protocols`() throws {
        let daemon = try Daemon.started()
        let folder = Daemon.root.appending(path: "Schemas/protocol/vectors")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".json") }.sorted()
        let player = PythonEnvironment.package.appending(path: "tests/vectors.py").path
        let played = try Command(
            Command.python,
            [player, try daemon.endpoint, try daemon.feed] + files.map { folder.appending(path: $0).path },
            environment: ["PYTHONDONTWRITEBYTECODE": "1"])
        #expect(played.status == 0, "\(played.errors)")
        #expect(played.text.split(separator: "\n").count >= 24, "\(played.text)")
        #expect(daemon.stop() == 0, "\(daemon.said)")
    }
}

/// A fresh virtual environment with nothing but the package; what that needs is seen in the tests' environment, so that no
/// network is asked.
private final class PythonEnvironment {
    let directory: URL

    static let package = Daemon.root.appending(path: "Schemas/clients/python")

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-python-\(UUID().uuidString)")
        let packages = try Command.python("import sysconfig; print(sysconfig.get_paths()['purelib'])")
        try check(packages)
        try check(try Command(Command.python, ["-m", "venv", directory.path]))
        let own = try run(["-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"])
        try check(own)
        let site = URL(filePath: own.text.trimmingCharacters(in: .newlines))
        try packages.text.write(
            to: site.appending(path: "tests-environment.pth"), atomically: true, encoding: .utf8)
        // Without an index, what the package says it needs must be there already.
        try check(
            try run(
                ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index"]
                    + ["--no-build-isolation", "--no-cache-dir", Self.package.path]))
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    /// Runs this environment's Python.
    func run(
        _ arguments: [String], in place: URL? = nil, environment: [String: String] = [:]
    ) throws -> Command {
        try Command(
            directory.appending(path: "bin/python3").path, arguments, in: place,
            environment: environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { own, _ in own })
    }

    private func check(_ command: Command) throws {
        try #require(command.status == 0, "\(command.text)\(command.errors)")
    }
}
