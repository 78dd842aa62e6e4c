/// Money in fen: hundredths of a yuan (CNY). Never a fraction, never another currency.
public struct Fen: Hashable, Sendable, Comparable, BitwiseCopyable {
    public let amount: Int64
    public init(_ amount: Int64) { self.amount = amount }
    public static func < (one: Self, other: Self) -> Bool { one.amount < other.amount }
}

/// A weight in whole grams.
public struct Grams: Hashable, Sendable, Comparable, BitwiseCopyable {
    public let amount: Int32
    public init(_ amount: Int32) { self.amount = amount }
    public static func < (one: Self, other: Self) -> Bool { one.amount < other.amount }
}

/// Length, width and height in whole millimetres.
public struct Dimensions: Hashable, Sendable, BitwiseCopyable {
    public let length: Int32
    public let width: Int32
    public let height: Int32
    public init(length: Int32, width: Int32, height: Int32) {
        self.length = length
        self.width = width
        self.height = height
    }
}

/// Where a record lies in the log: 0 for the first, with no gaps.
public struct Position: Hashable, Sendable, Comparable, BitwiseCopyable, CustomStringConvertible {
    public let rawValue: UInt64
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
    public var next: Position { Position(rawValue + 1) }
    public var description: String { String(rawValue) }
}
