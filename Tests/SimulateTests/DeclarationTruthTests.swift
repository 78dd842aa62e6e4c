import Rulebook
import Testing
import Vocabulary

/// What is planted in goods and tax data, held against the shipped rulebook: the truth itself asks no rule.
struct DeclarationTruthTests {
    private let rules = RulebookFile.shipped.rules
    private let orders: [(told: Told, declared: Facts.Declaration)]

    init() throws {
        orders = try Sample.shared.get().orders.compactMap { told, facts in
            guard told.status != "not-applicable" else { return nil }
            return facts.lastDeclared.map { (told, $0) }
        }
    }

    @Test func `R17 a name belongs to its code, except where planned`() throws {
        for (told, it) in orders where !told.anomalies.contains("HS_UNKNOWN") {
            let code = try #require(Token(it.code))
            let isOne = rules.goodsNames.codes(of: it.name).contains(code)
            #expect(isOne != told.anomalies.contains("HS_MISMATCH"), "\(told.id) \(it.name) \(it.code)")
            #expect(!rules.goodsNames.names(of: code).isEmpty, "\(it.code)")
        }
    }

    @Test func `R17 a code is in the nomenclature, except where planned`() {
        for (told, it) in orders {
            let isCode = Token(it.code).map(rules.nomenclature.contains) ?? false
            #expect(isCode != told.anomalies.contains("HS_UNKNOWN"), "\(told.id) \(it.code)")
        }
    }

    @Test func `R17 a name says what the goods are, except where planned`() {
        for (told, it) in orders {
            #expect(rules.vagueNames.contains(it.name) == told.anomalies.contains("VAGUE_NAME"), "\(it.name)")
        }
    }

    @Test func `R19 tax data have the destination's form, except where planned`() throws {
        for (told, it) in orders {
            let country = try #require(Country(told.country))
            let (ioss, taxID) = (try #require(Token(it.ioss)), try #require(Token(it.taxID)))
            let problem = rules.tax.problem(ioss: ioss, taxID: taxID, to: country)
            #expect((problem != nil) == told.anomalies.contains("TAX_ID"), "\(told.id) \(it.ioss)\(it.taxID)")
        }
        let wrong = Set(orders.filter { $0.told.scenario == "tax-wrong" }.map(\.told.country))
        #expect(wrong.contains("ES") && !wrong.isDisjoint(with: ["SA", "AE"]), "both kinds occur: \(wrong)")
    }
}
