import Foundation
import Testing

/// A webhook's receiver as a process of its own, on loopback.
final class Receiver {
    private let process = Process()
    private let directory: URL
    private let said: URL
    let port: Int

    static let secret = "whsec_" + Data((1...32).map { UInt8($0) }).base64EncodedString()

    var secretFile: String { directory.appending(path: "secret").path }
    var url: String { "http://127.0.0.1:\(port)/firstmile" }

    /// - Parameters:
    ///   - program: Python; its arguments are the secret's file, the port and the mode's file. It prints its port first.
    ///   - port: 0 for a free one.
    init(running program: String? = nil, port: Int = 0) throws {
        directory = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-receiver-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        said = directory.appending(path: "said")
        let secret = directory.appending(path: "secret")
        let mode = directory.appending(path: "mode")
        try Self.secret.write(to: secret, atomically: true, encoding: .utf8)
        try "take".write(to: mode, atomically: true, encoding: .utf8)
        try Data().write(to: said)
        process.executableURL = URL(filePath: Command.python)
        let shipped = Daemon.root.appending(path: "Tests/EndToEndTests/Clients/receiver.py").path
        process.arguments = (program.map { ["-c", $0] } ?? [shipped]) + [secret.path, "\(port)", mode.path]
        process.environment = ["PYTHONDONTWRITEBYTECODE": "1"]
        process.standardOutput = try FileHandle(forWritingTo: said)
        process.standardError = FileHandle.nullDevice
        try process.run()
        var first: Int?
        for _ in 0..<400 where first == nil {
            usleep(25_000)
            let line = try String(contentsOf: said, encoding: .utf8).split(separator: "\n").first ?? ""
            first = Int(line) ?? (Self.object(line)["port"] as? Int)
        }
        self.port = try #require(first, "the receiver did not start")
    }

    deinit {
        // Not asked: whoever starts a process from a thread that blocks signals hands that on to it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }

    /// take, fail, hang or drop.
    func mode(_ mode: String) throws {
        try mode.write(to: directory.appending(path: "mode"), atomically: true, encoding: .utf8)
    }

    /// Every request, in order.
    var requests: [[String: Any]] {
        let text = (try? String(contentsOf: said, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").dropFirst().map { Self.object($0) }
    }

    /// Ids of those it said that it has.
    var taken: [String] {
        requests.filter { $0["mode"] as? String == "take" }.compactMap { $0["id"] as? String }
    }

    private static func object(_ line: some StringProtocol) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] ?? [:]
    }

    /// False when it does not come true in time.
    func wait(seconds: Double = 30, until isTrue: () throws -> Bool) rethrows -> Bool {
        for _ in 0..<Int(seconds * 20) {
            if try isTrue() { return true }
            usleep(50_000)
        }
        return false
    }
}
