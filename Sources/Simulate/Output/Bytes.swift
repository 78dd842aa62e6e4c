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

    /// RFC 3339 in UTC with milliseconds.
    mutating func append(time milliseconds: Int64) {
        let days = milliseconds / 86_400_000
        let rest = UInt64(milliseconds % 86_400_000)
        let (year, month, day) = Self.civil(days)
        append(UInt64(year), width: 4)
        append(0x2D)
        append(UInt64(month), width: 2)
        append(0x2D)
        append(UInt64(day), width: 2)
        append(0x54)
        append(rest / 3_600_000, width: 2)
        append(0x3A)
        append(rest / 60_000 % 60, width: 2)
        append(0x3A)
        append(rest / 1_000 % 60, width: 2)
        append(0x2E)
        append(rest % 1_000, width: 3)
        append(0x5A)
    }

    /// Year, month and day of a day since 1970, counted in eras of 400 years that begin in March.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        return (
            yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * marchMonth + 2) / 5 + 1
        )
    }
}
