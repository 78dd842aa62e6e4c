import Rulebook
import Testing
import Vocabulary

/// What the gate says of an order's fee, and when (R27).
struct FeeTests {
    /// A bound seller.
    private func ready(_ rules: Rulebook = RulebookFile.shipped.rules) -> World {
        var world = World(rules: rules)
        world.take(bound(), at: at("2024-04-06T02:00:00Z"))
        return world
    }

    private func weighed(
        _ grams: Int32, _ id: OrderID = order, to country: String = "ES",
        _ change: (inout OrderDeclared) -> Void = { _ in }
    ) throws -> Payload {
        guard case .orderDeclared(var it) = try declared(id, to: country) else { return try declared() }
        it.weight = Grams(grams)
        change(&it)
        return .orderDeclared(it)
    }

    @Test func `R27 the fee is said when the number is accepted and its line known`() throws {
        var world = ready()
        let before = world.take(
            try weighed(250) {
                $0.battery = true
                $0.incoterm = .ddp
            }, at: at("00:00:00"))
        #expect(!before.contains { $0.type == .feeAssessed })
        world.take(handedOver(), at: at("02:00:00"))
        let said = world.take(uploaded(), at: at("02:10:00"))
        #expect(said.map(\.type) == [.validated, .routed, .feeAssessed])
        let found = world.fee()
        let fee = try #require(found)
        #expect(fee.total == Fen(5108))
        #expect(fee.lines.map(\.amount.amount) == [3800, 836, 542, 250, 180, -500])
        #expect(fee.line == "cainiao-standard")
        #expect(fee.provider == "cainiao")
        #expect(fee.sellerID == store)
        #expect(fee.weight == Grams(250))
        #expect(fee.couponOrdinal == 1)
        #expect(fee.rulebook == RulebookFile.shipped.rules.identity)
    }

    @Test func `R27 deciding again adds nothing`() throws {
        var world = ready()
        world.take(try weighed(250), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.fees().count == 1)
        world.take(handedOver(), at: at("02:00:00"))
        world.take(uploaded(), at: at("02:20:00"))
        world.take(bound(), at: at("02:30:00"))
        world.take(try weighed(250), at: at("02:40:00"))
        #expect(world.fees().count == 1)
    }

    @Test func `R27 a corrected declaration changes the fee`() throws {
        var world = ready()
        world.take(try weighed(510), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.fee()?.total == Fen(3870))
        world.take(try weighed(601), at: at("03:00:00"))
        #expect(world.fee()?.total == Fen(4190))
        #expect(world.fee()?.couponOrdinal == 1, "it keeps its place")
    }

    @Test func `R27 what is not weighed or need not comply has no fee`() throws {
        var world = ready()
        world.take(try declared(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        world.take(try weighed(510, "8190000000000002", to: "IT"), at: at("00:00:00"))
        world.take(uploaded("LP00612345678902", for: "8190000000000002"), at: at("02:10:00"))
        #expect(world.fees().isEmpty)
    }

    @Test func `R27 a correction that frees the order takes its fee back`() throws {
        var world = ready()
        world.take(try weighed(510), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        world.take(try weighed(510, to: "IT"), at: at("03:00:00"))
        #expect(world.fee()?.lines == [])
        #expect(world.fee()?.total == Fen(0))
        world.take(handedOver(), at: at("04:00:00"))
        #expect(world.fees().count == 2)
    }

    @Test func `R6 an exemption takes the fee back, and the order keeps its place should it fail`() throws {
        var world = ready()
        world.take(
            try weighed(510) {
                $0.category = "battery-products"
                $0.battery = true
            }, at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.fee()?.total == Fen(4120 + 250 + 860 - 500))
        world.take(requested(), at: at("2024-05-01T02:00:00Z"))
        world.take(decided(), at: at("2024-05-05T02:00:00Z"))
        #expect(world.verdict()?.status == .exempt)
        #expect(world.fee()?.lines == [])
        world.take(decided("ex-1", .rejected), at: at("2024-05-05T03:00:00Z"))
        #expect(world.verdict()?.status == .compliant)
        #expect(world.fee()?.total == Fen(4730))
        #expect(world.fee()?.couponOrdinal == 1)
    }

    @Test func `R21 a voided number takes its fee with it, and the next one brings it again`() throws {
        var world = ready()
        world.take(try weighed(510), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        world.take(voided(), at: at("02:20:00"))
        world.take(uploaded("LP00612345678902"), at: at("02:30:00"))
        #expect(world.fees().map(\.total) == [Fen(3870), Fen(0), Fen(3870)])
        #expect(world.fees().map(\.couponOrdinal) == [1, nil, 1], "the order keeps its place")
    }

    @Test func `R33 the coupon goes first come, first served, to 30 orders of a seller`() throws {
        var world = ready()
        for index in 1...31 {
            let id = OrderID(try #require(Token("o-\(index)")))
            let number = TrackingNumber(try #require(Token("LP\(String(10_000_000_000_000 + index))")))
            world.take(try weighed(500, id), at: at("00:00:00"))
            world.take(uploaded(number, for: id), at: at("02:10:00"))
        }
        let fees = world.fees()
        #expect(fees.count == 31)
        #expect(fees.prefix(30).map(\.couponOrdinal) == (1...30).map { $0 })
        #expect(fees.prefix(30).allSatisfy { $0.total == Fen(3550) })
        #expect(fees.last?.couponOrdinal == nil)
        #expect(fees.last?.total == Fen(4050))
    }

    @Test func `R33 orders that one binding frees each have a place of their own`() throws {
        var world = World()
        for index in 1...3 {
            let id = OrderID(try #require(Token("o-\(index)")))
            let number = TrackingNumber(try #require(Token("LP\(String(10_000_000_000_000 + index))")))
            world.take(try weighed(500, id), at: at("00:00:00"))
            world.take(uploaded(number, for: id), at: at("02:10:00"))
        }
        world.take(bound(), at: at("00:00:00"))
        #expect(world.fees().map(\.couponOrdinal) == [1, 2, 3])
    }

    @Test func `R33 an order that proves late loses its coupon, and has it back when it proves in time`()
        throws
    {
        var world = ready()
        world.take(try weighed(500), at: at("00:00:00"))
        world.take(uploaded(), at: at("04:30:00"))
        #expect(world.fee()?.total == Fen(3550))
        world.take(handedOver(), at: at("02:00:00"))
        #expect(world.fee()?.total == Fen(4050))
        #expect(world.fee()?.couponOrdinal == 1)
        world.take(uploaded("LP00612345678901", by: "mabang-7"), at: at("03:59:00"))
        #expect(world.fee()?.total == Fen(3550))
    }

    @Test func `R37 a route that the provider says has its own fee`() throws {
        var world = ready()
        world.take(bound("4px"), at: at("2024-04-06T02:00:00Z"))
        world.take(try weighed(500), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        let said = world.take(
            .routed(Routed(orderID: order, hub: "X", line: "4px-priority")), at: at("02:20:00"))
        #expect(said.map(\.type) == [.feeAssessed])
        #expect(world.fee()?.line == "4px-priority")
        #expect(world.fee()?.total == Fen(4950))
        world.take(.routed(Routed(orderID: order, hub: "X", line: "unheard-of")), at: at("02:30:00"))
        #expect(world.fee()?.lines == [], "a line without a card has no price")
        world.take(.routed(Routed(orderID: order, hub: "X", line: "winit-standard")), at: at("02:25:00"))
        #expect(world.fee()?.lines == [], "the latest route counts, however late it is told")
    }

    @Test func `R27 the facts of an order give the same fee in any order of arrival`() throws {
        let facts: [(Payload, Instant)] = [
            (try weighed(250), at("00:00:00")),
            (
                try weighed(620) {
                    $0.magnetic = true
                    $0.line = nil
                }, at("02:30:00")
            ),
            (handedOver(), at("02:00:00")), (handedOver(), at("01:00:00")), (uploaded(), at("02:45:00")),
            (bound(), at("2024-04-06T02:00:00Z")),
        ]
        var seen: Set<[FeeLine]> = []
        for order in permutations(Array(facts.indices)) {
            var world = World()
            for index in order { world.take(facts[index].0, at: facts[index].1) }
            let fee = world.fee()
            seen.insert(try #require(fee).lines)
        }
        #expect(seen.count == 1)
        #expect(seen.first?.map(\.amount.amount) == [3800 + 2 * 320, 250, 260, -500])
    }

    @Test func `R27 an order that left memory keeps its place and its fee`() throws {
        var world = ready()
        world.take(try weighed(500), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        world.take(.delivered(Delivered(orderID: order)), at: at("09:00:00"))
        let shelf = world.forget()
        #expect(shelf.count == 1)
        world.bringBack(try #require(shelf[order]))
        world.take(handedOver(), at: at("02:00:00"))
        #expect(world.fees().count == 1)
        world.take(try weighed(700), at: at("02:20:00"))
        #expect(world.fees().count == 2)
        #expect(world.fee()?.couponOrdinal == 1)
    }

    private func permutations(_ items: [Int]) -> [[Int]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }
}

extension World {
    /// Every fee said, in the order of the log.
    func fees() -> [FeeAssessed] {
        log.compactMap { recorded in
            if case .feeAssessed(let it) = recorded.event.payload { it } else { nil }
        }
    }

    /// The last fee of an order.
    func fee(of order: OrderID = order) -> FeeAssessed? { fees().last { $0.orderID == order } }

    /// The last route of an order that we decided.
    func route(of order: OrderID = order) -> Routed? {
        log.reversed().lazy.compactMap { recorded -> Routed? in
            guard recorded.origin == .decision, case .routed(let it) = recorded.event.payload,
                it.orderID == order
            else { return nil }
            return it
        }.first
    }
}
