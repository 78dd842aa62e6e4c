/// What strict E.164 for a destination says of a text (R18).
public enum NumberVerdict: Hashable, Sendable {
    /// The text is the E.164 of a valid number of the destination, byte for byte.
    case ok
    /// It is not. The fix is the E.164 of what was meant, when that can be read and is valid at the
    /// destination.
    case wrong(fix: E164?)
}
