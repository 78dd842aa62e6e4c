import Foundation
import Views
import Vocabulary

/// A daemon in a process of its own, on a directory of its own that goes when it goes.
final class DaemonProcess {
    private let process = Process()
    let directory: String
    let endpoint: String

    enum Kind {
        /// The real one, at this path.
        case daemon(String)
        /// ``BareDoor``: the log and the intake, no views.
        case bareDoor
    }

    /// Starts it and waits until it listens.
    ///
    /// - Parameter http: with its HTTP server, on a port of its own.
    init(_ kind: Kind, in place: Place, http: Bool = false) throws {
        directory = try place.fresh()
        switch kind {
        case .daemon(let path):
            process.executableURL = URL(filePath: path)
            process.arguments = [
                "serve", "--data", directory, "--intake", "tcp://127.0.0.1:*",
                "--fetch", "tcp://127.0.0.1:*", "--live", "tcp://127.0.0.1:*",
                "--http", http ? "127.0.0.1:0" : "none",
                "--log-level", "warning",
            ]
        case .bareDoor:
            process.executableURL = Place.ownExecutable
            process.arguments = ["bare-door", "--data", directory]
        }
        do {
            try process.run()
        } catch {
            throw BenchError("\(process.executableURL?.path ?? "") does not start: \(error)")
        }
        let file = "\(directory)/endpoint"
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            if let text = try? String(contentsOfFile: file, encoding: .utf8), text.hasSuffix("\n") {
                endpoint = String(text.dropLast())
                return
            }
            guard process.isRunning, ContinuousClock.now < deadline else {
                process.terminate()
                throw BenchError("the daemon does not listen; its directory is \(directory)")
            }
            Thread.sleep(forTimeInterval: 0.01)
        }
    }

    /// Where consumers and subscribers connect.
    var feed: String { get throws { try text(of: "fetch-endpoint") } }
    var live: String { get throws { try text(of: "live-endpoint") } }

    /// Where its HTTP server is asked.
    var url: String { get throws { try text(of: "http-endpoint") } }

    private func text(of file: String) throws -> String {
        let text = try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    var sample: ProcessSample { ProcessSample(of: process.processIdentifier) }

    /// Waits for all views to have applied the log so far; returns the seconds it took.
    func waitForViews() throws -> Double {
        let start = ContinuousClock.now
        let end = Position(try LogEnd.of("\(directory)/log"))
        for view in [Compliance.name, Anomalies.name, Score.name] {
            try ViewReader(view, in: "\(directory)/views").wait(until: end, atMost: .seconds(1200))
        }
        return start.duration(to: .now) / .seconds(1)
    }

    /// Ends it and removes its directory, unless the log is still wanted.
    func stop(keepingData: Bool = false) {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
        if !keepingData { try? FileManager.default.removeItem(atPath: directory) }
    }

    deinit { stop() }
}
