import Rulebook
import Testing
import Vocabulary

/// Which line a parcel goes by (R37), with two lines of cainiao to choose from.
struct RoutingTests {
    private static let rules: Rulebook = {
        var rules = RulebookFile.shipped.rules
        guard var economy = rules.line("cainiao-standard") else { return rules }
        economy.id = "cainiao-economy"
        economy.rateCard = "economy"
        economy.transitDays = economy.transitDays.mapValues { $0 * 2 }
        economy.accepts = .magnetic
        economy.maxWeight = Grams(2000)
        economy.maxSize = SizeLimit(longestSide: 600, sides: 900)
        rules.lines.append(economy)
        guard var card = rules.fees.cards.first else { return rules }
        card.id = "economy"
        card.firstPrice = Fen(1900)
        rules.fees.cards.append(card)
        return rules
    }()

    private func ready(_ change: (inout Rulebook) -> Void = { _ in }) -> World {
        var rules = Self.rules
        change(&rules)
        var world = World(rules: rules)
        world.take(bound(), at: at("2024-04-06T02:00:00Z"))
        return world
    }

    private func parcel(
        _ id: OrderID = order, to country: String = "ES", named line: LineID? = nil,
        _ change: (inout OrderDeclared) -> Void = { _ in }
    ) throws -> Payload {
        guard case .orderDeclared(var it) = try declared(id, to: country) else { return try declared() }
        it.weight = Grams(400)
        it.line = line
        change(&it)
        return .orderDeclared(it)
    }

    private func outcome(_ line: LineID, of route: Routed?) -> ConsideredLine.Outcome? {
        route?.considered.first { $0.line == line }?.outcome
    }

    @Test func `R37 the line the seller named is taken where it can take the parcel`() throws {
        var world = ready()
        world.take(try parcel(named: "cainiao-economy"), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        let found = world.route()
        let route = try #require(found)
        #expect(route.line == "cainiao-economy")
        #expect(route.hub == "HGH-01")
        #expect(route.options == ["cainiao-standard", "cainiao-economy"])
        #expect(outcome("cainiao-economy", of: route) == .named)
        #expect(outcome("cainiao-standard", of: route) == .possible)
        #expect(outcome("yanwen-express", of: route) == .providerNotReady)
    }

    @Test(arguments: [
        // 3800 fen in 9 days against 1900 fen in 18: each is twice the other's best.
        (Int64(60), LineID("cainiao-economy")), (40, "cainiao-standard"), (50, "cainiao-standard"),
    ]) func `R37 without a named line cost and time decide by their weights`(cost: Int64, line: LineID) throws
    {
        var world = ready {
            $0.routing.costWeight = cost
            $0.routing.timeWeight = 100 - cost
        }
        world.take(try parcel(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        let found = world.route()
        let route = try #require(found)
        #expect(route.line == line)
        #expect(outcome(line, of: route) == .best)
        let standard = try #require(route.considered.first { $0.line == "cainiao-standard" })
        #expect(standard.cost == Fen(3800))
        #expect(standard.days == 9)
    }

    @Test func `R37 a named line that is only considered must be the best`() throws {
        var world = ready { $0.routing.namedLine = .considered }
        world.take(try parcel(named: "cainiao-standard"), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.route()?.line == "cainiao-economy")
    }

    @Test func `R37 light parcels and DDP are in the cost`() throws {
        var world = ready()
        world.take(
            try parcel {
                $0.weight = Grams(250)
                $0.incoterm = .ddp
            }, at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.route()?.considered.first?.cost == Fen(5178))
    }

    @Test func `R37 a line is out by country, goods, weight and size, and says which`() throws {
        let cases: [(ConsideredLine.Outcome, @Sendable (inout OrderDeclared) -> Void)] = [
            (.goods, { $0.battery = true }), (.goods, { $0.cosmetic = true }),
            (.possible, { $0.magnetic = true }),
            (.weight, { $0.weight = Grams(2001) }), (.possible, { $0.weight = Grams(2000) }),
            (.size, { $0.dimensions = Dimensions(length: 601, width: 1, height: 1) }),
            (.possible, { $0.dimensions = Dimensions(length: 600, width: 200, height: 100) }),
            (.size, { $0.dimensions = Dimensions(length: 600, width: 200, height: 101) }),
        ]
        for (expected, change) in cases {
            var world = ready()
            world.take(try parcel(named: "cainiao-standard", change), at: at("00:00:00"))
            world.take(uploaded(), at: at("02:10:00"))
            #expect(outcome("cainiao-economy", of: world.route()) == expected)
        }
        var world = ready { rules in
            for index in rules.lines.indices where rules.lines[index].id == "cainiao-economy" {
                rules.lines[index].transitDays[Country.spain] = nil
            }
        }
        world.take(try parcel(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(outcome("cainiao-economy", of: world.route()) == .country)
    }

    @Test func `R37 another provider's line is out, bound or not`() throws {
        var world = ready()
        world.take(bound("yanwen"), at: at("2024-04-06T02:00:00Z"))
        world.take(try parcel(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(outcome("yanwen-express", of: world.route()) == .otherProvider)
        #expect(outcome("winit-standard", of: world.route()) == .providerNotReady)
    }

    @Test func `R37 a line without a rate card in force is out`() throws {
        var world = ready { rules in
            for index in rules.fees.cards.indices where rules.fees.cards[index].id == "economy" {
                rules.fees.cards[index].validity.until = at("02:10:00")
            }
        }
        world.take(try parcel(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(outcome("cainiao-economy", of: world.route()) == .noRate)
        #expect(world.route()?.line == "cainiao-standard")
    }

    @Test func `R37 a full line gives way until midnight in Shanghai`() throws {
        var world = ready { rules in
            for index in rules.lines.indices where rules.lines[index].id == "cainiao-economy" {
                rules.lines[index].capacityPerDay = 2
            }
        }
        for (index, time) in ["13:00:00", "14:00:00", "15:59:59.999", "16:00:00"].enumerated() {
            let id = OrderID(try #require(Token("o-\(index)")))
            let number = TrackingNumber(try #require(Token("LP\(String(10_000_000_000_000 + index))")))
            world.take(try parcel(id), at: at("00:00:00"))
            world.take(uploaded(number, for: id), at: at(time))
        }
        var lines: [LineID?] = []
        for id in ["o-0", "o-1", "o-2", "o-3"] as [OrderID] { lines.append(world.route(of: id)?.line) }
        #expect(lines == ["cainiao-economy", "cainiao-economy", "cainiao-standard", "cainiao-economy"])
        #expect(outcome("cainiao-economy", of: world.route(of: "o-2")) == .full)
    }

    @Test func `R37 a full hub sends the parcel over the next`() throws {
        var world = ready { rules in
            for index in rules.lines.indices where rules.lines[index].provider == "cainiao" {
                rules.lines[index].hubs[0].capacityPerDay = 1
            }
        }
        for index in 0..<2 {
            let id = OrderID(try #require(Token("o-\(index)")))
            let number = TrackingNumber(try #require(Token("LP\(String(10_000_000_000_000 + index))")))
            world.take(try parcel(id), at: at("00:00:00"))
            world.take(uploaded(number, for: id), at: at("02:10:00"))
        }
        #expect(world.route(of: "o-0")?.hub == "HGH-01")
        #expect(world.route(of: "o-1")?.hub == "DGM-01")
    }

    @Test func `R37 orders that one binding frees share the capacity`() throws {
        var rules = Self.rules
        for index in rules.lines.indices where rules.lines[index].id == "cainiao-economy" {
            rules.lines[index].capacityPerDay = 1
        }
        var world = World(rules: rules)
        for index in 0..<2 {
            let id = OrderID(try #require(Token("o-\(index)")))
            let number = TrackingNumber(try #require(Token("LP\(String(10_000_000_000_000 + index))")))
            world.take(try parcel(id), at: at("00:00:00"))
            world.take(uploaded(number, for: id), at: at("02:10:00"))
        }
        world.take(bound(), at: at("00:00:00"))
        #expect(world.route(of: "o-0")?.line == "cainiao-economy")
        #expect(world.route(of: "o-1")?.line == "cainiao-standard")
    }

    @Test func `R37 where no line takes the parcel there is no route and no fee`() throws {
        var world = ready()
        world.take(try parcel { $0.weight = Grams(30_001) }, at: at("00:00:00"))
        let said = world.take(uploaded(), at: at("02:10:00"))
        #expect(said.map(\.type) == [.validated])
        #expect(world.verdict()?.status == .compliant)
    }

    @Test func `R37 a corrected declaration finds another line, and gives the first its place back`() throws {
        var world = ready { rules in
            for index in rules.lines.indices where rules.lines[index].id == "cainiao-economy" {
                rules.lines[index].capacityPerDay = 1
            }
        }
        world.take(try parcel(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.route()?.line == "cainiao-economy")
        // To itself it is not full.
        #expect(world.take(try parcel(), at: at("02:20:00")).isEmpty)
        let said = world.take(try parcel { $0.weight = Grams(2500) }, at: at("03:00:00"))
        #expect(said.map(\.type) == [.routed, .feeAssessed])
        #expect(world.route()?.line == "cainiao-standard")
        world.take(try parcel("o-2"), at: at("00:00:00"))
        world.take(uploaded("LP00612345678902", for: "o-2"), at: at("03:10:00"))
        #expect(world.route(of: "o-2")?.line == "cainiao-economy")
    }

    @Test func `R37 a provider's own route is a fact and wins, and takes its place`() throws {
        var world = ready { rules in
            for index in rules.lines.indices where rules.lines[index].id == "cainiao-economy" {
                rules.lines[index].capacityPerDay = 1
            }
        }
        world.take(.routed(Routed(orderID: order, hub: "X", line: "cainiao-economy")), at: at("02:00:00"))
        world.take(try parcel(), at: at("00:00:00"))
        world.take(uploaded(), at: at("02:10:00"))
        #expect(world.route() == nil)
        world.take(try parcel("o-2"), at: at("00:00:00"))
        world.take(uploaded("LP00612345678902", for: "o-2"), at: at("03:10:00"))
        #expect(outcome("cainiao-economy", of: world.route(of: "o-2")) == .full)
    }
}

extension Country {
    fileprivate static var spain: Country {
        guard let country = Country("ES") else { preconditionFailure("ES is assigned") }
        return country
    }
}
