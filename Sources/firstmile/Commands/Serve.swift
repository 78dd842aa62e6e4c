import ArgumentParser
import CAllocator
import EventLog
import Logging
import Monitoring
import Rulebook
import Views

/// `firstmile serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the daemon.",
        discussion: """
            Without any option: data in ./firstmile-data, the intake on tcp://127.0.0.1:7701, the feed on
            port 7702 and its live stream on 7703, the API on http://127.0.0.1:7780, the shipped rulebook.
            Settings come from flags, then FIRSTMILE_DATA, FIRSTMILE_INTAKE, FIRSTMILE_FETCH, FIRSTMILE_LIVE,
            FIRSTMILE_HTTP, FIRSTMILE_HTTP_CERTIFICATE, FIRSTMILE_HTTP_KEY, FIRSTMILE_RULEBOOK, FIRSTMILE_ARCHIVE,
            FIRSTMILE_COMPRESS_SEALED, FIRSTMILE_LOG_LEVEL, FIRSTMILE_LOG_FORMAT, then the file given by --config.
            Ends cleanly on SIGTERM and Ctrl-C.

            In the environment and the file only, with their defaults:
              FIRSTMILE_SEGMENT_MEBIBYTES     256   size of a segment of the log
              FIRSTMILE_WINDOW_MEBIBYTES       16   requests of one connection that wait before it is told `busy`
              FIRSTMILE_REPLY_MEBIBYTES        16   the same for replies that it does not take
              FIRSTMILE_QUARANTINE_MEBIBYTES   64   how much of what is refused is kept; then the oldest go
              FIRSTMILE_QUARANTINE_DAYS        30   and for how long

              firstmile serve
              firstmile serve --data /var/lib/firstmile --intake tcp://127.0.0.1:7701
              firstmile serve --http 0.0.0.0:7780 --http-certificate chain.pem --http-key key.pem   (needs tokens)
              firstmile serve --config /etc/firstmile/firstmile.yaml
            """)

    @Option(help: ArgumentHelp("Where log, views and the gate's state live.", valueName: "DIR"))
    var data: String?

    @Option(help: ArgumentHelp("Endpoint of the intake; loopback only.", valueName: "ENDPOINT"))
    var intake: String?

    @Option(help: ArgumentHelp("Endpoint of the feed; loopback only, or `off`.", valueName: "ENDPOINT"))
    var fetch: String?

    @Option(
        help: ArgumentHelp("Endpoint of the live stream; loopback only, or `off`.", valueName: "ENDPOINT"))
    var live: String?

    @Option(
        help: ArgumentHelp(
            "Where the API is; beyond loopback only with tokens. `none` switches it off.",
            valueName: "ADDRESS"))
    var http: String?

    @Option(help: ArgumentHelp("A certificate chain in PEM: the API then speaks TLS.", valueName: "FILE"))
    var httpCertificate: String?

    @Option(help: ArgumentHelp("The certificate's key in PEM.", valueName: "FILE"))
    var httpKey: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Also on loopback nobody is answered without a token, as behind a proxy.")
    var httpTokens: Bool?

    @Option(
        help: ArgumentHelp(
            "A rulebook to judge by from its effectiveFrom on: a file, or `shipped`. May be given several times. "
                + "Without it: those already in the log, in a new log the shipped one. With it a new log has only "
                + "those that are named, and the first of them also judges what happened before it begins: "
                + "name `shipped` too where that should judge as before.",
            valueName: "FILE"))
    var rulebook: [String] = []

    @Flag(
        inversion: .prefixedNo,
        help: "Pack sealed segments of the log with zstd. (default: --compress-sealed)")
    var compressSealed: Bool?

    @Option(help: ArgumentHelp("Move packed segments of the log to this directory.", valueName: "DIR"))
    var archive: String?

    @Option(
        help: ArgumentHelp(
            "Views in SQL: a folder each, with a view.sql. (default: DATA/projections)", valueName: "DIR"))
    var projections: String?

    @Option(help: ArgumentHelp("Settings in YAML.", valueName: "FILE"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical; and of single modules: info,feed=debug.",
            valueName: "LEVEL"))
    var logLevel: String?

    @Option(help: ArgumentHelp("text, or json for a line of JSON a message.", valueName: "FORMAT"))
    var logFormat: String?

    func run() async throws {
        firstmile_hold_allocator()
        let wanted: (settings: Settings, levels: LogLevels, rulebooks: [RulebookFile])
        let defined: [SQLProjection]
        do {
            wanted = try await readSettings()
            let directory = DataDirectory(path: wanted.settings.data)
            defined = try SQLProjection.all(in: wanted.settings.projections ?? directory.projections)
        } catch {
            Terminal.tell("Error: \(error)")
            throw ExitCode.usage
        }
        let isJSON = wanted.settings.logFormat == "json"
        LoggingSystem.bootstrap { label -> any LogHandler in
            if isJSON { return JSONLogHandler.standardError(label: label) }
            return StreamLogHandler.standardError(label: label)
        }
        do {
            try await Daemon(
                settings: wanted.settings, rulebooks: wanted.rulebooks, defined: defined, logs: wanted.levels
            )
            .run()
        } catch let error as LogError {
            wanted.levels.logger("service").critical("stopped", metadata: ["reason": "\(error)"])
            StopNote.leave(error, in: DataDirectory(path: wanted.settings.data))
            throw error.exitCode
        }
    }

    /// Everything that starting again would not mend, before anything is written.
    private func readSettings() async throws -> (Settings, LogLevels, [RulebookFile]) {
        let settings = try await Settings(
            flags: Settings.Flags(
                data: data, intake: intake, fetch: fetch, live: live, http: http,
                httpCertificate: httpCertificate, httpKey: httpKey, httpTokens: httpTokens,
                rulebooks: rulebook,
                compressSealed: compressSealed, archive: archive, projections: projections,
                logLevel: logLevel, logFormat: logFormat),
            file: config)
        let levels: LogLevels
        do {
            levels = try LogLevels(settings.logLevel)
        } catch {
            throw Settings.Invalid(key: "logLevel", reason: "\(error)")
        }
        return (settings, levels, try settings.rulebooks.map { try RulebookFile.load(name: $0) })
    }
}

extension LogError {
    /// What a service manager sees: with `damaged` and `diskFailed` it must not start the daemon again.
    var exitCode: ExitCode {
        switch self {
        case .damaged, .missingSegment: .damaged
        case .syncFailed: .diskFailed
        case .locked, .diskFull, .system, .otherLog, .notEmpty: .failure
        }
    }
}
