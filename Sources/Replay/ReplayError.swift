/// Why a replay cannot go on.
public enum ReplayError: Error, CustomStringConvertible {
    /// A record's bytes are whole but say nothing this version understands.
    case unreadable(position: UInt64, reason: String)
    /// The log holds more orders than the replay may hold in memory.
    case tooManyOrders(most: Int)
    /// A view of the replay stopped.
    case view(String)

    public var description: String {
        switch self {
        case .unreadable(let position, let reason):
            "the record at position \(position) cannot be read: \(reason); firstmile log verify tells whether the log is whole"
        case .tooManyOrders(let most):
            "the log holds more than \(most) orders, which would take the memory that the daemon needs; firstmile replay judges them in a process of its own"
        case .view(let reason): "a view of the replay stopped: \(reason)"
        }
    }
}
