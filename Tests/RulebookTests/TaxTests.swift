import Rulebook
import Testing
import Vocabulary

/// Numbers with the verdict of python-stdnum 2.2: those it gives as examples, and some of chance.
private let numbers: [(TaxCheck, Token, Bool)] = [
    (.nif, "B64717838", true), (.nif, "54362315K", true), (.nif, "X5253868R", true),
    (.nif, "M1234567L", true), (.nif, "B64717839", false), (.tva, "40303265045", true),
    (.tva, "23334175221", true), (.tva, "K7399859412", true), (.tva, "4Z123456782", true),
    (.tva, "84323140391", false), (.tva, "IO334175221", false), (.siren, "404833048", true),
    (.siren, "404833047", false), (.ustID, "136695976", true), (.ustID, "136695978", false),
    (.idNr, "36574261809", true), (.idNr, "36574261890", false), (.idNr, "36554266806", false),
    (.btw, "004495445B01", true), (.btw, "002455799B11", true), (.btw, "123456789B90", false),
    (.bsn, "111222333", true), (.bsn, "111252333", false), (.nip, "8567346215", true),
    (.nip, "8567346216", false), (.pesel, "44051401359", true), (.pesel, "44051401358", false),
    (.regon, "192598184", true), (.regon, "12345678512347", true), (.regon, "192598183", false),
    (.nif, "Y2520456S", true), (.nif, "P0539543R", false), (.nif, "03196007Y", false),
    (.nif, "79216930N", false), (.nif, "83400507T", true), (.nif, "A03228426", true),
    (.tva, "75666070503", true), (.tva, "OK806400473", false), (.tva, "EK500988159", false),
    (.tva, "2Q474230845", false), (.tva, "10905459368", true), (.tva, "52206845109", true),
    (.siren, "463148731", false), (.siren, "322287724", false), (.siren, "366813362", false),
    (.siren, "218072924", true), (.siren, "328434121", true), (.siren, "539448555", true),
    (.spi, "2963277599352", true), (.spi, "2263421817744", false), (.spi, "0184599830058", true),
    (.spi, "3796128587034", true), (.spi, "3958175817372", false), (.spi, "6360824991081", false),
    (.ustID, "651532582", false), (.ustID, "034472137", false), (.ustID, "080051680", false),
    (.ustID, "404514028", true), (.ustID, "548734329", true), (.ustID, "263270617", true),
    (.idNr, "72965815345", false), (.idNr, "97823331340", false), (.idNr, "17358249865", false),
    (.idNr, "64125837595", true), (.idNr, "79471568329", true), (.idNr, "26881753949", true),
    (.btw, "493214366B29", false), (.btw, "677188509B59", false), (.btw, "489260065B69", false),
    (.btw, "135932129B49", true), (.btw, "746521881B11", true), (.btw, "266020538B77", true),
    (.bsn, "086260729", false), (.bsn, "898203718", false), (.bsn, "929054232", false),
    (.bsn, "529655433", true), (.bsn, "271152151", true), (.bsn, "176858532", true),
    (.nip, "4970233567", false), (.nip, "5798470611", false), (.nip, "1493046553", false),
    (.nip, "3723366903", true), (.nip, "5976940150", true), (.nip, "4700828364", true),
    (.pesel, "79288048410", false), (.pesel, "25930815566", false), (.pesel, "87921778213", false),
    (.pesel, "45862724701", true), (.pesel, "97322281824", true), (.pesel, "68490699214", true),
    (.regon, "142329579", false), (.regon, "070339911", false), (.regon, "038783992", false),
    (.regon, "487949267", true), (.regon, "690710112", true), (.regon, "224062111", true),
]

struct TaxTests {
    @Test(arguments: numbers)
    func `R19 check digits are reckoned as each country reckons them`(
        check: TaxCheck, number: Token, isRight: Bool
    ) {
        #expect(check.passes(number) == isRight)
    }

    @Test func `R19 of every way of reckoning there is a right and a wrong number`() {
        for check in TaxCheck.allCases where check != .none {
            #expect(Set(numbers.filter { $0.0 == check }.map(\.2)) == [true, false], "\(check)")
        }
    }

    @Test(arguments: ["", "1", "ÄÖÜ", "99999999999999999999999999999999999999", "B", "-------"] as [Token])
    func `R19 no text that is no number breaks the reckoning`(text: Token) {
        for check in TaxCheck.allCases where check != .none { #expect(!check.passes(text)) }
    }

    @Test(
        arguments: [
            ("IM3720000224", true), ("IN3720000224", false), ("IM37200002", false), ("IM9990000224", false),
            ("IM7920000224", false), ("im3720000224", false), ("IM 3720000224", false),
            ("IM37200002245", false),
            ("EU372022452", false), ("IM5280004321", true),
        ] as [(Token, Bool)])
    func `R19 an IOSS number is IM, a member state and seven digits`(number: Token, isRight: Bool) throws {
        let country = try #require(Country("ES"))
        let problem = shipped.tax.problem(ioss: number, taxID: Token(), to: country)
        #expect((problem == nil) == isRight)
        if !isRight {
            #expect(problem?.seen == number)
            #expect(problem?.expected == shipped.tax.ioss.expected)
        }
    }

    @Test(
        arguments: [
            ("ES", "54362315K", true), ("ES", "es-54.362.315-k", true), ("ES", "54362315L", false),
            ("ES", "X5253868R", true), ("ES", "B64717839", false), ("FR", "FR 40 303 265 045", true),
            ("FR", "404833048", true), ("FR", "404833047", false), ("DE", "DE136695976", true),
            ("DE", "36574261809", true), ("DE", "136695978", false), ("NL", "NL 0044.95.445.B01", true),
            ("NL", "111222333", true), ("NL", "DE136695976", false), ("PL", "PL 856-734-62-15", true),
            ("PL", "44051401359", true), ("PL", "44051401358", false), ("SA", "300000000000003", true),
            ("SA", "300000000000004", false), ("SA", "30000000000003", false),
            ("AE", "100123456789003", true),
            ("AE", "10012345678900", false), ("AE", "10012345678900A", false),
        ] as [(String, Token, Bool)])
    func `R19 a consignee's number has its country's form, however it is spaced`(
        country: String, number: Token, isRight: Bool
    ) throws {
        let country = try #require(Country(country))
        let problem = shipped.tax.problem(ioss: Token(), taxID: number, to: country)
        #expect((problem == nil) == isRight)
        if !isRight { #expect(problem?.expected == shipped.tax.consignees[country]?.expected) }
    }

    @Test(arguments: ["ES", "FR", "DE", "NL", "PL", "SA", "AE"])
    func `R19 missing tax data are told with the form wanted, unless the rulebook does not ask`(code: String)
        throws
    {
        let country = try #require(Country(code))
        let problem = try #require(shipped.tax.problem(ioss: Token(), taxID: Token(), to: country))
        #expect(problem.seen.isEmpty)
        #expect(problem.expected.hasPrefix("IM and 10 digits") == !["SA", "AE"].contains(code))
        #expect(problem.expected.utf8.count <= 200)
        var lenient = shipped.tax
        lenient.consignees[country]?.isRequired = false
        #expect(lenient.problem(ioss: Token(), taxID: Token(), to: country) == nil)
        #expect(lenient.problem(ioss: Token(), taxID: "1", to: country) != nil)
    }

    @Test func `R19 where no rule is written nothing is asked`() throws {
        let country = try #require(Country("US"))
        #expect(shipped.tax.problem(ioss: "whatever", taxID: "whatever", to: country) == nil)
    }
}
