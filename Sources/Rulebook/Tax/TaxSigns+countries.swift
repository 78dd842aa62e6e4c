/// The check digits country by country, as its tax office publishes them (R19).
extension TaxSigns {
    /// A letter by the remainder of 23: of the eight digits of a DNI, of an NIE with X, Y, Z as 0, 1, 2, and of the
    /// seven digits behind K, L or M. A company's is a Luhn digit, written as a digit or as a letter.
    var isNIF: Bool {
        guard count == 9, areDigits(1..<8) else { return false }
        let letters = Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)
        switch byte(0) {
        case 0x30...0x39: return byte(8) == letters[value(0..<8) % 23]
        case UInt8(ascii: "X")...UInt8(ascii: "Z"):
            let leading = Int(byte(0) - UInt8(ascii: "X"))
            return byte(8) == letters[(leading * 10_000_000 + value(1..<8)) % 23]
        case UInt8(ascii: "K")...UInt8(ascii: "M"): return byte(8) == letters[value(1..<8) % 23]
        case UInt8(ascii: "A")...UInt8(ascii: "H"), UInt8(ascii: "J"), UInt8(ascii: "N"),
            UInt8(ascii: "P")...UInt8(ascii: "S"), UInt8(ascii: "U")...UInt8(ascii: "W"):
            let digit = companyDigit
            return byte(8) == 0x30 + UInt8(digit) || byte(8) == Array("JABCDEFGHI".utf8)[digit]
        default: return false
        }
    }

    /// The Luhn digit of places 1 to 7.
    private var companyDigit: Int {
        let sum = (1..<8).reduce(0) { sum, index in
            let digit = self[index] * (index.isMultiple(of: 2) ? 1 : 2)
            return sum + digit / 10 + digit % 10
        }
        return (10 - sum % 10) % 10
    }

    /// Two signs and a SIREN. As digits the two are 12 + 3 × (SIREN mod 97), modulo 97; a key with letters, which
    /// never has I or O, is reckoned modulo 11. Monaco's begin with three zeros and are no SIREN.
    var isTVA: Bool {
        guard count == 11, areDigits(2..<11), value(2..<5) == 0 || isLuhn(2..<11) else { return false }
        let siren = value(2..<11)
        if areDigits(0..<2) { return value(0..<2) == (12 + 3 * (siren % 97)) % 97 }
        guard let (first, second) = keyLetter(0).flatMap({ one in keyLetter(1).map { (one, $0) } }) else {
            return false
        }
        let key = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
        return (siren + 1 + key / 11) % 11 == key % 11
    }

    /// Place in the digits and the letters without I and O.
    private func keyLetter(_ index: Int) -> Int? {
        let value = self[index]
        let (i, o) = (18, 24)
        guard value != i, value != o, (0..<36).contains(value) else { return nil }
        return value - (value > i ? 1 : 0) - (value > o ? 1 : 0)
    }

    /// The last three digits are the first ten modulo 511.
    var isSPI: Bool {
        count == 13 && areDigits(0..<13) && self[0] <= 3 && value(0..<10) % 511 == value(10..<13)
    }

    /// One of the first ten digits occurs two or three times, the others once; then MOD 11,10.
    var isIdNr: Bool {
        guard count == 11, areDigits(0..<11), self[0] != 0 else { return false }
        var times = InlineArray<10, Int>(repeating: 0)
        for index in 0..<10 { times[self[index]] += 1 }
        let repeated = (0..<10).filter { times[$0] > 1 }
        return repeated.count == 1 && times[repeated[0]] <= 3 && isMod11And10
    }

    /// The weights 9 to 2, and −1 for the last: a multiple of 11.
    var isBSN: Bool {
        count == 9 && isBSNBegin
    }

    private var isBSNBegin: Bool {
        guard areDigits(0..<9), value(0..<9) > 0 else { return false }
        return (weighted(0..<8, by: [9, 8, 7, 6, 5, 4, 3, 2]) - self[8]) % 11 == 0
    }

    /// Either a BSN before the B, or, for sole traders since 2020, MOD 97-10 of the whole with its NL.
    var isBTW: Bool {
        guard count == 12, areDigits(0..<9), areDigits(10..<12), value(0..<9) > 0, value(10..<12) > 0 else {
            return false
        }
        // N and L are 23 and 21 in base 36.
        let remainder = (0..<12).reduce(2321 % 97) { remainder, index in
            let sign = self[index]
            return (remainder * (sign < 10 ? 10 : 100) + sign) % 97
        }
        return isBSNBegin || remainder == 1
    }

    /// The weighted sum modulo 11 is the last digit, so never 10.
    var isNIP: Bool {
        count == 10 && areDigits(0..<10) && weighted(0..<9, by: [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == self[9]
    }

    /// Weights 1 3 7 9, and a birthday whose month carries the century.
    var isPESEL: Bool {
        guard count == 11, areDigits(0..<11) else { return false }
        let sum = weighted(0..<10, by: [1, 3, 7, 9, 1, 3, 7, 9, 1, 3])
        guard (sum + self[10]).isMultiple(of: 10) else { return false }
        let month = value(2..<4) % 20
        let century = [1900, 2000, 2100, 2200, 1800][value(2..<4) / 20]
        let year = century + value(0..<2)
        let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...days[month - 1]).contains(value(4..<6))
    }

    /// Weighted sum modulo 11, where 10 becomes 0; of fourteen digits, the first nine must hold by themselves.
    var isREGON: Bool {
        guard count == 9 || count == 14, areDigits(0..<count),
            weighted(0..<8, by: [8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == self[8]
        else { return false }
        return count == 9
            || weighted(0..<13, by: [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10 == self[13]
    }
}
