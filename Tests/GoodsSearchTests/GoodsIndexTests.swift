import GoodsSearch
import Rulebook
import Testing
import Vocabulary

struct GoodsIndexTests {
    private static let rules = RulebookFile.shipped.rules
    private static let index = Result {
        try GoodsIndex(
            names: rules.goodsNames.rows.map { GoodsEntry(code: $0.code.text, text: $0.name) },
            descriptions: rules.nomenclature.rows.map { GoodsEntry(code: $0.code, text: $0.description) })
    }

    private func codes(_ name: String, atMost limit: Int = 3) throws -> [GoodsEntry] {
        try Self.index.get().codes(for: Self.rules.nomenclature.words(of: name), atMost: limit)
    }

    @Test(arguments: [
        ("toy car", "950300", "toy car"), ("toys for cars", "950300", "toy car"),
        ("wooden bed frames", "940350", "wooden bed frame"), ("phnoe cases", "392690", "phone case"),
        ("earphonse", "851830", "earphones"),
    ])
    func `R17 the nearest code for a name is that of the nearest name in the map`(
        name: String, code: String, found: String
    ) throws {
        #expect(try codes(name).first == GoodsEntry(code: code, text: found))
    }

    @Test(arguments: [
        ("live horses", "0101"), ("frozen trout", "0303"), ("violin", "9202"), ("playing cards", "9504"),
    ])
    func `R17 goods that the map does not know are found by the nomenclature`(name: String, heading: String)
        throws
    {
        #expect(try codes(name, atMost: 8).contains { $0.code.hasPrefix(heading) })
    }

    @Test(arguments: ["", "礼物", "qqqqqqqq", "\"", "a OR b NOT (", "of the and"])
    func `R17 a name that is like nothing finds nothing and breaks nothing`(name: String) throws {
        #expect(try codes(name).isEmpty)
    }

    @Test func `R17 a code is suggested once, and no more of them than are wanted`() throws {
        let found = try codes("cotton", atMost: 5)
        #expect(found.count == 5)
        #expect(Set(found.map(\.code)).count == 5)
    }

    @Test func `R17 of a code's names the nearest comes first, the others follow`() throws {
        let index = try Self.index.get()
        #expect(
            try index.names(of: "392690", near: ["hook"], atMost: 4)
                == ["plastic storage hook", "phone case", "plastic phone case"])
        #expect(
            try index.names(of: "392690", near: ["zebra"], atMost: 2) == ["phone case", "plastic phone case"])
        #expect(try index.names(of: "010121", near: ["horse"], atMost: 2).isEmpty)
    }

    @Test func `R17 the same question has the same answer in another index`() throws {
        let other = try GoodsIndex(
            names: Self.rules.goodsNames.rows.map { GoodsEntry(code: $0.code.text, text: $0.name) },
            descriptions: Self.rules.nomenclature.rows.map { GoodsEntry(code: $0.code, text: $0.description) }
        )
        for row in Self.rules.nomenclature.rows.prefix(400) {
            let words = Self.rules.nomenclature.words(of: row.description)
            #expect(try codes(row.description, atMost: 6) == other.codes(for: words, atMost: 6))
        }
    }
}
