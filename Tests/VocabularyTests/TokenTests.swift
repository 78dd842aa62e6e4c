import Testing
import Vocabulary

struct TokenTests {
    @Test(arguments: ["", "a", "8190000000000001", "单号", String(repeating: "x", count: 39)])
    func `gives back what was put in`(text: String) throws {
        let token = try #require(Token(text))
        #expect(token.text == text)
        #expect(token.count == text.utf8.count)
    }

    @Test func `holds 39 bytes and no more`() {
        #expect(Token(String(repeating: "x", count: 40)) == nil)
        #expect(Token(String(repeating: "单", count: 13)) != nil)
        #expect(Token(String(repeating: "单", count: 14)) == nil)
    }

    @Test func `a text and the same text followed by a zero byte differ`() {
        let (one, other): (Token, Token) = ("a", "a\0")
        #expect(one != other)
        #expect(one.digest != other.digest)
    }

    @Test func `texts made to share a digest do not share a place in a table`() {
        let alike = (0..<1000).compactMap { Token(">>hv!^i_|P8!SH3sZ'c3Q'2D\(10_000_000 + $0)") }
        #expect(Set(alike.map(\.digest)).count == 1)
        #expect(Set(alike.map(\.tableHash)).count == alike.count)
        #expect(Set(alike.map(\.hashValue)).count == alike.count)
        #expect(Set(alike.map { OrderID($0).hashValue }).count == alike.count)
    }

    @Test func `sorts as its bytes do`() {
        let texts = ["", "0", "A", "AB", "B", "a", "单", "aaaaaaaaa", "aaaaaaaab"]
        #expect(
            texts.compactMap { Token($0) }.sorted().map(\.text)
                == texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test func `digests are those that files on disk rely on`() {
        #expect(OrderID("8190000000000001").digest == (Token("8190000000000001") as Token).digest)
        let digests = Set((0..<10_000).compactMap { Token("819000000\($0)")?.digest })
        #expect(digests.count == 10_000)
    }
}

struct TrackingNumberTests {
    @Test(arguments: [
        ("LP00612345678901", "LP00612345678901"), ("lp 0061-2345 678901", "LP00612345678901"), ("", ""),
        (" Y T 1 ", "YT1"),
    ])
    func `is compared in upper case without spaces and hyphens`(raw: String, expected: String) throws {
        let number = TrackingNumber(try #require(Token(raw)))
        #expect(number.normalised.text == expected)
    }
}

struct CountryTests {
    @Test(arguments: ["ES", "FR", "DE", "NL", "PL", "SA", "AE", "CN"])
    func `knows the assigned codes`(code: String) { #expect(Country(code)?.text == code) }

    @Test(arguments: ["", "E", "es", "ESP", "XX", "AA", "ZZ", "Spain", "E "])
    func `refuses what ISO 3166 does not assign`(code: String) { #expect(Country(code) == nil) }

    @Test func `there are 249 of them`() { #expect(Country.all.count == 249) }
}

struct InstantTests {
    @Test func `adding at the ends of the range stays there`() {
        let last = Instant(nanoseconds: .max)
        #expect(last + .hours(2) == last)
        #expect(Instant(nanoseconds: .min) - .hours(2) == Instant(nanoseconds: .min))
        #expect((last - Instant(nanoseconds: .min)).nanoseconds == .max)
    }

    @Test func `milliseconds round down, before 1970 too`() {
        #expect(Instant(nanoseconds: 1_999_999).milliseconds == 1)
        #expect(Instant(nanoseconds: -1).milliseconds == -1)
    }
}

struct CodeTests {
    @Test func `every finding has a number of its own that leads back to it`() {
        for code in FindingCode.allCases { #expect(FindingCode(number: code.number) == code) }
        #expect(Set(FindingCode.allCases.map(\.number)).count == FindingCode.allCases.count)
    }

    @Test func `every finding but the provisional one is an anomaly of the same name`() {
        for code in FindingCode.allCases where code != .notDeclared {
            #expect(AnomalyKind(code)?.rawValue == code.rawValue)
        }
        #expect(AnomalyKind(.notDeclared) == nil)
    }

    @Test func `stages are in the order of a parcel's life`() {
        #expect(Stage.allCases.sorted() == Stage.allCases)
    }
}
