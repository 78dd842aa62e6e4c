import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import ServiceLifecycle

/// The pages and the API, as a service of the daemon.
public struct DashboardService: Service {
    private let house: House
    private let options: DashboardOptions
    private let logger: Logger
    private let whenListening: @Sendable (String) -> Void

    /// - Parameter whenListening: told the URL, with the port that was taken.
    /// - Throws: where the address may not be used, or a certificate cannot; the text says what to do.
    public init(
        _ house: House, options: DashboardOptions, logger: Logger,
        whenListening: @escaping @Sendable (String) -> Void
    ) throws {
        (self.house, self.options, self.logger) = (house, options, logger)
        self.whenListening = whenListening
        tokens = TokenStore(TokenFile.path(in: house.places.data), logger: logger)
        let hasTokens = try !tokens.all().isEmpty
        guard (options.address.isLoopback && !options.needsTokens) || hasTokens else {
            throw Unprotected(address: options.address.text)
        }
        server = try Self.server(options)
    }

    private let tokens: TokenStore
    private let server: HTTPServerBuilder

    /// Strangers could come in.
    struct Unprotected: Error, CustomStringConvertible {
        let address: String
        var description: String {
            "http: \(address) is for those with tokens, and there are none to keep strangers out; make one "
                + "with firstmile token add NAME --role read, or listen on 127.0.0.1:7780 without --http-tokens"
        }
    }

    public func run() async throws {
        let router = RouteTable(
            Routes.all(), house: house,
            guarding: Guard(options: options, tokens: tokens, rates: RateLimiter(), logger: logger)
        ).router
        let configuration = ApplicationConfiguration(
            address: .hostname(options.address.host, port: options.address.port), serverName: "firstmile",
            availableConnectionsDelegate: .maximum(HTTPLimits.connections, logger: logger))
        // It says that it listens in its own words, and we in ours.
        var quiet = logger
        quiet.logLevel = max(.notice, logger.logLevel)
        let application = Application(
            responder: router.buildResponder(), server: server, configuration: configuration,
            onServerRunning: { [options, whenListening] channel in
                whenListening(options.url(port: channel.localAddress?.port ?? options.address.port))
            }, logger: quiet)
        try await application.run()
    }

    private static func server(_ options: DashboardOptions) throws -> HTTPServerBuilder {
        let patience = TimeAmount(options.patience)
        let plain = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [SlowClients(patience: patience)],
                idleTimeout: patience,
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: HTTPLimits.headerBytes, maxHeaderListSize: HTTPLimits.headerBytes,
                    maxHeaderFieldCount: HTTPLimits.headerCount)))
        guard let files = options.tls else { return plain }
        return try plain.withTLS(certificate: files.certificate, key: files.key)
    }
}

extension DashboardService: CustomStringConvertible {
    /// As the lifecycle logs it.
    public var description: String { "http" }
}
