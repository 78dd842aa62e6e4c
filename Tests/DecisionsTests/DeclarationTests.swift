import Testing
import Vocabulary

@testable import Decisions

/// What the gate keeps of a declaration: every field that a rule asks for, in few bytes.
struct DeclarationTests {
    private func declaration(
        _ position: UInt64 = 7, _ change: (inout OrderDeclared) -> Void
    ) throws -> Declaration {
        var it = OrderDeclared(orderID: order, sellerID: store, country: try #require(Country("PL")))
        change(&it)
        let terms = DeclaredTerms(
            it, time: at("00:00:00"), position: Position(position), category: Name(id: 1),
            provider: Name(id: 2),
            line: Name(id: 3))
        return Declaration(terms: terms, texts: DeclaredTexts(it))
    }

    private func good(_ name: String, _ code: Token, _ quantity: Int32 = 1) -> Good {
        Good(englishName: name, hsCode: code, quantity: quantity)
    }

    @Test func `a declaration keeps weight, size, incoterm, traits and all texts`() throws {
        let names = ["phone case", String(repeating: "长", count: 66), ""]
        let kept = try declaration {
            $0.goods = [good(names[0], "392690", 3), good(names[1], "85183000", .max), good(names[2], "")]
            $0.weight = Grams(350)
            $0.dimensions = Dimensions(length: 200, width: 120, height: 40)
            $0.incoterm = .ddp
            $0.magnetic = true
            $0.largeFurniture = true
            $0.recipientPhone = "+48512345678"
            $0.taxID = "PL 8567346215"
            $0.ioss = Token(String(repeating: "9", count: Token.capacity))
        }
        #expect(kept.terms.weight == Grams(350))
        #expect(kept.terms.dimensions == Dimensions(length: 200, width: 120, height: 40))
        #expect(kept.terms.incoterm.value == .ddp)
        #expect(kept.terms.traits == [.magnetic, .largeFurniture])
        #expect(
            (kept.terms.category, kept.terms.provider, kept.terms.line) == (
                Name(id: 1), Name(id: 2), Name(id: 3)
            ))
        #expect(kept.texts.phone == "+48512345678")
        #expect(kept.texts.taxID == "PL 8567346215")
        #expect(kept.texts.ioss.count == Token.capacity)
        #expect(kept.texts.goods.map(\.name) == names)
        #expect(kept.texts.goods.map(\.code) == ["392690", "85183000", ""])
        #expect(kept.texts.goods.map(\.quantity) == [3, .max, 1])
    }

    @Test func `what was not declared is nil or empty`() throws {
        let kept = try declaration { _ in }
        #expect(kept.terms.weight == nil)
        #expect(kept.terms.dimensions == nil)
        #expect(kept.terms.incoterm.value == nil)
        #expect(kept.texts.phone.isEmpty && kept.texts.taxID.isEmpty && kept.texts.ioss.isEmpty)
        #expect(Array(kept.texts.goods).isEmpty)
    }

    @Test(arguments: [("phone case", "392690", 2, true), ("phone cas", "e392690", 1, false)])
    func `goods are judged by name and code alone`(name: String, code: Token, quantity: Int32, same: Bool)
        throws
    {
        let kept = try declaration { $0.goods = [good("phone case", "392690"), good(name, code, quantity)] }
        let keys = kept.texts.goods.map { $0.withKey { key in key.byteOffsets.map(byte(key)) } }
        #expect((keys[0] == keys[1]) == same)
    }

    private func byte(_ key: RawSpan) -> (Int) -> UInt8 {
        let bytes = key.byteOffsets.map { unsafe key.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
        return { bytes[$0] }
    }

    @Test func `an order comes back from the cold with all of its declaration`() throws {
        var state = OrderState(order)
        let first = try declaration {
            $0.goods = [good("phone case", "392690", 2)]
            $0.recipientPhone = "+48512345678"
            $0.ioss = "IM3720000224"
            $0.weight = Grams(510)
        }
        state.add(first, recordedAt: at("00:00:01"))
        state.add(try declaration(8) { $0.incoterm = .ddu }, recordedAt: at("00:00:02"))
        var requests: [(Token, ExemptionCase)] = []
        var waits: [Bool] = []
        let back = try #require(
            unsafe state.bytes(asking: [], waiting: []).withUnsafeBytes {
                unsafe OrderState($0, asking: &requests, waiting: &waits)
            })
        #expect(back.declarations.map(\.texts.bytes) == state.declarations.map(\.texts.bytes))
        #expect(back.declarations.map(\.terms.weight) == [Grams(510), nil])
        #expect(back.declarations.map(\.terms.incoterm.value) == [nil, .ddu])
        #expect(back.declarations.map(\.position) == [Position(7), Position(8)])
    }

    @Test func `a declaration of one line is held in seventy-two bytes and sixty-four of texts`() throws {
        #expect(MemoryLayout<Declaration>.stride <= 72)
        let kept = try declaration {
            $0.goods = [good("plastic phone case", "392690")]
            $0.recipientPhone = "+34612345678"
            $0.ioss = "IM3720000224"
        }
        #expect(kept.texts.bytes.count <= 64)
    }
}
