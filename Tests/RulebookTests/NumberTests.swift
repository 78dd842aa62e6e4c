import Rulebook
import Testing
import Vocabulary

/// Numbers and verdicts of github.com/jkeen/tracking_number_data, file s10.json (MIT, © 2017 Jeff Keen).
///
/// Its `RB123456785XX` is left out: it is invalid there because no post issues under XX, which R16 does not ask.
private let published: [(number: TrackingNumber, valid: Bool)] = [
    ("RB123456785GB", true), ("RB123456785US", true), ("RB123456785CV", true), ("RB123456785CF", true),
    ("RB123456786US", false),
]

/// Serial numbers whose weighted sums leave every special remainder.
private let worked: [(number: TrackingNumber, digit: Int)] = [
    ("RR473124829CN", 9), ("RR100000140CN", 0), ("RR100000025CN", 5), ("RR100000051CN", 1),
    ("RR100000079CN", 9),
]

struct NumberTests {
    @Test(arguments: published)
    func `yanwen's numbers are judged as the published vectors say`(number: TrackingNumber, valid: Bool) {
        #expect((shipped.check(number, "yanwen") == .ok) == valid)
    }

    @Test(arguments: worked)
    func `ten becomes nought and eleven becomes five`(number: TrackingNumber, digit: Int) {
        #expect(S10.checkDigit(number.token) == digit)
        #expect(shipped.check(number, "yanwen") == .ok)
    }

    @Test(arguments: 0...9)
    func `of ten numbers with one serial number exactly one is right`(digit: Int) throws {
        let number = try #require(Token("RR47312482\(digit)CN").map(TrackingNumber.init))
        #expect((shipped.check(number, "yanwen") == .ok) == (digit == 9))
    }

    @Test func `a wrong check digit blocks and names the right one`() throws {
        guard case .wrong(let expected, let severity) = shipped.check("LT123456789CN", "yanwen") else {
            Issue.record("a wrong check digit passed")
            return
        }
        #expect(severity == .blocking)
        #expect(expected.hasSuffix("the check digit of this serial number would be 5"))
    }

    @Test(arguments: [
        "", "RR47312482CN", "RR4731248299CN", "R1473124829CN", "RR47312482ACN", "RR473124829C1",
    ])
    func `any other form is wrong for yanwen`(text: String) throws {
        let number = try #require(Token(text).map(TrackingNumber.init))
        #expect(shipped.check(number, "yanwen") != .ok)
        #expect(shipped.check(number, "yanwen") != .unknownPattern)
    }

    @Test(arguments: ["LP00612345678901", "lp 0061-2345-6789-01"] as [TrackingNumber])
    func `a cainiao number is judged in upper case without spaces and hyphens`(number: TrackingNumber) {
        #expect(shipped.check(number, "cainiao") == .ok)
    }

    @Test(arguments: [("cainiao", "LP0061234567890"), ("winit", "ID1"), ("4px", "4PX1CN")])
    func `a form that no standard fixes draws a warning only`(provider: String, number: String) throws {
        let (provider, number) = try (#require(Token(provider)), #require(Token(number)))
        let verdict = shipped.check(TrackingNumber(number), ProviderID(provider))
        guard case .wrong(_, .warning) = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }

    @Test(arguments: [("winit", "ID18015001234567CN"), ("4px", "4PX3000123456CN")])
    func `the examples in the texts have the form they explain`(provider: String, number: String) throws {
        let (provider, number) = try (#require(Token(provider)), #require(Token(number)))
        let rules = try #require(shipped.provider(ProviderID(provider)))
        #expect(rules.check(TrackingNumber(number)) == .ok)
        #expect(rules.numbers?.expected.contains(number.text) == true)
    }
}

struct NumberPatternTests {
    @Test(arguments: [
        ("#", "7", true), ("#", "A", false), ("@", "A", true), ("@", "7", false), ("*", "7", true),
        ("*", "A", true), ("*", "-", false), ("A1", "A1", true), ("A1", "A2", false), ("#{3}", "123", true),
        ("#{3}", "12", false), ("#{3}", "1234", false), ("X#{2}Y", "X12Y", true), ("9{2}", "99", true),
    ])
    func `a sign stands for itself or for its class`(pattern: String, number: String, matches: Bool) throws {
        #expect(try NumberPattern(pattern).matches(#require(Token(number))) == matches)
    }

    @Test(arguments: [
        ("", 0), ("lp#", 0), ("{2}", 0), ("#{0}", 1), ("#{40}", 1), ("#{2", 1), ("#{}", 1), ("#{-1}", 1),
        ("A B", 1),
        ("#{30}#{30}", 6), ("ä", 0),
    ])
    func `a malformed pattern tells its place`(pattern: String, offset: Int) {
        #expect {
            _ = try NumberPattern(pattern)
        } throws: { ($0 as? NumberPattern.Malformed)?.offset == offset }
    }
}
