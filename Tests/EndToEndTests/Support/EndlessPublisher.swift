import Foundation
import Synchronization
import Testing

/// `firstmile publish`, fed with a simulated stream for as long as it is not told to end.
final class EndlessPublisher {
    private let process = Process()
    private let scratch: URL
    private let feed = Feed()

    /// What the feeding thread and the test share.
    private final class Feed: Sendable {
        let isEnough = Atomic(false)
        let lines = Mutex<[Substring]>([])
        let end = DispatchSemaphore(value: 0)
    }

    /// - Parameters:
    ///   - events: more than will be wanted.
    ///   - batch: events in a request. Small requests, few in flight: a kill then meets some that are read, some that
    ///     wait for the disk and some that are answered.
    init(_ events: String, to endpoint: String, batch: Int = 8, window: Int = 16) throws {
        scratch = FileManager.default.temporaryDirectory.appending(
            path: "firstmile-publisher-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        process.executableURL = Daemon.executable
        process.arguments = [
            "publish", "--to", endpoint, "--batch", "\(batch)", "--window", "\(window)", "-",
        ]
        for name in ["replies", "said"] {
            try Data().write(to: scratch.appending(path: name))
        }
        process.standardOutput = try FileHandle(forWritingTo: scratch.appending(path: "replies"))
        process.standardError = try FileHandle(forWritingTo: scratch.appending(path: "said"))
        let pipe = Pipe()
        process.standardInput = pipe
        // A publisher that gave up must fail the test and not end it.
        signal(SIGPIPE, SIG_IGN)
        try process.run()
        let lines = events.split(separator: "\n")
        let input = pipe.fileHandleForWriting
        Thread { [feed] in
            for line in lines where !feed.isEnough.load(ordering: .relaxed) {
                guard (try? input.write(contentsOf: Data("\(line)\n".utf8))) != nil else { break }
                feed.lines.withLock { $0.append(line) }
            }
            try? input.close()
            feed.end.signal()
        }.start()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        try? FileManager.default.removeItem(at: scratch)
    }

    var isRunning: Bool { process.isRunning }

    /// What it says on standard error.
    var said: String {
        (try? String(contentsOf: scratch.appending(path: "said"), encoding: .utf8)) ?? ""
    }

    /// Feeds it no more, and waits until every event is answered.
    func finish() throws -> (events: [Substring], replies: [[String: Any]], status: Int32) {
        feed.isEnough.store(true, ordering: .relaxed)
        feed.end.wait()
        process.waitUntilExit()
        let text = try String(contentsOf: scratch.appending(path: "replies"), encoding: .utf8)
        let replies = text.split(separator: "\n").compactMap {
            (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
        }
        return (feed.lines.withLock { $0 }, replies, process.terminationStatus)
    }
}
