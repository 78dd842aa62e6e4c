import CoreMetrics
import Dashboard
import EventLog
import Feed
import Foundation
import Glibc
import Intake
import Logging
import Monitoring
import Quarantine
import Rulebook
import ServiceLifecycle
import UnixSignals
import Views
import Vocabulary
import Webhooks
import ZeroMQ

/// The whole daemon: the log, the intake and the projectors, started in order and stopped in reverse.
struct Daemon {
    let settings: Settings
    /// What the settings name; none: what the log names.
    let rulebooks: [RulebookFile]
    /// Views that somebody wrote in SQL.
    let defined: [SQLProjection]
    let logs: LogLevels

    /// Serves until SIGTERM or SIGINT.
    ///
    /// - Throws: whatever kept it from starting or made it stop; the text says what to do.
    func run() async throws {
        let directory = DataDirectory(path: settings.data)
        try directory.create()
        let registry = MetricsRegistry()
        MetricsSystem.bootstrap(registry)
        let keeping = logs.logger("quarantine")
        let quarantine = Quarantine(directory.quarantine, limits: settings.quarantine) { keeping.tell($0) }
        defer { quarantine.close() }
        let publishing = logs.logger("intake")
        let server = try IntakeServer(
            at: settings.intake, in: Context(), clock: SystemClock(), version: Version.text,
            quarantine: quarantine, credit: settings.credit
        ) { publishing.tell($0) }
        OpenFiles.allowMost()
        var options = LogOptions()
        options.segmentBytes = settings.segmentMebibytes << 20
        options.packsSealed = settings.compressSealed
        options.archive = try settings.archive.map { try directory.openArchive($0) }
        let log = try EventLog.open(directory: directory.log, options: options)
        log.onDurable(server.onDurable)
        let logging = logs.logger("log")
        if let cut = log.cutTail {
            logging.notice(
                "a crash left an unfinished commit, never acknowledged; it was cut off",
                metadata: ["at": "\(cut)"])
        }
        logging.info(
            "the log is open",
            metadata: [
                "next": .stringConvertible(log.next), "data": "\(settings.data)",
            ])
        let first = (rulebooks.min { $0.rules.effectiveFrom < $1.rules.effectiveFrom } ?? .shipped).rules
        let endpoints = Endpoints()
        let feeds = try feeds(log, directory, endpoints)
        let webhooks = try webhooks(log, directory, first)
        let projectors = Projectors(
            log: log, directory: directory, rules: first, defined: defined, logger: logs.logger("views"),
            onStopped: { status in
                webhooks?.viewStopped(
                    status.view, at: status.checkpoint.next.rawValue,
                    reason: status.error.map { "\($0)" } ?? "it ended")
            })
        let observer = Observer(
            log: log, intake: server, feed: feeds.lazy.compactMap(\.server).first, quarantine: quarantine,
            views: projectors.board, directory: directory)
        let monitor = DaemonMonitor(registry: registry) { observer.standing() }
        var checkpoints = CheckpointOptions()
        checkpoints.records = UInt64(settings.checkpointRecords)
        let intake = IntakeService(
            server: server, log: log, directory: directory, rules: first, rulebooks: rulebooks,
            checkpoints: checkpoints, endpoints: endpoints, logger: publishing)
        let dashboard = try dashboard(log, directory, projectors, endpoints, monitor)
        // Stopped in reverse: first no more pages, then no new requests, then the views rest, last the log closes.
        typealias Part = ServiceGroupConfiguration.ServiceConfiguration
        var services = [
            Part(
                service: LogService(log: log, logger: logging), failureTerminationBehavior: .cancelGroup),
            Part(service: projectors, failureTerminationBehavior: .gracefullyShutdownGroup),
        ]
        if let webhooks { services.append(Part(service: webhooks)) }
        for feed in feeds {
            services.append(Part(service: feed, failureTerminationBehavior: .gracefullyShutdownGroup))
        }
        services.append(
            Part(
                service: intake, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup))
        if let dashboard {
            services.append(Part(service: dashboard, failureTerminationBehavior: .gracefullyShutdownGroup))
        }
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services, gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logs.logger("service"))
        ).run()
    }

    /// Those who are told by HTTP; nil where the settings name none.
    private func webhooks(
        _ log: EventLog, _ directory: DataDirectory, _ rules: Rulebook
    ) throws -> Webhooks? {
        guard !settings.webhooks.isEmpty else { return nil }
        let path = directory.log
        return try Webhooks(
            settings.webhooks, store: try WebhookStore(directory.webhooks), log: log,
            open: { try LogReader(directory: path) }, views: directory.views, rules: rules,
            version: Version.text, logger: logs.logger("webhooks"))
    }

    /// What reads the log for consumers, as far as the settings want it.
    private func feeds(
        _ log: EventLog, _ directory: DataDirectory, _ endpoints: Endpoints
    ) throws -> [FeedService] {
        directory.forgetEndpoints()
        let logger = logs.logger("feed")
        var parts: [FeedService.Part] = []
        if let endpoint = settings.fetch {
            let server = try FeedServer(
                at: endpoint, in: Context(), version: Version.text,
                clock: { SystemClock().now().nanoseconds }, onNews: { logger.tell($0) })
            log.onDurable(server.onDurable)
            parts.append(.fetch(server))
        }
        if let endpoint = settings.live {
            let publisher = try LivePublisher(at: endpoint, in: Context(), onNews: { logger.tell($0) })
            log.onDurable(publisher.onDurable)
            parts.append(.live(publisher))
        }
        return parts.map {
            FeedService(part: $0, log: log, directory: directory, endpoints: endpoints, logger: logger)
        }
    }

    /// The pages and the API, where the settings want them.
    private func dashboard(
        _ log: EventLog, _ directory: DataDirectory, _ projectors: Projectors, _ endpoints: Endpoints,
        _ monitor: DaemonMonitor
    ) throws -> DashboardService? {
        guard let address = settings.http else { return nil }
        var tls: (certificate: String, key: String)?
        if let certificate = settings.httpCertificate, let key = settings.httpKey { tls = (certificate, key) }
        var house = House(
            version: Version.text,
            places: House.Places(
                data: directory.path, log: directory.log, views: directory.views,
                quarantine: directory.quarantine),
            log: log, projectors: { projectors.board.statuses }, intake: { endpoints.intake },
            feed: { endpoints.feed })
        house.metrics = { monitor.metrics() }
        house.health = {
            let health = monitor.health()
            return (health.ready, String(decoding: health.json, as: UTF8.self))
        }
        let logger = logs.logger("http")
        var options = DashboardOptions(address: address, tls: tls)
        options.needsTokens = settings.httpTokens
        if !address.isLoopback, tls == nil {
            logger.warning(
                "tokens and orders go over the network in the clear: give a certificate, or stand behind a proxy that has one",
                metadata: ["http": "\(address.text)"])
        }
        let service = try DashboardService(house, options: options, logger: logger) { url in
            try? "\(url)\n".write(toFile: directory.httpEndpoint, atomically: true, encoding: .utf8)
            logger.info("listening", metadata: ["http": "\(url)"])
        }
        return service
    }
}

/// Closes the log when everybody else has stopped.
struct LogService: Service {
    let log: EventLog
    let logger: Logger

    func run() async throws {
        try await gracefulShutdown()
        log.close()
        logger.info("the log is closed", metadata: ["next": "\(log.next)"])
    }
}
