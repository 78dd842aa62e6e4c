import Decisions
import Testing
import Vocabulary

/// Who holds a number, and who may ship: what must not depend on who else says what, and when.
struct HeldNumberTests {
    /// The first order of the store, compliant, and another one that is going to `country`.
    private func ready(otherTo country: String) throws -> World {
        var world = World()
        world.take(bound(), at: at("2024-04-06T02:00:00Z"))
        world.take(try declared(), at: at("00:00:00"))
        world.take(try declared("2", to: country), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        return world
    }

    @Test func `R21 an order that no rule concerns takes the number of nobody`() throws {
        var world = try ready(otherTo: "US")
        world.take(uploaded(for: "2"), at: at("02:20:00"))
        // Judged again, the holder still holds it.
        #expect(world.take(handedOver(), at: at("02:30:00")) == [])
        #expect(world.verdict()?.status == .compliant)
        // And a third order is told who does.
        world.take(try declared("3"), at: at("00:00:00"))
        world.take(uploaded(for: "3"), at: at("02:40:00"))
        #expect(world.verdict(on: "3")?.findings.map(\.evidence) == [order.text])
    }

    @Test func `an order that left memory waits for its provider as one that stayed`() throws {
        var stories: [[Payload]] = []
        for leaves in [false, true] {
            var world = World()
            world.take(uploaded(), at: at("02:10:00"))
            world.take(.lost(Lost(orderID: order)), at: at("02:11:00"))
            world.take(bound(), at: at("01:00:00"))
            if leaves { world.bringBack(try #require(world.forget()[order])) }
            world.take(try declared(phone: "912345678"), at: at("00:00:00"))
            world.take(
                .providerUnbound(ProviderUnbound(sellerID: store, provider: "cainiao")), at: at("02:00:00"))
            // Too late for the upload, but the order hears of it, and of what came before.
            stories.append(world.take(bound(), at: at("02:20:00")))
        }
        #expect(stories[0] == stories[1])
        #expect(!stories[0].isEmpty)
    }

    @Test func `an order that comes back to memory takes the number of nobody`() throws {
        var world = try ready(otherTo: "ES")
        // Not its number: nothing is voided.
        world.take(voided(for: "2"), at: at("02:20:00"))
        world.take(.delivered(Delivered(orderID: "2")), at: at("09:00:00"))
        let shelf = world.forget()
        world.bringBack(try #require(shelf["2"]))
        world.take(try declared("3"), at: at("00:00:00"))
        world.take(uploaded(for: "3"), at: at("02:40:00"))
        #expect(world.verdict(on: "3")?.findings.map(\.code) == [.numberConflict])
        #expect(world.take(handedOver(), at: at("02:30:00")) == [])
    }

    @Test func `an order that nobody speaks of leaves memory with its number and comes back as it was`()
        throws
    {
        var world = try ready(otherTo: "ES")
        #expect(world.forgetIdle() == 2)
        #expect(world.state.openOrders == 0)
        // Named by a fact that moves nothing.
        world.take(.complained(Complained(orderID: order)), at: at("02:35:00"))
        #expect(world.state.openOrders == 1)
        world.take(try declared("3"), at: at("00:00:00"))
        world.take(uploaded(for: "3"), at: at("02:40:00"))
        #expect(world.verdict(on: "3")?.findings.map(\.evidence) == [order.text])
        #expect(world.take(handedOver(), at: at("02:30:00")) == [])
    }

    @Test func `an order stays in memory while its clock runs`() throws {
        var world = World(now: at("02:00:00"))
        world.take(try declared(), at: at("00:00:00"))
        world.take(handedOver(), at: at("02:00:00"))
        #expect(world.forgetIdle() == 0)
        world.wait(until: at("05:00:00"))
        #expect(world.mark() == .missingUpload)
        #expect(world.forgetIdle() == 1)
    }

    @Test func `a binding brings an order back that it may free without naming it`() throws {
        var world = World()
        world.take(try declared(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.verdict()?.status == .intercepted)
        #expect(world.forgetIdle() == 1)
        world.take(bound(), at: at("00:00:00"))
        #expect(world.verdict()?.status == .compliant)
        #expect(world.forgetIdle() == 1)
    }

    @Test func `R15 a voided number sent again is named so beside a bound one, too`() throws {
        var world = try ready(otherTo: "ES")
        world.take(voided(), at: at("02:20:00"))
        world.take(uploaded("LP00612345678902"), at: at("02:30:00"))
        world.take(uploaded(), at: at("02:40:00"))
        #expect(Set(world.verdict()?.findings.map(\.code) ?? []) == [.multiBox, .voidedNumber])
        #expect(world.verdict()?.acceptedNumber == "LP00612345678902")
    }

    @Test(arguments: [("02:30:00", ComplianceStatus.compliant), ("02:00:00", .intercepted)])
    func `R21 two boxes seen after the upload was accepted leave the order compliant`(
        handover: String, status: ComplianceStatus
    ) throws {
        var world = try ready(otherTo: "ES")
        world.take(handedOver(boxes: 2), at: at(handover))
        #expect(world.verdict()?.status == status)
        #expect(world.verdict()?.open.map(\.code) == [.multiBox])
        #expect(world.verdict()?.firstAcceptedAt == (status == .compliant ? at("02:10:00") : nil))
    }

    @Test(arguments: [true, false])
    func `R7 a certification renewed before its end outlives it`(renewedFirst: Bool) throws {
        let first = certified(until: at("2024-05-06T02:00:00Z"))
        let renewal = certified(until: at("2025-01-01T00:00:00Z"))
        var said = [(first, at("2024-01-01T00:00:00Z")), (renewal, at("2024-04-01T00:00:00Z"))]
        if renewedFirst { said.reverse() }
        var world = World()
        for (payload, time) in said { world.take(payload, at: time) }
        world.take(bound("newcomer"), at: at("00:00:00"))
        world.take(try declared(provider: "newcomer"), at: at("00:00:00"))
        world.take(uploaded(provider: "newcomer"), at: at("02:10:00"))
        #expect(world.verdict()?.findings.map(\.code).contains(.providerNotCertified) == false)
    }

    @Test func `R7 a certification that was not renewed ends`() throws {
        var world = World()
        world.take(certified(until: at("2024-05-06T02:00:00Z")), at: at("2024-01-01T00:00:00Z"))
        world.take(bound("newcomer"), at: at("00:00:00"))
        world.take(try declared(provider: "newcomer"), at: at("00:00:00"))
        world.take(uploaded(provider: "newcomer"), at: at("02:00:00"))
        #expect(world.verdict()?.findings.map(\.code).contains(.providerNotCertified) == true)
    }

    @Test func `R24 a publisher without a trusted clock cannot date its correction back`() throws {
        var world = World(now: at("05:00:00"))
        world.take(bound(), at: at("00:00:00"))
        world.take(try declared(phone: "612345678"), at: at("00:00:00"))
        world.take(handedOver(), at: at("02:00:00"))
        world.take(uploaded(), at: at("02:30:00"))
        world.take(try declared(), at: at("02:20:00"), trusted: false)
        #expect(world.verdict()?.firstAcceptedAt == at("05:00:00"))
    }

    private func certified(until: Instant) -> Payload {
        var it = ProviderCertified(provider: "newcomer")
        it.until = until
        return .providerCertified(it)
    }
}

struct LateProviderFactTests {
    /// Bound, declared and uploaded in time; then the binding turns out to have been withdrawn before.
    private func accepted() throws -> World {
        var world = World(now: at("12:00:00"))
        world.take(bound(), at: at("2024-04-06T02:00:00Z"))
        world.take(try declared(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.verdict()?.status == .compliant)
        return world
    }

    private var unbound: Payload {
        .providerUnbound(ProviderUnbound(sellerID: store, provider: "cainiao"))
    }

    @Test func `R21 a withdrawal of the binding that arrives late takes no accepted number away`() throws {
        var world = try accepted()
        world.take(unbound, at: at("01:00:00"))
        world.take(handedOver(), at: at("02:00:00"))
        world.take(try declared(), at: at("02:30:00"))
        #expect(world.verdict()?.status == .compliant)
    }

    @Test func `R21 neither does a provider's leaving the list`() throws {
        var world = try accepted()
        world.take(.providerDecertified(ProviderDecertified(provider: "cainiao")), at: at("01:00:00"))
        world.take(handedOver(), at: at("02:00:00"))
        #expect(world.verdict()?.status == .compliant)
    }

    @Test func `a number that is uploaded after the withdrawal is judged by it`() throws {
        var world = try accepted()
        world.take(unbound, at: at("01:00:00"))
        world.take(voided(), at: at("02:20:00"))
        world.take(uploaded("LP00612345678902"), at: at("02:30:00"))
        #expect(world.verdict()?.findings.map(\.code) == [.providerNotBound])
    }

    @Test func `a binding that arrives late frees the seller's own orders and nobody else's`() throws {
        var world = World(now: at("12:00:00"))
        world.take(try declared(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        let other = ProviderBound(sellerID: "store-2", provider: "cainiao")
        #expect(world.take(.providerBound(other), at: at("00:00:00")).isEmpty)
        #expect(world.verdict()?.status == .intercepted)
        #expect(!world.take(bound(), at: at("00:00:00")).isEmpty)
        #expect(world.verdict()?.status == .compliant)
    }
}
