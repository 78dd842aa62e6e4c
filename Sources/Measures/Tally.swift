/// Counts of up to 32 kinds of things, by number. A value without memory of its own.
public struct Tally: Sendable, Equatable {
    private var counts: InlineArray<32, UInt64> = .init(repeating: 0)

    public init() {}

    /// - Parameter kind: from 0 to 31.
    @inline(__always)
    public mutating func add(_ kind: Int, _ count: UInt64 = 1) { counts[kind] &+= count }

    public subscript(_ kind: Int) -> UInt64 { counts[kind] }

    /// Of all kinds.
    public var total: UInt64 { (0..<32).reduce(0) { $0 + counts[$1] } }

    public static func == (one: Self, other: Self) -> Bool {
        (0..<32).allSatisfy { one.counts[$0] == other.counts[$0] }
    }
}
