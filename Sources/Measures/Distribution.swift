/// How often values of each size were seen, in powers of two: what a thread counts for itself and others read later.
///
/// A value, without a lock and without memory of its own: adding costs two additions, copying two hundred bytes.
public struct Distribution: Sendable {
    /// Buckets with a bound; one more holds what lies above all of them.
    public static let bounds = 20

    /// The first bucket holds values up to two to this power.
    public let shift: Int
    private var counts: InlineArray<21, UInt64> = .init(repeating: 0)
    /// Of all values.
    public private(set) var sum: UInt64 = 0
    public private(set) var count: UInt64 = 0

    /// - Parameter shift: the first bound is two to this power; the last one is 2^19 times as much.
    public init(shift: Int) { self.shift = shift }

    /// Of times in nanoseconds: from 16 µs to 8.6 s.
    public static var nanoseconds: Distribution { Distribution(shift: 14) }
    /// Of numbers of things: from 1 to half a million.
    public static var numbers: Distribution { Distribution(shift: 0) }

    @inline(__always)
    public mutating func add(_ value: UInt64) {
        counts[Self.bucket(of: value, shift)] &+= 1
        sum &+= value
        count &+= 1
    }

    /// The largest value that the bucket takes.
    public func bound(_ bucket: Int) -> UInt64 { 1 << UInt64(bucket + shift) }

    /// How many values there were up to the bucket's bound.
    public func upTo(_ bucket: Int) -> UInt64 { (0...bucket).reduce(0) { $0 + counts[$1] } }

    @inline(__always)
    private static func bucket(of value: UInt64, _ shift: Int) -> Int {
        guard value > 1 else { return 0 }
        // Bits that are needed for the value less one: a value that is the bound itself is within it.
        let bits = UInt64.bitWidth - (value - 1).leadingZeroBitCount
        return min(max(bits - shift, 0), bounds)
    }
}
