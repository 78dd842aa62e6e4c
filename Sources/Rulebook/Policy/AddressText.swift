/// Addresses as they are compared (R12).
public enum AddressText {
    /// Lower case, full-width signs as plain ones, punctuation and spacing only where they part two words or numbers:
    /// `深圳市 1号` is `深圳市1号`, `Unit 1-2` is not `Unit 12`.
    public static func folded(_ address: String) -> String {
        var folded = String.UnicodeScalarView()
        var isParted = false
        for scalar in address.unicodeScalars {
            let plain =
                (0xFF01...0xFF5E).contains(scalar.value)
                ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
            guard plain.properties.isAlphabetic || plain.properties.numericType != nil else {
                isParted = true
                continue
            }
            if isParted, let last = folded.last, joinsWords(last), joinsWords(plain) { folded.append(" ") }
            isParted = false
            folded.append(contentsOf: plain.properties.lowercaseMapping.unicodeScalars)
        }
        return String(folded)
    }

    /// Scripts before the CJK blocks put spaces between words.
    private static func joinsWords(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x2E80 }
}
