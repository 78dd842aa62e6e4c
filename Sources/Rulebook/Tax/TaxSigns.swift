import Vocabulary

/// The signs of a tax number, held inline, for reckoning with.
struct TaxSigns {
    private var bytes = InlineArray<40, UInt8>(repeating: 0)
    let count: Int

    init(_ number: Token) {
        count = number.count
        unsafe number.withBytes { source in
            for index in 0..<source.count { bytes[index] = unsafe source[index] }
        }
    }

    /// The value of a digit; ten and more for the letters from A on, as base 36 has it.
    subscript(index: Int) -> Int {
        let byte = Int(byte(index))
        return byte < 0x41 ? byte - 0x30 : byte - 0x41 + 10
    }

    func byte(_ index: Int) -> UInt8 { index < count ? bytes[index] : 0 }

    func areDigits(_ range: Range<Int>) -> Bool {
        range.upperBound <= count && range.allSatisfy { (0x30...0x39).contains(bytes[$0]) }
    }

    /// The number that digits make.
    func value(_ range: Range<Int>) -> Int { range.reduce(0) { $0 * 10 + self[$1] } }

    func weighted(_ range: Range<Int>, by weights: [Int]) -> Int {
        zip(range, weights).reduce(0) { $0 + self[$1.0] * $1.1 }
    }

    /// Every second digit from the right doubled, its digits added; the sum ends in 0 (ISO/IEC 7812-1).
    func isLuhn(_ range: Range<Int>) -> Bool {
        guard areDigits(range) else { return false }
        var sum = 0
        for (place, index) in range.reversed().enumerated() {
            let digit = self[index] * (place.isMultiple(of: 2) ? 1 : 2)
            sum += digit / 10 + digit % 10
        }
        return sum.isMultiple(of: 10)
    }

    /// ISO/IEC 7064 MOD 11,10 over all digits.
    var isMod11And10: Bool {
        guard areDigits(0..<count), count > 1 else { return false }
        var product = 10
        for index in 0..<count - 1 {
            let sum = (self[index] + product) % 10
            product = (sum == 0 ? 10 : sum) * 2 % 11
        }
        return (product + self[count - 1]) % 10 == 1
    }
}
