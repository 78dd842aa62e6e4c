import Rulebook
import Testing
import Vocabulary

/// A bound seller with one declared order, handed over at 02:00.
private func ready(_ declaration: Payload? = nil) throws -> World {
    var world = World()
    world.take(bound(), at: at("2024-04-06T02:00:00Z"))
    world.take(try declaration ?? declared(), at: at("00:00:00"))
    world.take(handedOver(), at: at("02:00:00"))
    return world
}

struct UploadCheckTests {
    @Test func `R13 a good number passes and is routed to the named line's first hub`() throws {
        var world = try ready()
        let said = world.take(uploaded(), at: at("03:00:00"))
        #expect(said.map(\.type) == [.validated, .routed])
        #expect(world.verdict()?.verdict == .pass)
        #expect(world.verdict()?.status == .compliant)
        #expect(world.verdict()?.acceptedNumber == "LP00612345678901")
        guard case .routed(let route) = said[1] else { return }
        #expect(route.line == "cainiao-standard")
    }

    @Test func `R7 a provider that is not certified is the only finding`() throws {
        var world = World()
        world.take(try declared(provider: "acme-express"), at: at("00:00:00"))
        world.take(uploaded(provider: "acme-express"), at: at("03:00:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.providerNotCertified])
        #expect(world.verdict()?.verdict == .intercepted)
    }

    @Test func `R7 a certification from outside counts from its time on`() throws {
        var world = try ready()
        world.take(.providerCertified(ProviderCertified(provider: "acme")), at: at("02:30:00"))
        world.take(bound("acme"), at: at("00:00:00"))
        world.take(uploaded(provider: "acme"), at: at("02:29:59.999"))
        #expect(world.verdict()?.findings.map(\.code) == [.providerNotCertified])
        world.take(uploaded(provider: "acme"), at: at("02:30:00"))
        #expect(world.verdict()?.verdict == .pass)
    }

    @Test func `R8 an unbound seller is intercepted, and a binding before the check is enough`() throws {
        var world = World()
        world.take(try declared(), at: at("00:00:00"))
        world.take(uploaded(), at: at("03:00:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.providerNotBound])
        world.take(bound(), at: at("03:10:00"))
        world.take(uploaded(), at: at("03:10:00"))
        #expect(world.verdict()?.status == .compliant)
        #expect(world.verdict()?.firstAcceptedAt == at("03:10:00"))
    }

    @Test func `R8 a binding withdrawn before the upload does not count`() throws {
        var world = try ready()
        world.take(
            .providerUnbound(ProviderUnbound(sellerID: store, provider: "cainiao")), at: at("02:50:00"))
        world.take(uploaded(), at: at("03:00:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.providerNotBound])
    }

    @Test func `R14 the same upload again changes nothing`() throws {
        var world = try ready()
        world.take(uploaded(), at: at("02:10:00"))
        let again = world.take(uploaded(), at: at("02:20:00"))
        #expect(again.map(\.type) == [.validated])
        #expect(world.verdict()?.verdict == .pass)
        #expect(world.verdict()?.firstAcceptedAt == at("02:10:00"))
    }

    @Test func `R14 another account is a duplicate and the order stays compliant`() throws {
        var world = try ready()
        world.take(uploaded(), at: at("02:10:00"))
        world.take(uploaded(by: "mabang-7"), at: at("02:20:00"))
        #expect(world.verdict()?.verdict == .intercepted)
        #expect(world.verdict()?.findings.map(\.code) == [.duplicateNumber])
        #expect(world.verdict()?.status == .compliant)
        #expect(world.verdict()?.open.map(\.code) == [.duplicateNumber])
    }

    @Test func `R14 another order's number is a conflict, however it is spelt`() throws {
        var world = try ready()
        world.take(uploaded(), at: at("02:10:00"))
        world.take(try declared("8190000000000002"), at: at("00:00:00"))
        world.take(uploaded("lp00612345678901", for: "8190000000000002"), at: at("02:20:00"))
        let verdict = world.verdict(on: "8190000000000002")
        #expect(verdict?.findings.map(\.code) == [.numberConflict])
        #expect(verdict?.findings.first?.evidence == order.text)
    }

    @Test(arguments: [(Int64(364), FindingCode?.some(.numberConflict)), (Int64(367), nil)])
    func `R14 a number is free again after the reuse window`(days: Int64, expected: FindingCode?) throws {
        var world = try ready()
        world.take(uploaded(), at: at("02:10:00"))
        let later = at("02:10:00") + .days(days)
        world.take(try declared("8190000000000002"), at: later - .hours(2))
        world.take(uploaded(for: "8190000000000002"), at: later)
        #expect(world.verdict(on: "8190000000000002")?.findings.first?.code == expected)
    }

    @Test func `R15 a voided number is refused to its own order and to every other`() throws {
        var world = try ready()
        world.take(uploaded(), at: at("02:10:00"))
        world.take(voided(), at: at("02:20:00"))
        #expect(world.verdict()?.status == .awaitingNumber)
        world.take(uploaded(), at: at("02:30:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.voidedNumber])
        world.take(try declared("8190000000000002"), at: at("00:00:00"))
        world.take(uploaded(for: "8190000000000002"), at: at("02:40:00"))
        #expect(world.verdict(on: "8190000000000002")?.findings.map(\.code) == [.voidedNumber])
    }

    @Test func `R15 another order cannot void a number it does not hold`() throws {
        var world = try ready()
        world.take(uploaded(), at: at("02:10:00"))
        world.take(voided(for: "8190000000000002"), at: at("02:20:00"))
        world.take(uploaded(), at: at("02:30:00"))
        #expect(world.verdict()?.status == .compliant)
    }

    @Test(arguments: [("RR473124829CN", FindingCode?.none), ("LT123456789CN", .numberFormat)])
    func `R16 S10 numbers are judged by their check digit`(number: String, expected: FindingCode?) throws {
        var world = try ready(declared(provider: "yanwen"))
        world.take(bound("yanwen"), at: at("00:00:00"))
        let token = try #require(Token(number))
        world.take(uploaded(TrackingNumber(token), provider: "yanwen"), at: at("03:00:00"))
        #expect(world.verdict()?.findings.first?.code == expected)
    }

    @Test func `R18 a phone without prefix is intercepted with the number to write`() throws {
        var world = try ready(declared(phone: "912345678"))
        world.take(uploaded(), at: at("03:00:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.phoneFormat])
        #expect(world.verdict()?.findings.first?.fix == "+34912345678")
        #expect(world.verdict()?.findings.first?.evidence == "912345678")
    }

    @Test func `R18 no phone at all is intercepted too`() throws {
        var world = try ready(declared(phone: nil))
        world.take(uploaded(), at: at("03:00:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.phoneFormat])
    }

    @Test func `R20 two boxes are intercepted`() throws {
        var world = try ready(declared(boxes: 2))
        world.take(uploaded(), at: at("03:00:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.multiBox])
    }

    @Test func `R20 a second number is refused and the first stays`() throws {
        var world = try ready()
        world.take(uploaded(), at: at("02:10:00"))
        world.take(uploaded("LP00612345678902"), at: at("02:20:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.multiBox])
        #expect(world.verdict()?.acceptedNumber == "LP00612345678901")
        #expect(world.verdict()?.status == .compliant)
    }

    @Test func `R21 a corrected declaration accepts the waiting number at its own time`() throws {
        var world = try ready(declared(phone: "612345678"))
        world.take(uploaded(), at: at("02:30:00"))
        let said = world.take(try declared(), at: at("03:30:00"))
        #expect(said.map(\.type) == [.validated, .routed])
        #expect(world.verdict()?.firstAcceptedAt == at("03:30:00"))
        #expect(world.verdict()?.open == [])
    }

    @Test func `R21 after voiding the order waits, and the first acceptance still counts`() throws {
        var world = try ready()
        world.take(uploaded(), at: at("02:10:00"))
        world.take(voided(), at: at("03:40:00"))
        world.take(uploaded("LP00612345678902"), at: at("05:20:00"))
        #expect(world.verdict()?.status == .compliant)
        #expect(world.verdict()?.firstAcceptedAt == at("02:10:00"))
        #expect(world.verdict()?.acceptedNumber == "LP00612345678902")
    }

    @Test func `an upload before its declaration waits and is then accepted at its own time`() throws {
        var world = World()
        world.take(bound(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:30:00"))
        #expect(world.verdict()?.verdict == .pending)
        #expect(world.verdict()?.findings.map(\.code) == [.notDeclared])
        world.take(try declared(), at: at("00:00:00"))
        #expect(world.verdict()?.status == .compliant)
        #expect(world.verdict()?.firstAcceptedAt == at("02:30:00"))
    }
}
