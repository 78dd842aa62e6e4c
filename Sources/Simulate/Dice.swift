import Vocabulary

/// Seeded chance (SplitMix64). The same seed and stream give the same numbers on every machine.
///
/// Every order has streams of its own, so that its plan can be made again at any time and does not depend on the
/// orders around it.
struct Dice {
    /// What a stream is for: two questions about one order must not see the same numbers.
    enum Purpose: UInt64 {
        case birth = 1
        case plan, declaration, sending, binding, parcel, onboarding, exemption
    }

    private var state: UInt64

    init(seed: UInt64, _ purpose: Purpose, _ item: UInt64 = 0) {
        let mixed = Token.fold(seed ^ 0x9E37_79B9_7F4A_7C15, 0xA076_1D64_78BD_642F &* (purpose.rawValue | 1))
        state = Token.fold(mixed ^ (purpose.rawValue &<< 56), 0xE703_7ED1_A0B4_28DB) &+ Self.mix(item)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// In 0..<1.
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func chance(_ probability: Double) -> Bool { fraction() < probability }

    /// In 0..<count.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    /// In lowest...highest; `lowest` where the range is empty.
    mutating func between(_ lowest: Int64, _ highest: Int64) -> Int64 {
        guard highest > lowest else { return lowest }
        return lowest + Int64(next().multipliedFullWidth(by: UInt64(highest - lowest) + 1).high)
    }

    /// One of the indices of `sums`, as likely as the step that leads up to it.
    ///
    /// - Parameter sums: running sums of the weights; not empty.
    mutating func weighted(_ sums: [Double]) -> Int {
        let drawn = fraction() * (sums.last ?? 0)
        var index = 0
        while index + 1 < sums.count, drawn >= sums[index] { index += 1 }
        return index
    }

    /// A log-normal number with this mean; `spread` is the standard deviation of its logarithm.
    mutating func logNormal(mean: Double, spread: Double) -> Double {
        mean * Self.exponential(spread * bell() - spread * spread / 2)
    }

    /// Log-uniform in 1...highest: as many between 1 and 10 as between 10 and 100.
    mutating func magnitude(upTo highest: Double) -> Int64 {
        // 2.302…: the natural logarithm of ten, times the decades below `highest`.
        var decades = 0.0
        var reach = 1.0
        while reach * 10 <= highest {
            reach *= 10
            decades += 1
        }
        return Int64(Self.exponential(fraction() * decades * 2.302585092994046) * highest / reach).clamped(
            1, Int64(highest))
    }

    /// Nearly normal, mean 0 and standard deviation 1: eight uniform parts summed.
    private mutating func bell() -> Double {
        let (one, two) = (next(), next())
        var sum: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 16) {
            sum += (one >> shift) & 0xFFFF
            sum += (two >> shift) & 0xFFFF
        }
        // Eight parts of variance 1/12 each; 0.8165 is the root of 8/12.
        return (Double(sum) / 65536 - 4) / 0.816496580927726
    }

    /// e to the `power`, by arithmetic alone: a C library's last digit differs from machine to machine, and
    /// the same seed must give the same bytes everywhere.
    ///
    /// To seven digits, for powers whose result is a normal number.
    static func exponential(_ power: Double) -> Double {
        let scaled = power * 1.4426950408889634
        let exponent = Int(scaled + (scaled < 0 ? -0.5 : 0.5))
        let rest = power - Double(exponent) * 0.6931471805599453
        // The series of e^rest, for |rest| at most half a logarithm of two.
        var sum = 1.0 / 720
        sum = 1.0 / 120 + rest * sum
        sum = 1.0 / 24 + rest * sum
        sum = 1.0 / 6 + rest * sum
        sum = 0.5 + rest * sum
        sum = 1 + rest * sum
        sum = 1 + rest * sum
        return sum * Double(bitPattern: UInt64(1023 + exponent) << 52)
    }
}

extension Comparable {
    func clamped(_ lowest: Self, _ highest: Self) -> Self { min(max(self, lowest), highest) }
}

extension [Double] {
    /// Each weight with all before it.
    var runningSums: [Double] { reduce(into: []) { sums, weight in sums.append((sums.last ?? 0) + weight) } }
}
