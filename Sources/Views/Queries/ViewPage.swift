import Vocabulary

/// Some rows of a view in their order, and where the next ones begin.
public struct ViewPage: Sendable {
    public var table: ViewTable
    /// As of the very snapshot the rows are from.
    public var checkpoint: Checkpoint
    /// Nil: there are no more.
    public var next: PagePlace?
}

/// A place between two rows of a view: behind the one with this value in the sorted column, and this key. Rows that come
/// and go before it move nothing.
public struct PagePlace: Sendable, Equatable {
    /// As SQLite holds it; times are nanoseconds.
    public enum Value: Sendable, Equatable {
        case null
        case integer(Int64)
        case real(Double)
        case text(String)
    }

    /// Nil where rows are sorted by their key alone.
    public var value: Value?
    public var key: Int64

    public init(value: Value?, key: Int64) {
        self.value = value
        self.key = key
    }
}
