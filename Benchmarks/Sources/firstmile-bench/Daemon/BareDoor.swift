import ArgumentParser
import Dispatch
import EventLog
import Foundation
import Glibc
import Intake
import Rulebook
import ZeroMQ

/// The daemon without its views: what the intake alone can do.
struct BareDoor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare-door", abstract: "Used by the others: log and intake, no views.",
        shouldDisplay: false)

    @Option var data: String

    func run() throws {
        try FileManager.default.createDirectory(
            atPath: "\(data)/state", withIntermediateDirectories: true)
        let rules = RulebookFile.shipped.rules
        let server = try IntakeServer(
            at: "tcp://127.0.0.1:*", in: Context(), clock: SystemClock(), version: "bench")
        let log = try EventLog.open(directory: "\(data)/log")
        log.onDurable(server.onDurable)
        let path = try WritePath(
            log: log, reader: LogReader(directory: "\(data)/log"), rules: rules,
            phones: PhoneLibrary(destinations: rules.mandate.countries.map(\.country)),
            state: "\(data)/state")
        signal(SIGTERM, SIG_IGN)
        let stop = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
        stop.setEventHandler { server.stop() }
        stop.resume()
        try server.run(path, log: log) { [data] endpoint in
            try? "\(endpoint)\n".write(toFile: "\(data)/endpoint", atomically: true, encoding: .utf8)
        }
        log.close()
    }
}
