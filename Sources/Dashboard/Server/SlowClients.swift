import NIOCore
import NIOHTTPTypes

/// Closes the connection of a client that sends its request too slowly, or takes nothing of its answer: neither may hold
/// memory and a place among the connections for ever.
final class SlowClients: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let patience: TimeAmount
    private var request: Scheduled<Void>?
    private var answer: Scheduled<Void>?

    init(patience: TimeAmount) { self.patience = patience }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            request?.cancel()
            request = closing(context)
        case .body: break
        case .end:
            request?.cancel()
            request = nil
        }
        context.fireChannelRead(data)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        answer?.cancel()
        // Not writable: what was written before is not taken.
        answer = context.channel.isWritable ? nil : closing(context)
        context.fireChannelWritabilityChanged()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        request?.cancel()
        answer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        request?.cancel()
        answer?.cancel()
        context.fireChannelInactive()
    }

    private func closing(_ context: ChannelHandlerContext) -> Scheduled<Void> {
        let channel = context.channel
        return context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    }
}

@available(*, unavailable)
extension SlowClients: Sendable {}
