import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// A response that goes on for as long as somebody listens: server-sent events.
enum ServerSentEvents {
    /// - Parameter next: gives the next piece, as the format writes it; empty when there is nothing to say for
    ///   ``HTTPLimits/heartbeat``, so that a connection that is gone is noticed; nil at the end. It is not asked again before
    ///   the client has taken the piece: nothing piles up for one who is slow.
    static func response(
        to call: Call, next: @escaping @Sendable () async throws -> String?
    ) throws -> Response {
        let slot = try call.house.streams.take(for: call.listener)
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-store"
        let body = ResponseBody { writer in
            // Tells browsers how long to wait before they ask again, and opens the stream.
            try await writer.write(ByteBuffer(string: "retry: 2000\n\n"))
            defer { withExtendedLifetime(slot) {} }
            // A connection that is closed is noticed at once: whoever goes from page to page must not run out of streams.
            try await call.request.body.consumeWithCancellationOnInboundClose { _ in
                // A token that was revoked meanwhile, or means less, hears no more.
                while let piece = try await piece(next), call.isStillAdmitted {
                    try await writer.write(ByteBuffer(string: piece.isEmpty ? ":\n\n" : piece))
                }
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: headers, body: body)
    }

    /// Nil also when the daemon is about to stop: a stream must not hold it.
    private static func piece(_ next: @escaping @Sendable () async throws -> String?) async throws -> String?
    {
        do {
            return try await cancelWhenGracefulShutdown { try await next() }
        } catch is CancellationError {
            return nil
        }
    }
}
