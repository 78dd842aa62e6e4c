import Testing

@testable import PhoneNumbers

/// What is told without asking the library is what the library would say.
struct PlainNumberTests {
    @Test func `what is called plain the library calls strict, in every region`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("plain numbers: seed \(seed)")
        var random = Random(state: seed)
        var strict = 0
        var plain = 0
        let regions = try CallingCode.all()
        for home in regions {
            let sharing = regions.filter { $0.code == home.code }
            for round in 0..<200 {
                let national = round == 0 ? home.example : random.changed(home.example)
                // Where a calling code is shared, the number may well belong to another region.
                let region = round == 0 ? home : sharing[Int(random.next() % UInt64(sharing.count))]
                var text = "+\(home.code)\(national)"
                let (isPlain, isStrict) = text.withUTF8 { bytes in
                    let raw = UnsafeRawBufferPointer(bytes)
                    return unsafe (
                        PhoneNumbers.isPlain(raw, region: region.region),
                        PhoneNumbers.ask(raw, region: region.region) == .ok
                    )
                }
                strict += isStrict ? 1 : 0
                plain += isPlain ? 1 : 0
                try #require(!isPlain || isStrict, "\(text) for \(region), seed \(seed)")
            }
        }
        // The others begin with a zero, or with what might be a trunk prefix.
        print("\(plain) of \(strict) strict numbers told without the library")
        #expect(plain > strict * 8 / 10 && strict > 10_000)
    }

    @Test(arguments: [
        "", "+", "+3", "+34", "+34\0", "34912345678", "+3491234567８", "+3491234567890123456789",
    ])
    func `what is no plain number is left to the library`(text: String) throws {
        let region = try #require(Region("ES"))
        var bytes = text
        let isPlain = bytes.withUTF8 {
            unsafe PhoneNumbers.isPlain(UnsafeRawBufferPointer($0), region: region)
        }
        #expect(!isPlain)
    }
}

/// SplitMix64: small, and the same everywhere.
private struct Random: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// The same digits with some changed, one taken away or one more.
    mutating func changed(_ text: String) -> String {
        var digits = Array(text)
        for _ in 0...(next() % 4) {
            let place = Int(next() % UInt64(digits.count))
            switch next() % 12 {
            case 0: if digits.count > 4 { digits.remove(at: place) }
            case 1: digits.insert(digit(), at: place)
            default: digits[place] = digit()
            }
        }
        return String(digits)
    }

    private mutating func digit() -> Character { Character("\(next() % 10)") }
}
