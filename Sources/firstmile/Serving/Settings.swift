import Configuration
import Dashboard
import SystemPackage
import Webhooks

/// Everything the daemon can be told: flags win over the environment, that over the file, that over the defaults.
struct Settings: Sendable {
    var data: String
    var intake: String
    /// Where consumers connect; nil: nowhere.
    var fetch: String?
    var live: String?
    /// Where the pages and the API are; nil: nowhere.
    var http: HTTPAddress?
    /// A certificate chain and its key, in PEM.
    var httpCertificate: String?
    var httpKey: String?
    var httpTokens: Bool
    /// Files, or `shipped`. None: those in the log, in a new log the shipped one.
    var rulebooks: [String]
    var segmentMebibytes: Int
    var checkpointRecords: Int
    /// Whether sealed segments of the log are packed.
    var compressSealed: Bool
    /// Where packed segments are moved to; nil: they stay.
    var archive: String?
    /// Where views that somebody wrote in SQL lie; nil: in the data directory.
    var projections: String?
    /// How much of what is refused is kept, and for how long.
    var quarantineMebibytes: Int
    var quarantineDays: Int
    /// What one connection may have under way.
    var windowMebibytes: Int
    var replyMebibytes: Int
    var logLevel: String
    /// `text` or `json`.
    var logFormat: String
    /// Who is told of what by HTTP.
    var webhooks: [Webhook]

    static let defaultData = "./firstmile-data"
    static let defaultIntake = "tcp://127.0.0.1:7701"
    static let defaultFetch = "tcp://127.0.0.1:7702"
    static let defaultLive = "tcp://127.0.0.1:7703"
    static let defaultHTTP = "127.0.0.1:7780"

    /// A setting that cannot be used, and what would be right.
    struct Invalid: Error, CustomStringConvertible {
        let key: String
        let reason: String
        var description: String { "\(key): \(reason)" }
    }

    /// What the command line said; nil where it said nothing.
    struct Flags: Sendable {
        var data: String?
        var intake: String?
        var fetch: String?
        var live: String?
        var http: String?
        var httpCertificate: String?
        var httpKey: String?
        var httpTokens: Bool?
        var rulebooks: [String] = []
        var compressSealed: Bool?
        var archive: String?
        var projections: String?
        var logLevel: String?
        var logFormat: String?
    }

    /// - Configuration keys (environment: `FIRSTMILE_` and the key in capitals):
    ///   - `data` (string, default `./firstmile-data`): where log, views and the gate's state live.
    ///   - `intake` (string, default `tcp://127.0.0.1:7701`): the ROUTER's endpoint; loopback only.
    ///   - `fetch` (string, default `tcp://127.0.0.1:7702`): the same for consumers; `off` for none.
    ///   - `live` (string, default `tcp://127.0.0.1:7703`): the same for subscribers.
    ///   - `http` (string, default `127.0.0.1:7780`): where the pages and the API are; `none` for nowhere. Beyond loopback only
    ///     with tokens.
    ///   - `httpCertificate`, `httpKey` (strings, default none): a certificate chain and its key in PEM, for TLS.
    ///   - `httpTokens` (bool, default false): also on loopback nobody is answered without a token, as behind a proxy.
    ///   - `rulebook` (list of strings, in the environment with commas between them; default: those in the log):
    ///     rulebook files, or `shipped`.
    ///   - `segmentMebibytes` (int, default 256, 1 to 4096): the size at which a segment of the log is closed.
    ///   - `checkpointRecords` (int, default 500 000, from 1): records after which the gate's state is written down; a
    ///     start after a crash folds about as many.
    ///   - `compressSealed` (bool, default true): whether sealed segments are packed with zstd.
    ///   - `archive` (string, default none): a directory that packed segments are moved to.
    ///   - `projections` (string, default `DATA/projections`): a folder of views in SQL, each a folder with a `view.sql`.
    ///   - `quarantineMebibytes` (int, default 64, 1 to 65536): how much of what is refused is kept; then the oldest go.
    ///   - `quarantineDays` (int, default 30, 1 to 3650): how long it is kept.
    ///   - `windowMebibytes` (int, default 16, 4 to 1024): requests of one connection that wait before it is told `busy`.
    ///   - `replyMebibytes` (int, default 16, 1 to 1024): the same for replies that it does not take.
    ///   - `logLevel` (string, default `info`): trace, debug, info, notice, warning, error or critical; then, with commas, of
    ///     single modules, such as `info,feed=debug`.
    ///   - `logFormat` (string, default `text`): `text`, or `json` for a line of JSON a message.
    ///   - `webhooks` (in the file only): see `Schemas/webhooks.md`.
    init(flags: Flags, file: String?) async throws {
        var providers: [any ConfigProvider] = [EnvironmentVariablesProvider().prefixKeys(with: "firstmile")]
        if let file {
            providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
        }
        let config = ConfigReader(providers: providers)
        data = flags.data ?? config.string(forKey: "data", default: Self.defaultData)
        intake = flags.intake ?? config.string(forKey: "intake", default: Self.defaultIntake)
        fetch = Self.endpoint(flags.fetch ?? config.string(forKey: "fetch", default: Self.defaultFetch))
        live = Self.endpoint(flags.live ?? config.string(forKey: "live", default: Self.defaultLive))
        http = try Self.address(flags.http ?? config.string(forKey: "http", default: Self.defaultHTTP))
        httpCertificate = flags.httpCertificate ?? config.string(forKey: "httpCertificate")
        httpKey = flags.httpKey ?? config.string(forKey: "httpKey")
        httpTokens = try flags.httpTokens ?? Self.truth("httpTokens", in: config) ?? false
        rulebooks = flags.rulebooks.isEmpty ? Self.list("rulebook", in: config) : flags.rulebooks
        logLevel = flags.logLevel ?? config.string(forKey: "logLevel", default: "info")
        logFormat = flags.logFormat ?? config.string(forKey: "logFormat", default: "text")
        webhooks = try WebhookSettings.read(file: file)
        segmentMebibytes = try Self.whole("segmentMebibytes", in: config) ?? 256
        checkpointRecords = try Self.whole("checkpointRecords", in: config) ?? 500_000
        compressSealed = try flags.compressSealed ?? Self.truth("compressSealed", in: config) ?? true
        projections = flags.projections ?? config.string(forKey: "projections")
        archive = flags.archive ?? config.string(forKey: "archive")
        quarantineMebibytes = try Self.whole("quarantineMebibytes", in: config) ?? 64
        windowMebibytes = try Self.whole("windowMebibytes", in: config) ?? 16
        replyMebibytes = try Self.whole("replyMebibytes", in: config) ?? 16
        quarantineDays = try Self.whole("quarantineDays", in: config) ?? 30
        try check()
    }

    private static func address(_ text: String) throws(Invalid) -> HTTPAddress? {
        guard text != "none", text != "off" else { return nil }
        guard let address = HTTPAddress(text) else {
            throw Invalid(
                key: "http",
                reason: "\(text) is no address with a port; write 127.0.0.1:7780, [::1]:7780 or none")
        }
        return address
    }

    private static func endpoint(_ text: String) -> String? { text == "off" ? nil : text }

    /// A single one needs no list.
    private static func list(_ key: ConfigKey, in config: ConfigReader) -> [String] {
        config.stringArray(forKey: key) ?? config.string(forKey: key).map { [$0] } ?? []
    }

    /// Nil when it is not set. What is no number must not pass for the default.
    private static func whole(_ key: ConfigKey, in config: ConfigReader) throws(Invalid) -> Int? {
        if let number = config.int(forKey: key) { return number }
        guard let text = config.string(forKey: key) else { return nil }
        throw Invalid(key: key.description, reason: "must be a whole number, is \(text)")
    }

    /// Nil when it is not set. What is neither true nor false must not pass for the default.
    private static func truth(_ key: ConfigKey, in config: ConfigReader) throws(Invalid) -> Bool? {
        if let truth = config.bool(forKey: key) { return truth }
        guard let text = config.string(forKey: key) else { return nil }
        throw Invalid(key: key.description, reason: "must be true or false, is \(text)")
    }

    private func check() throws(Invalid) {
        guard archive == nil || compressSealed else {
            throw Invalid(
                key: "archive", reason: "only packed segments are moved; leave compressSealed at true")
        }
        for (key, value, range) in [
            ("segmentMebibytes", segmentMebibytes, 1...4096),
            ("quarantineMebibytes", quarantineMebibytes, 1...65_536),
            ("quarantineDays", quarantineDays, 1...3650), ("windowMebibytes", windowMebibytes, 4...1024),
            ("replyMebibytes", replyMebibytes, 1...1024),
        ] where !range.contains(value) {
            throw Invalid(
                key: key, reason: "must be from \(range.lowerBound) to \(range.upperBound), is \(value)")
        }
        guard checkpointRecords > 0 else {
            throw Invalid(key: "checkpointRecords", reason: "must be at least 1, is \(checkpointRecords)")
        }
        guard (httpCertificate == nil) == (httpKey == nil) else {
            throw Invalid(
                key: httpKey == nil ? "httpKey" : "httpCertificate",
                reason: "is missing; a certificate and its key go together")
        }
        guard ["text", "json"].contains(logFormat) else {
            throw Invalid(key: "logFormat", reason: "is \(logFormat), must be text or json")
        }
        try Self.check("intake", intake)
        if let fetch { try Self.check("fetch", fetch) }
        if let live { try Self.check("live", live) }
    }

    private static func check(_ key: String, _ endpoint: String) throws(Invalid) {
        guard endpoint.contains("://") else {
            throw Invalid(
                key: key,
                reason: "\(endpoint) does not say how to listen: write tcp://127.0.0.1:PORT or ipc://PATH")
        }
        guard isLocal(endpoint) else {
            throw Invalid(
                key: key,
                reason:
                    "\(endpoint) can be reached from other machines, and there are no keys yet to keep strangers "
                    + "out; listen on tcp://127.0.0.1:PORT, tcp://[::1]:PORT or ipc://PATH")
        }
    }

    /// Whether only this machine can reach an endpoint.
    static func isLocal(_ endpoint: String) -> Bool {
        if endpoint.hasPrefix("ipc://") || endpoint.hasPrefix("inproc://") { return true }
        guard endpoint.hasPrefix("tcp://") else { return false }
        let address = endpoint.dropFirst("tcp://".count)
        return ["127.", "[::1]:", "localhost:"].contains { address.hasPrefix($0) }
    }
}
