/// What became of a part given to ``Socket/trySend(_:more:)``.
public enum SendOutcome: Sendable, Equatable {
    /// The library has it.
    case sent
    /// No room under the high-water mark, or no peer is connected. Nothing was sent: try again when writable.
    case wouldBlock
    /// A mandatory router has no peer of that routing id (any more). Nothing was sent.
    case hostUnreachable
}
