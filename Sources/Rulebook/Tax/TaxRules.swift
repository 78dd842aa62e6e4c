public import Vocabulary

/// What tax data a destination wants before a parcel leaves, and in which form (R19).
public struct TaxRules: Sendable {
    /// One way in which a number may be written, and how its check digits are reckoned.
    public struct Format: Sendable, Equatable {
        public var pattern: NumberPattern
        public var check: TaxCheck
    }

    /// The seller's number of the import one-stop shop, for parcels to the Union.
    public struct IOSS: Sendable {
        public var countries: Set<Country>
        public var pattern: NumberPattern
        /// What the first three digits may be: the member state that gave the number. Empty: not looked at.
        public var memberStates: Set<Token>
        /// What a right one looks like, in words.
        public var expected: String
        public var clause: String
    }

    /// The consignee's number in one country.
    public struct Consignee: Sendable {
        /// Whether it must be given where no IOSS number is (⚙).
        public var isRequired: Bool
        public var severity: Severity
        public var formats: [Format]
        public var expected: String
        public var clause: String
    }

    public var ioss: IOSS
    public var consignees: [Country: Consignee]
    public var clause: String

    public init(ioss: IOSS, consignees: [Country: Consignee], clause: String) {
        self.ioss = ioss
        self.consignees = consignees
        self.clause = clause
    }

    /// What is wrong with the tax data of an order, and the form that would be right; nil where nothing is.
    ///
    /// A declared IOSS number is what counts, and where there is none the consignee's. Empty tokens are not declared.
    public func problem(ioss number: Token, taxID: Token, to country: Country) -> Problem? {
        let takesIOSS = ioss.countries.contains(country)
        let consignee = consignees[country]
        let severity = consignee?.severity ?? .blocking
        if takesIOSS, !number.isEmpty {
            return ioss.accepts(number)
                ? nil : Problem(seen: number, expected: ioss.expected, severity: severity)
        }
        guard let consignee else { return nil }
        if taxID.isEmpty {
            guard consignee.isRequired else { return nil }
            let both = takesIOSS ? "\(ioss.expected); or \(consignee.expected)" : consignee.expected
            return Problem(seen: taxID, expected: both, severity: severity)
        }
        return consignee.accepts(taxID, in: country)
            ? nil : Problem(seen: taxID, expected: consignee.expected, severity: severity)
    }

    /// What was declared, empty where nothing was, and what would be right.
    public struct Problem: Sendable, Equatable {
        public var seen: Token
        public var expected: String
        public var severity: Severity
    }
}

extension TaxRules.IOSS {
    /// As it stands, without tolerance: it is handed on to customs as it was typed.
    public func accepts(_ number: Token) -> Bool {
        guard pattern.matches(number) else { return false }
        if memberStates.isEmpty { return true }
        let state = unsafe number.withBytes {
            unsafe Token(utf8: UnsafeRawBufferPointer(rebasing: $0[2..<5]))
        }
        return state.map(memberStates.contains) ?? false
    }
}

extension TaxRules.Consignee {
    /// However it is cased and spaced, with or without the country's letters before it.
    public func accepts(_ number: Token, in country: Country) -> Bool {
        let plain = Self.plain(number)
        if accepts(plain) { return true }
        let (rest, prefix): (Token?, UInt16) = unsafe plain.withBytes { bytes in
            guard bytes.count > 2 else { return (nil, 0) }
            return unsafe (
                Token(utf8: UnsafeRawBufferPointer(rebasing: bytes[2...])),
                UInt16(bytes[0]) << 8 | UInt16(bytes[1])
            )
        }
        return prefix == country.rawValue && rest.map(accepts) ?? false
    }

    private func accepts(_ plain: Token) -> Bool {
        formats.contains { $0.pattern.matches(plain) && $0.check.passes(plain) }
    }

    /// Upper case without spaces, hyphens, dots, commas and slashes.
    private static func plain(_ number: Token) -> Token {
        unsafe number.withBytes { bytes in
            var kept = InlineArray<40, UInt8>(repeating: 0)
            var count = 0
            for index in 0..<bytes.count {
                let byte = unsafe bytes[index]
                if (0x2C...0x2F).contains(byte) || byte == 0x20 { continue }
                kept[count] = (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
                count += 1
            }
            let length = count
            return unsafe Swift.withUnsafeBytes(of: &kept) {
                unsafe Token(utf8: UnsafeRawBufferPointer(rebasing: $0[..<length])) ?? Token()
            }
        }
    }
}
