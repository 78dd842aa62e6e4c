import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Posts to receivers. One for all webhooks: connections are kept for a while, and nobody waits for anybody.
public final class WebhookClient: Sendable {
    /// What came of one attempt.
    public enum Outcome: Sendable, Equatable {
        case delivered(status: Int)
        /// It answered, but not with 2xx. `retryAfter` in seconds, where it said so.
        case refused(status: Int, retryAfter: Double?)
        /// It could not be reached, or did not answer in time.
        case failed(reason: String)
    }

    /// From the first byte sent to the head of the answer, in seconds.
    public static let patience = 15

    private let client: HTTPClient
    private let version: String

    public init(version: String) {
        self.version = version
        var configuration = HTTPClient.Configuration()
        // Whoever is told to send it elsewhere would be given what was meant for somebody else.
        configuration.redirectConfiguration = .disallow
        configuration.timeout = .init(connect: .seconds(5), read: .seconds(Int64(Self.patience)))
        configuration.connectionPool.idleTimeout = .seconds(30)
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    /// Once, at the end.
    public func close() async { try? await client.shutdown() }

    /// Sends one event, signed, and gives its receiver's answer.
    func post(_ body: [UInt8], id: String, to webhook: Webhook, at seconds: Int64) async -> Outcome {
        var request = HTTPClientRequest(url: webhook.url)
        request.method = .POST
        request.headers.add(name: "content-type", value: Notice.contentType)
        request.headers.add(name: "user-agent", value: "firstmile/\(version)")
        request.headers.add(name: "webhook-id", value: id)
        request.headers.add(name: "webhook-timestamp", value: "\(seconds)")
        request.headers.add(
            name: "webhook-signature",
            value: WebhookSecret.signature(of: body, id: id, timestamp: seconds, by: webhook.secrets))
        request.body = .bytes(ByteBuffer(bytes: body))
        do {
            let answer = try await client.execute(request, timeout: .seconds(Int64(Self.patience)))
            let status = Int(answer.status.code)
            if (200..<300).contains(status) { return .delivered(status: status) }
            let asked = answer.headers.first(name: "retry-after").flatMap { Double($0) }
            return .refused(status: status, retryAfter: asked)
        } catch let error as HTTPClientError {
            return .failed(reason: error.shortDescription)
        } catch {
            return .failed(reason: "\(error)")
        }
    }

    /// Sends an event that says nothing, for whoever sets a receiver up.
    public func test(_ webhook: Webhook, time: String, seconds: Int64) async -> Outcome {
        let id = "test-\(Identity.short(of: "\(webhook.name)|\(seconds)"))"
        let body = Notice.event(
            id: id, type: "webhook-tested", time: time, subject: webhook.name,
            data: "{}")
        return await post(body, id: id, to: webhook, at: seconds)
    }
}
