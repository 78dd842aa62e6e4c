import PhoneNumbers
import Testing

/// Texts of which metadata 8.12.57 say something else than 9.0.43, whose verdicts the tables hold.
private let differsIn8_12_57: Set<String> = [
    "+33700000000",  // Valid then; the block is not given out any more.
    "+4915310123456",  // Not valid then: given out since.
    "+48211012345",  // Not valid then: given out since.
]

struct VerdictTests {
    @Test(arguments: try Case.all())
    func `a text is strict, or has the fix that the table says`(row: Case) {
        let verdict = PhoneNumbers().check(row.text, region: row.region)
        let agrees = (verdict == .ok) == row.isStrict && (row.isStrict || verdict.fix == row.fix)
        let isKnownToDiffer =
            PhoneNumbers.metadataVersion == "8.12.57" && differsIn8_12_57.contains(row.text)
        #expect(agrees != isKnownToDiffer, "\(verdict)")
    }

    @Test(arguments: try Example.all())
    func `the library's examples are what they are given as`(row: Example) {
        let verdict = PhoneNumbers().check(row.e164, region: row.region)
        let isKnownToDiffer =
            PhoneNumbers.metadataVersion == "8.12.57" && differsIn8_12_57.contains(row.e164)
        #expect(((verdict == .ok) == row.isValid) != isKnownToDiffer, "\(verdict)")
    }

    @Test(arguments: [
        ("+34912345678", "FR"), ("+33612345678", "ES"), ("+12015550123", "CA"), ("+34912345678", "ZZ"),
        ("+441481256789", "GB"),
    ])
    func `a valid number of another country is wrong and has no fix`(text: String, region: String) throws {
        let region = try #require(Region(region))
        #expect(PhoneNumbers().check(text, region: region) == .wrong(fix: nil))
    }

    @Test(arguments: [
        "", "+", "34", "hello", "+34 91234567\0", "０９１２", String(repeating: "9", count: 5_000),
    ])
    func `what is no number has no fix`(text: String) throws {
        let region = try #require(Region("ES"))
        #expect(PhoneNumbers().check(text, region: region) == .wrong(fix: nil))
    }

    @Test(arguments: [
        "tel:+34-912-345-678", "+34912345678 ext. 9", "(+34) 912 345 678", "+34912345678 ", "＋34912345678",
    ])
    func `dressing around a number is wrong, and the fix is the bare number`(text: String) throws {
        let region = try #require(Region("ES"))
        #expect(PhoneNumbers().check(text, region: region).fix == "+34912345678")
    }

    @Test func `bytes that are no text are wrong`() throws {
        let region = try #require(Region("ES"))
        let bytes: [UInt8] = [0xFF, 0xFE, 0x00, 0xC3, 0x28, 0x2B, 0x33, 0x34]
        let verdict = unsafe bytes.withUnsafeBytes { unsafe PhoneNumbers().check($0, region: region) }
        #expect(verdict == .wrong(fix: nil))
    }

    @Test func `the installed metadata are known by their version`() {
        #expect(
            PhoneNumbers.metadataVersion.split(separator: ".").count == 3,
            "add the digest of the metadata installed here to knownMetadata")
    }

    @Test(arguments: ["es", "E", "ESP", "E5", ""])
    func `a region is two capital letters`(text: String) { #expect(Region(text) == nil) }
}
