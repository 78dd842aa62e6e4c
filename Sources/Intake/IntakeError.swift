/// Why the write path stopped. Each says what to do.
public enum IntakeError: Error, CustomStringConvertible {
    /// A record in the log cannot be read as an event: written by a newer version, or not by Firstmile.
    case unreadable(position: UInt64, reason: String)

    public var description: String {
        switch self {
        case .unreadable(let position, let reason):
            "the record at position \(position) is no event this version knows: \(reason). "
                + "Start the version that wrote it, or restore a backup; nothing was changed"
        }
    }
}
