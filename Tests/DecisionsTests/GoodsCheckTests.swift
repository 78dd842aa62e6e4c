import Rulebook
import Testing
import Vocabulary

@testable import Decisions

/// R17: what names and codes of goods are taken, and what is said of the others.
struct GoodsCheckTests {
    private func verdict(
        _ goods: [Good], to country: String = "ES", under rules: Rulebook = RulebookFile.shipped.rules
    ) throws -> Validated {
        var world = World(rules: rules)
        world.take(bound(), at: at("2024-04-06T02:00:00Z"))
        let phone: Token = country == "FR" ? "+33612345678" : "+34612345678"
        world.take(
            try declared(to: country, phone: phone) {
                $0.goods = goods
                if ["SA", "AE"].contains(country) { $0.taxID = "300000000000003" }
            }, at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        let verdict = world.verdict()
        return try #require(verdict)
    }

    private func good(_ name: String, _ code: Token) -> Good { Good(englishName: name, hsCode: code) }

    @Test(
        arguments: [
            ("phone case", "392690"), ("  Phone   CASE ", "39269097"), ("Plastic Phone Case", "392690909012"),
            ("toy car", "950300"), ("men's cotton trousers", "620342"),
            // The map has no names for these: a word of the description is enough.
            ("live horse", "010129"), ("golf clubs", "950631"),
        ] as [(String, Token)])
    func `R17 a name that belongs to its code passes however it is cased and spaced`(
        name: String, code: Token
    )
        throws
    {
        let verdict = try verdict([good(name, code)])
        #expect(verdict.verdict == .pass)
        #expect(verdict.findings.isEmpty)
    }

    @Test func `R17 a name of another code blocks, with the names for the code and the codes for the name`()
        throws
    {
        let verdict = try verdict([good("Toy  Car", "39269097")])
        #expect(verdict.verdict == .intercepted)
        #expect(
            verdict.findings == [
                Finding(
                    .hsMismatch, evidence: "Toy Car / 39269097",
                    fix:
                        "392690: phone case, plastic phone case, plastic storage hook; Toy Car: 950300 (toy car)"
                )
            ])
    }

    @Test(
        arguments: [
            "999999", "392691", "39269", "3926901234567", "39269a", "", "３９２６９０", "3926 90",
        ] as [Token])
    func `R17 a code that is not one of 6 to 12 digits in the nomenclature blocks, with codes for the name`(
        code: Token
    ) throws {
        let verdict = try verdict([good("phone case", code)])
        #expect(verdict.verdict == .intercepted)
        #expect(
            verdict.findings == [
                Finding(.hsUnknown, evidence: "phone case / \(code)", fix: "phone case: 392690 (phone case)")
            ])
    }

    @Test(arguments: [(.warning, .pass), (.blocking, .intercepted), (nil, .pass)] as [(Severity?, Verdict)])
    func `R17 a name unlike its code's description is as heavy as the rulebook says`(
        severity: Severity?, expected: Verdict
    ) throws {
        var rules = RulebookFile.shipped.rules
        rules.nomenclature.unlikeDescription = severity
        let verdict = try verdict([good("toy car", "010129")], under: rules)
        #expect(verdict.verdict == expected)
        #expect(verdict.findings.map(\.severity) == [severity].compactMap(\.self))
        #expect(
            verdict.findings.allSatisfy { $0.code == .hsMismatch && $0.fix == "toy car: 950300 (toy car)" })
    }

    @Test(arguments: [("ES", Verdict.intercepted), ("SA", .pass)])
    func `R17 a vague name is a finding of its own, heavy by destination`(country: String, expected: Verdict)
        throws
    {
        // The last rule of the numbering plan is Spain's; a Saudi number is none of it.
        var rules = RulebookFile.shipped.rules
        rules.phone.general = .warning
        let verdict = try verdict([good("Gifts!", "010129")], to: country, under: rules)
        #expect(verdict.verdict == expected)
        let vague = verdict.findings.filter { $0.code == .vagueName }
        #expect(
            vague == [
                Finding(.vagueName, country == "ES" ? .blocking : .warning, evidence: "Gifts! / 010129")
            ])
        #expect(verdict.findings.contains { $0.code == .hsMismatch && $0.severity == .warning })
    }

    @Test func `R17 each code is found once for a declaration, with the worst line as evidence`() throws {
        let verdict = try verdict([
            good("toy car", "010129"), good("phone case", "392690"), good("toy car", "392690"),
            good("earphones", "392690"), good("x", "1"),
        ])
        #expect(verdict.findings.map(\.code) == [.hsMismatch, .hsUnknown])
        #expect(verdict.findings[0].severity == .blocking)
        #expect(verdict.findings[0].evidence == "toy car / 392690; 2 more lines")
        #expect(verdict.findings[1].evidence == "x / 1")
    }

    @Test func `R17 what is said fits on the wire, however long the name`() throws {
        for name in [String(repeating: "phone ", count: 33), String(repeating: "长", count: 66)] {
            for finding in try verdict([good(name, "392690"), good(name + "!", "392690")]).findings {
                #expect(finding.evidence.utf8.count <= 200 && finding.fix.utf8.count <= 200)
                #expect(finding.evidence.hasSuffix("… / 392690; 1 more line"))
            }
        }
    }

    @Test func `R17 a declaration without goods has none that could be wrong`() throws {
        #expect(try verdict([]).verdict == .pass)
    }

    @Test func `R21 corrected goods are judged again and accept the number that waits`() throws {
        var world = World()
        world.take(bound(), at: at("2024-04-06T02:00:00Z"))
        world.take(try declared { $0.goods[0].englishName = "toy car" }, at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.hsMismatch])
        world.take(try declared(), at: at("02:20:00"))
        #expect(world.verdict()?.verdict == .pass)
        #expect(world.verdict()?.firstAcceptedAt == at("02:20:00"))
    }
}

/// What was judged before is not judged again, and not held for ever.
struct GoodsMemoryTests {
    private func withKey<Result>(_ text: String, _ body: (RawSpan) -> Result) -> Result {
        let bytes = Array(text.utf8)
        return unsafe body(bytes.span.bytes)
    }

    @Test func `what was said of a name is remembered to the byte`() {
        var memory = GoodsMemory()
        let faults = [Finding(.hsUnknown, evidence: "a"), Finding(.vagueName)]
        for text in ["a", "phone case", "phone casf", "phone case of plastic"] {
            #expect(withKey(text) { memory.faults(of: $0) } == nil)
            withKey(text) { memory.keep(text == "a" ? faults : [], of: $0) }
        }
        #expect(withKey("a") { memory.faults(of: $0) } == faults)
        #expect(withKey("phone case") { memory.faults(of: $0) } == [])
        #expect(withKey("phone cas") { memory.faults(of: $0) } == nil)
    }

    @Test(arguments: [(16, false), (16, true), (200, false)])
    func `it is bounded, whatever fills it`(bytes: Int, isWrong: Bool) {
        var memory = GoodsMemory()
        for number in 0..<(GoodsMemory.capacity * 2 + 5) {
            let text = String(repeating: "x", count: bytes - 6) + String(100_000 + number)
            withKey(text) { memory.keep(isWrong ? [Finding(.hsUnknown)] : [], of: $0) }
            #expect(memory.count <= (isWrong ? GoodsMemory.faultCapacity : GoodsMemory.capacity))
            #expect(memory.count * bytes <= GoodsMemory.byteCapacity)
            #expect(withKey(text) { memory.faults(of: $0)?.count } == (isWrong ? 1 : 0))
        }
    }
}
