import EventLog
import Foundation
import Intake
import Logging
import Rulebook
import ServiceLifecycle
import Vocabulary
import ZeroMQ

/// The intake as a service: the loop runs on a thread of its own, because it waits in libzmq and not in Swift.
struct IntakeService: Service {
    let server: IntakeServer
    let log: EventLog
    let directory: DataDirectory
    /// What judges while the log names nothing.
    let rules: Rulebook
    let rulebooks: [RulebookFile]
    let logger: Logger

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await withCheckedThrowingContinuation { continuation in
                let thread = DedicatedThread(name: "intake")
                thread.run {
                    do {
                        try serve()
                        continuation.resume()
                    } catch {
                        continuation.resume(throwing: error)
                    }
                }
            }
        } onGracefulShutdown: {
            server.stop()
        }
    }

    private func serve() throws {
        let progress = Progress("reading the log", of: log.next, unit: "records")
        let path = try WritePath(
            log: log, reader: LogReader(directory: directory.log), rules: rules,
            phones: PhoneLibrary(destinations: rules.mandate.countries.map(\.country)),
            scratch: directory.scratch,
            progress: { progress.reached($0) })
        progress.end()
        let wanted = rulebooks.isEmpty && !path.namesRulebook ? [.shipped] : rulebooks
        logger.info("the gate is ready", metadata: ["openOrders": "\(path.openOrders)"])
        defer { try? FileManager.default.removeItem(atPath: directory.endpoint) }
        try server.run(path, log: log, rulebooks: wanted) { endpoint in
            // For scripts that let the daemon choose its port.
            StopNote.remove(in: directory)
            try? "\(endpoint)\n".write(toFile: directory.endpoint, atomically: true, encoding: .utf8)
            logger.info(
                "listening",
                metadata: [
                    "intake": "\(endpoint)", "rulebooks": "\(path.rulebooks.map(\.identity.text))",
                ])
        }
    }
}
