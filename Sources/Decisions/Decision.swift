public import Vocabulary

/// What follows from a fact or from time passing; becomes a record of its own in the same commit.
public struct Decision: Sendable, Equatable {
    public var payload: Payload
    /// When it came true by the facts' times, not when we noticed: the upload's time for its verdict, the
    /// deadline for its passing.
    public var time: Instant
    /// The fact that caused it; for a deadline, the handover.
    public var cause: Position

    public init(_ payload: Payload, at time: Instant, because cause: Position) {
        self.payload = payload
        self.time = time
        self.cause = cause
    }
}
