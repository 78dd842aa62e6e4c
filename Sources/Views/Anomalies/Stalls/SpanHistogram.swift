import Vocabulary

/// How long a step took, counted in buckets that grow with the span: none is wider than a sixteenth of it.
///
/// Whole numbers only, so that the same spans in any order give the same histogram and the same quantile.
struct SpanHistogram: Equatable, Sendable {
    private var counts: [UInt32] = []
    private(set) var total: UInt64 = 0

    init() {}

    /// A year bounds it: a wild date must not cost memory.
    private static let longest: Int64 = 366 * 1440

    mutating func add(_ span: Interval) {
        let minutes = min(max(span.nanoseconds / 60_000_000_000, 0), Self.longest)
        let bucket = Self.bucket(minutes)
        if bucket >= counts.count {
            counts.append(contentsOf: repeatElement(0, count: bucket + 1 - counts.count))
        }
        counts[bucket] &+= 1
        total += 1
    }

    /// The upper end of the bucket in which the quantile lies; nil for an empty histogram.
    func quantile(_ share: Double) -> Interval? {
        guard total > 0 else { return nil }
        let rank = UInt64((share * Double(total)).rounded(.up))
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() {
            seen += UInt64(count)
            if seen >= rank { return .minutes(Self.end(of: bucket)) }
        }
        return .minutes(Self.end(of: counts.count - 1))
    }

    /// Minutes below 16 have a bucket each; from there on every doubling has sixteen.
    static func bucket(_ minutes: Int64) -> Int {
        guard minutes >= 16 else { return Int(minutes) }
        let octave = 63 - minutes.leadingZeroBitCount
        return (octave - 3) * 16 + Int(minutes >> Int64(octave - 4)) & 15
    }

    /// The first minute beyond the bucket.
    static func end(of bucket: Int) -> Int64 {
        guard bucket >= 16 else { return Int64(bucket) + 1 }
        let octave = bucket / 16 + 3
        return Int64(16 + bucket % 16 + 1) << Int64(octave - 4)
    }

    /// The buckets that hold something, such as `17:3,40:1`.
    var text: String {
        counts.enumerated().filter { $0.element > 0 }.map { "\($0.offset):\($0.element)" }
            .joined(separator: ",")
    }

    /// Reads what ``text`` gave.
    init(text: String) {
        for part in text.split(separator: ",") {
            let pair = part.split(separator: ":")
            guard pair.count == 2, let bucket = Int(pair[0]), let count = UInt32(pair[1]), bucket < 512 else {
                continue
            }
            if bucket >= counts.count {
                counts.append(contentsOf: repeatElement(0, count: bucket + 1 - counts.count))
            }
            counts[bucket] = count
            total += UInt64(count)
        }
    }
}
