import Rulebook
import Testing
import Vocabulary

struct NomenclatureTests {
    @Test func `R17 the nomenclature has the six-digit codes of HS 2022`() {
        #expect(shipped.nomenclature.count == 5_612)
        #expect(shipped.nomenclature.rows.count == 5_612)
    }

    @Test(
        arguments: [
            ("392690", true), ("010121", true), ("961900", true), ("999999", false), ("000000", false),
            ("39269", false), ("3926900", false), ("39269a", false), ("", false), ("TOTAL", false),
        ] as [(Token, Bool)])
    func `R17 a code is in the nomenclature or it is not`(code: Token, isKnown: Bool) {
        #expect(shipped.nomenclature.contains(code) == isKnown)
        #expect((shipped.nomenclature.description(of: code) != nil) == isKnown)
    }

    @Test(
        arguments: [
            ("010121", "Horses; live, pure-bred breeding animals"),
            ("010129", "Horses; live, other than pure-bred breeding animals"),
            ("392690", "Plastics; other articles n.e.c. in chapter 39"),
        ] as [(Token, String)])
    func `R17 a description that begins with a semicolon has the head of the row above`(
        code: Token, description: String
    ) {
        #expect(shipped.nomenclature.description(of: code) == description)
    }

    @Test func `R17 every code of the map is in the nomenclature`() {
        for row in shipped.goodsNames.rows {
            #expect(shipped.nomenclature.contains(row.code), "\(row.code) \(row.name)")
        }
    }

    @Test(
        arguments: [
            ("live horse", "010129", true), ("HORSES", "010129", true), ("toy car", "010129", false),
            ("other", "010129", false), ("and of the", "010129", false), ("", "010129", false),
            ("horse", "999999", false),
        ] as [(String, Token, Bool)])
    func `R17 a name is like a description when they share a word that says something`(
        name: String, code: Token, isLike: Bool
    ) {
        #expect(shipped.nomenclature.describes(name, by: code) == isLike)
    }
}

struct VagueNameTests {
    @Test(arguments: [
        "gift", " GIFT ", "gifts!", "\"Accessories\"", "general  cargo", "as per invoice", "N/A", "parts",
        "sample",
    ])
    func `R17 a name that says nothing is vague however it is written`(name: String) {
        #expect(shipped.vagueNames.contains(name))
    }

    @Test(arguments: ["gift card holder", "phone case", "", "!", "car parts for brakes", "礼物"])
    func `R17 a name that says more is not`(name: String) {
        #expect(!shipped.vagueNames.contains(name))
    }

    @Test func `R17 no name of the map is vague`() {
        for row in shipped.goodsNames.rows { #expect(!shipped.vagueNames.contains(row.name), "\(row.name)") }
    }

    @Test func `R17 vague names block in the Union, whose list it is, and warn in the Gulf`() throws {
        for code in ["ES", "FR", "DE", "NL", "PL"] {
            #expect(shipped.vagueNames.severity(try #require(Country(code))) == .blocking)
        }
        for code in ["SA", "AE"] {
            #expect(shipped.vagueNames.severity(try #require(Country(code))) == .warning)
        }
    }
}

/// Slips in the parts of the rulebook that judge goods and tax data.
struct BadGoodsTests {
    @Test(arguments: [
        (
            "010130,Asses; live", "10130,Asses; live",
            "hs-2022.csv:4:1: nomenclature.file: `10130` is not an HS code; write six digits, with their leading zeros"
        ),
        (
            "010130,Asses; live", "010121,Asses; live",
            "hs-2022.csv:4:1: nomenclature.file: `010121` stands twice; keep one row"
        ),
        (
            "010130,Asses; live", "010130,",
            "hs-2022.csv:4:1: nomenclature.file: has no description; write what the code is"
        ),
        (
            "  accessories\n", "  Accessories\n  accessories\n",
            "vague-names.csv:3:1: vagueNames.file: `accessories` stands twice; keep one row"
        ),
        (
            "  accessories\n", "  ?!\n",
            "vague-names.csv:2:1: vagueNames.file: `?!` has no letter; write an English name"
        ),
    ])
    func `a slip in a table of goods is told with its line`(passage: String, other: String, said: String)
        throws
    {
        #expect(try problems(of: edited(passage, other)).map(\.description) == [said])
    }

    @Test(arguments: [
        (
            "unlikeDescription: warning", "unlikeDescription: warn",
            "`warn` is unknown; one of off, warning, blocking"
        ),
        (
            "countries: {SA: warning, AE: warning}", "countries: {SB: warning, XX: warning}",
            "is not a country"
        ),
        ("memberStates:\n      [\"040\"", "memberStates:\n      [\"40\"", "`40` is not a country's number"),
        ("pattern: \"IM#{10}\"", "pattern: \"IM##\"", "`IM##` has no room for a member state"),
        ("pattern: \"IM#{10}\"", "pattern: \"IM%{10}\"", "`IM%{10}` is not a pattern"),
        ("check: es-nif", "check: es-nie", "did you mean `es-nif`?"),
        ("      required: true\n", "      required: yes\n", "`yes` is neither true nor false"),
        (
            "expected: NIF, NIE or CIF with",
            "expected: NIF, NIE or CIF, whichever of them the consignee may happen to have, always with",
            "write at most 96: a finding quotes it"
        ),
    ])
    func `a slip in the rules for goods and tax data is told`(passage: String, other: String, said: String)
        throws
    {
        let found = try problems(of: edited(passage, other)).map(\.description)
        #expect(found.count == 1 && found[0].contains(said), "\(found)")
    }
}
