public import Vocabulary

/// The international form of postal numbers, UPU S10: two letters, eight digits, a check digit, two letters.
public enum S10 {
    /// 11 − (Σ digit × weight mod 11), where 10 becomes 0 and 11 becomes 5.
    private static let weights = [8, 6, 4, 2, 3, 5, 9, 7]

    /// The digit that belongs to the eight digits of a number of the form `@@#{9}@@`; nil for any other text.
    public static func checkDigit(_ number: Token) -> Int? {
        guard number.count == 13 else { return nil }
        let sum: Int? = unsafe number.withBytes { bytes in
            var sum = 0
            for (at, weight) in weights.enumerated() {
                let byte = unsafe bytes[2 + at]
                guard case 0x30...0x39 = byte else { return nil }
                sum += Int(byte - 0x30) * weight
            }
            return sum
        }
        guard let sum else { return nil }
        switch 11 - sum % 11 {
        case 10: return 0
        case 11: return 5
        case let digit: return digit
        }
    }

    /// The check digit that stands in the number; nil where it has none.
    static func givenDigit(_ number: Token) -> Int? {
        guard number.count == 13 else { return nil }
        let byte = unsafe number.withBytes { unsafe $0[10] }
        guard case 0x30...0x39 = byte else { return nil }
        return Int(byte - 0x30)
    }
}
