/// A request on its way, until its reply has been handed on.
///
/// One object from submission to reply, so that no step copies it. Unchecked: it passes from the caller to
/// the publisher's thread under the exchange's lock, and only that thread changes it.
final class Slot: @unchecked Sendable {
    /// Who wants the reply.
    enum Completion: Sendable {
        /// Whoever asks for replies next.
        case inOrder
        /// The one caller that waits for it.
        case caller(Caller)
    }

    /// Resumed with nil when the window has no room for the request.
    typealias Caller = CheckedContinuation<Result<PublishReply, PublishError>?, Never>

    /// Nil asks only whether the daemon is there.
    let request: PublishRequest?
    let byteCount: Int
    let completion: Completion
    /// Times sent.
    var attempts = 0
    var firstSent = ContinuousClock.Instant.now
    var lastSent = ContinuousClock.Instant.now
    /// It is to be sent, for the first time or again.
    var isDue = true
    var reply: PublishReply?

    init(_ request: PublishRequest?, _ completion: Completion) {
        self.request = request
        byteCount = request?.byteCount ?? 0
        self.completion = completion
    }
}
