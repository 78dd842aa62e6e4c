import Decisions
import Rulebook
import Testing
import Vocabulary

/// R19: what tax data let a parcel go.
struct TaxCheckTests {
    private func verdict(
        to country: String, ioss: Token?, taxID: Token?, under rules: Rulebook = RulebookFile.shipped.rules
    ) throws -> Validated {
        var world = World(rules: rules)
        world.take(bound(), at: at("2024-04-06T02:00:00Z"))
        world.take(
            try declared(to: country, phone: country == "FR" ? "+33612345678" : "+34612345678") {
                $0.ioss = ioss
                $0.taxID = taxID
            }, at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        let verdict = world.verdict()
        return try #require(verdict)
    }

    @Test(
        arguments: [
            ("ES", "IM3720000224", nil), ("ES", nil, "54362315K"), ("FR", nil, "FR40303265045"),
            // The seller's number is what counts; the consignee's beside it is not looked at.
            ("ES", "IM3720000224", "nonsense"),
        ] as [(String, Token?, Token?)])
    func `R19 an IOSS number or the consignee's number lets a parcel into the Union`(
        country: String, ioss: Token?, taxID: Token?
    ) throws {
        #expect(try verdict(to: country, ioss: ioss, taxID: taxID).verdict == .pass)
    }

    @Test(
        arguments: [
            ("ES", "IN3720000224", nil, "IN3720000224", "IM and 10 digits"),
            // A wrong number of the seller is not made good by the consignee's.
            ("ES", "IN3720000224", "54362315K", "IN3720000224", "IM and 10 digits"),
            ("ES", nil, "54362315L", "54362315L", "NIF, NIE or CIF"),
            ("ES", nil, nil, "", "IM and 10 digits"),
            ("FR", nil, "404833047", "404833047", "TVA"),
        ] as [(String, Token?, Token?, String, String)])
    func `R19 wrong or missing tax data block, with the form wanted`(
        country: String, ioss: Token?, taxID: Token?, seen: String, wanted: String
    ) throws {
        let verdict = try verdict(to: country, ioss: ioss, taxID: taxID)
        #expect(verdict.verdict == .intercepted)
        #expect(verdict.findings.map(\.code) == [.taxID])
        #expect(verdict.findings.map(\.evidence) == [seen])
        #expect(verdict.findings.allSatisfy { $0.fix.hasPrefix(wanted) && $0.fix.utf8.count <= 200 })
    }

    @Test(
        arguments: [
            ("SA", "300000000000003", true), ("SA", "300000000000001", false),
            ("AE", "100000000000003", true),
        ]
            as [(String, Token, Bool)])
    func `R19 in the Gulf fifteen digits are asked for and no IOSS number helps`(
        country: String, number: Token, isRight: Bool
    ) throws {
        var rules = RulebookFile.shipped.rules
        rules.phone.general = .warning
        let right = try verdict(to: country, ioss: nil, taxID: number, under: rules)
        #expect(right.findings.contains { $0.code == .taxID } == !isRight)
        let ioss = try verdict(to: country, ioss: "IM3720000224", taxID: nil, under: rules)
        #expect(ioss.findings.contains { $0.code == .taxID })
    }

    @Test func `R19 whether the number must be given, and how heavily it weighs, are the rulebook's`() throws
    {
        let spain = try #require(Country("ES"))
        var rules = RulebookFile.shipped.rules
        rules.tax.consignees[spain]?.severity = .warning
        let warned = try verdict(to: "ES", ioss: nil, taxID: nil, under: rules)
        #expect(warned.verdict == .pass)
        #expect(warned.findings.map(\.severity) == [.warning])
        rules.tax.consignees[spain]?.isRequired = false
        #expect(try verdict(to: "ES", ioss: nil, taxID: nil, under: rules).findings.isEmpty)
    }
}
