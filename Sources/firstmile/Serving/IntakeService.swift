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
    let checkpoints: CheckpointOptions
    let endpoints: Endpoints
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
            state: directory.state, checkpoints: checkpoints,
            progress: { progress.reached($0) })
        progress.end()
        let wanted = rulebooks.isEmpty && !path.namesRulebook ? [.shipped] : rulebooks
        tell(path)
        defer {
            endpoints.intake = nil
            try? FileManager.default.removeItem(atPath: directory.endpoint)
        }
        try server.run(path, log: log, rulebooks: wanted) { endpoint in
            // For scripts that let the daemon choose its port.
            StopNote.remove(in: directory)
            endpoints.intake = endpoint
            try? "\(endpoint)\n".write(toFile: directory.endpoint, atomically: true, encoding: .utf8)
            logger.info(
                "listening",
                metadata: [
                    "intake": "\(endpoint)", "rulebooks": "\(path.rulebooks.map(\.identity.text))",
                ])
        }
    }

    private func tell(_ path: WritePath) {
        switch path.start {
        case .resumed(let position):
            logger.info(
                "the gate is ready",
                metadata: ["openOrders": "\(path.openOrders)", "checkpoint": "\(position)"])
        case .folded(let reason):
            if let reason {
                logger.notice(
                    "the checkpoint was thrown away and the log was folded from its beginning",
                    metadata: ["because": "\(reason)"])
            }
            logger.info("the gate is ready", metadata: ["openOrders": "\(path.openOrders)"])
        }
        path.onCheckpoint = { [logger] report in
            switch report {
            case .written(let position, let bytes, let took):
                logger.debug(
                    "a checkpoint was written",
                    metadata: [
                        "position": "\(position)", "bytes": "\(bytes)",
                        "milliseconds": "\(took.milliseconds)",
                    ])
            case .failed(let position, let reason):
                logger.warning(
                    "a checkpoint could not be written; the one before stays, and another try follows",
                    metadata: ["position": "\(position)", "because": "\(reason)"])
            }
        }
    }
}
