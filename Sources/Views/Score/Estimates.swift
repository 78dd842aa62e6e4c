/// 95 % on both sides.
private let z = 1.959_963_984_540_054

/// Wilson's score interval of a rate: honest for small counts and for rates near 0 and 1.
enum Wilson {
    /// Nil without parcels.
    static func interval(_ numerator: Int64, of denominator: Int64) -> (low: Double, high: Double)? {
        guard denominator > 0 else { return nil }
        let n = Double(denominator)
        let rate = Double(numerator) / n
        let square = z * z
        let centre = rate + square / (2 * n)
        let half = z * (rate * (1 - rate) / n + square / (4 * n * n)).squareRoot()
        let scale = 1 + square / n
        return (max(0, (centre - half) / scale), min(1, (centre + half) / scale))
    }
}

/// A mean of spans in days, with the normal interval.
struct Mean {
    var value: Double
    /// Days, all together.
    var sum: Double
    var interval: (low: Double, high: Double)

    /// Nil without parcels.
    init?(_ milliseconds: Int64, _ squaredMinutes: Int64, of count: Int64) {
        guard count > 0 else { return nil }
        let n = Double(count)
        sum = Double(milliseconds) / 86_400_000
        value = sum / n
        let squares = Double(squaredMinutes) / (1440 * 1440)
        let variance = max(0, squares / n - value * value)
        let half = z * (variance / n).squareRoot()
        interval = (max(0, value - half), value + half)
    }
}
