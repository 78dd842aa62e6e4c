public import Vocabulary

/// From when to when something holds: the beginning is in, the end is out.
public struct Validity: Sendable, Hashable {
    public var from: Instant
    /// Nil: until further notice.
    public var until: Instant?

    public init(from: Instant, until: Instant? = nil) {
        self.from = from
        self.until = until
    }

    /// The beginning is in, the end is out.
    public func contains(_ instant: Instant) -> Bool {
        guard instant >= from else { return false }
        guard let until else { return true }
        return instant < until
    }

    /// Whether there is a moment both contain.
    public func overlaps(_ other: Validity) -> Bool {
        contains(other.from) || other.contains(from)
    }
}
