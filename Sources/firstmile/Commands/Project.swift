import ArgumentParser
import CAllocator
import Foundation
import Logging
import Rulebook
import ServiceLifecycle
import UnixSignals
import Views
import Vocabulary

/// `firstmile project`
struct Project: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Keep one view in a process of its own, fed by a daemon's feed.",
        discussion: """
            Any view: one that is built in, or one in SQL from DIR/projections. The file is DIR/views/NAME.sqlite, and is
            read with `firstmile view NAME --data DIR`. Rows and position are one transaction: killed at any moment it
            goes on where it was, and counts every record once. Ends cleanly on SIGTERM and Ctrl-C.

              firstmile project compliance --from tcp://127.0.0.1:7702 --data ./compliance-data
              firstmile project hops --from tcp://127.0.0.1:7702 --data ./hops-data --no-follow
            """)

    @Argument(help: "A built-in view, or one of your own.")
    var name: String

    @Option(name: .customLong("from"), help: ArgumentHelp("The daemon's feed.", valueName: "ENDPOINT"))
    var endpoint = "tcp://127.0.0.1:7702"

    @Option(
        help: ArgumentHelp("Where the view's file lies; not the daemon's own directory.", valueName: "DIR"))
    var data: String

    @Option(help: ArgumentHelp("Views in SQL. (default: DIR/projections)", valueName: "DIR"))
    var projections: String?

    @Flag(inversion: .prefixedNo, help: "Go on when everything is read.")
    var follow = true

    func run() async throws {
        firstmile_hold_allocator()
        let directory = DataDirectory(path: data)
        try FileManager.default.createDirectory(atPath: directory.views, withIntermediateDirectories: true)
        let rules = RulebookFile.shipped.rules
        let projector: Projector
        let source: FeedSource
        if let view = ViewName(rawValue: name) {
            source = try FeedSource(endpoint, under: rules, keepingBytes: false)
            projector = view.projector(in: directory.views, from: source, under: rules)
        } else {
            let all = try SQLProjection.all(in: projections ?? directory.projections)
            guard let view = all.first(where: { $0.name == name }) else {
                let names = ViewName.allCases.map(\.rawValue) + all.map(\.name)
                throw ValidationError("\(name) is no view; there are \(names.joined(separator: ", "))")
            }
            source = try FeedSource(endpoint, under: rules, keepingBytes: true)
            projector = Projector(view, in: directory.views, from: source, under: rules)
        }
        defer { source.close() }
        try await run(projector, until: follow ? nil : try source.end())
    }

    private func run(_ projector: Projector, until end: Position?) async throws {
        let service = ProjectorService(projector: projector, end: end)
        var logger = Logger(label: "firstmile") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(
                        service: service, successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup)
                ],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        ).run()
        let status = projector.standing
        Terminal.tell(
            "\(name): read up to \(status.checkpoint.next), \(status.checkpoint.parked) records set aside")
    }
}

/// One projector, until it is asked to end, fails, or has read everything.
private struct ProjectorService: Service {
    let projector: Projector
    let end: Position?

    func run() async throws {
        projector.start()
        defer { projector.stop() }
        try await cancelWhenGracefulShutdown {
            let progress = Progress("reading the feed", of: end?.rawValue, unit: "records")
            defer { progress.end() }
            while !Task.isCancelled {
                let status = projector.standing
                if let error = status.error { throw error }
                if let end, projector.wait(until: end, atMost: .zero) { return }
                progress.reached(status.checkpoint.next.rawValue)
                try? await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}
