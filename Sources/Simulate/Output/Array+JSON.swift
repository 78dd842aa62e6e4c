import Vocabulary

/// Writing JSON without Foundation: everything the simulator says is ASCII without quotes or backslashes.
extension [UInt8] {
    @inline(__always)
    mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { unsafe append(contentsOf: $0) }
    }

    /// Decimal digits, with leading zeros up to `width`.
    mutating func append(_ number: UInt64, width: Int = 1) {
        var digits = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        digits = Swift.max(digits, width)
        append(contentsOf: repeatElement(0x30, count: digits))
        var place = count
        rest = number
        while rest > 0 {
            place -= 1
            self[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// `["one","two"]`
    mutating func append(list texts: [StaticString]) {
        append("[")
        for (place, text) in texts.enumerated() {
            append(place == 0 ? "\"" : ",\"")
            append(text)
            append("\"")
        }
        append("]")
    }

    /// RFC 3339 in UTC with milliseconds.
    mutating func append(time milliseconds: Int64) {
        RFC3339.append(Instant(milliseconds: milliseconds), to: &self)
    }
}
