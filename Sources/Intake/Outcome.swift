public import Vocabulary
public import Wire

/// What became of one event.
public enum Outcome {
    /// In the log; `verdict` where it led to one.
    case recorded(UInt64, Validated?)
    /// The same event was recorded before, there.
    case duplicate(UInt64)
    case refused(Refusal)

    /// The log must be durable up to here before this may be told.
    public var requires: UInt64 {
        switch self {
        case .recorded(let position, _), .duplicate(let position): position + 1
        case .refused: 0
        }
    }
}
