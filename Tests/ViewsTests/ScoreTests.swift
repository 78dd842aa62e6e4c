import Rulebook
import Testing
import Vocabulary

@testable import Views

struct ScoreTests {
    static let rules = RulebookFile.shipped.rules.score
    /// After the settling lag of everything that was handed over on the first day, and long enough for delivery.
    static let later = Story.minute(25 * 24 * 60)

    private func query(_ grouping: ScoreQuery.Grouping = .seller) -> ScoreQuery {
        var query = ScoreQuery(Self.rules)
        query.asOf = Self.later
        query.grouping = grouping
        return query
    }

    private func scores(_ story: Story, _ query: ScoreQuery) throws -> ViewTable {
        let bench = try Workbench()
        try bench.run(Score.self, ListSource(story.records))
        return try bench.reader("score").scores(query)
    }

    /// Forty orders of one store: one of them abnormal, one not mandatory, one lost, one complained about.
    private static func store() -> Story {
        var story = Story()
        for number in 0..<40 {
            let order = OrderID(stringLiteral: "order-\(number)")
            story.declare(-60, order)
            story.handOver(0, order)
            if number == 0 {
                story.miss(121, order, handedOver: 0)
                continue
            }
            if number == 1 {
                story.stand(0, .notApplicable, .notApplicable, of: order, judged: nil)
                continue
            }
            story.accept(30, order, number: TrackingNumber(stringLiteral: "LP\(number)"))
            story.scan(number == 2 ? 49 * 60 : 12 * 60, "SC_INBOUND_SUCCESS", of: order)
            if number == 3 { story.lose(5000, order) } else { story.deliver(6000, order) }
            if number == 4 { story.complain(7000, order) }
        }
        return story
    }

    @Test func `a store's score shows what it rests on`() throws {
        let table = try scores(Self.store(), query())
        #expect(table.rows.count == 1)
        #expect(table[0, "parcels"] == .integer(40))
        #expect(table[0, "counted"] == .integer(38))
        #expect(table[0, "coverage"] == .real(0.95))
        #expect(table[0, "lateRate"] == .real(0.0256))
        #expect(table[0, "rank"] == .integer(1))
        #expect(table[0, "from"] == .text("2024-04-28"))
        #expect(table[0, "to"] == .text("2024-05-27"))
        let components = table[0, "components"]?.text ?? ""
        for part in [
            "\"component\":\"uploaded-in-time\",\"value\":1.0,\"numerator\":38.0,\"denominator\":38,\"excluded\":2",
            "\"component\":\"on-network-48h\",\"value\":0.9737,\"numerator\":37.0,\"denominator\":38",
            "\"component\":\"on-network-72h\",\"value\":1.0",
            "\"component\":\"delivered\",\"value\":0.9737,\"numerator\":37.0,\"denominator\":38",
            "\"component\":\"complaints\",\"value\":0.0263,\"numerator\":1.0,\"denominator\":38",
        ] {
            #expect(components.contains(part), "\(part) in \(components)")
        }
    }

    @Test func `abnormal orders count when the rulebook says so`() throws {
        var query = query()
        query.rules.countAbnormalInScore = true
        let table = try scores(Self.store(), query)
        #expect(table[0, "counted"] == .integer(39))
        #expect(table[0, "lateRate"] == .real(0.0256))
        #expect(table[0, "components"]?.text.contains("\"value\":0.9744,\"numerator\":38.0") == true)
    }

    @Test func `the sums do not depend on the order of arrival`() throws {
        var random = SplitMix(state: 42)
        let records = Self.store().records
        let expected = try scores(Self.store(), query(.lane))
        for _ in 0..<5 {
            // Facts in any order; decisions keep their order, because each replaces the one before it.
            var facts = records.filter { $0.origin == .fact }
            facts.shuffle(using: &random)
            let mixed = (facts + records.filter { $0.origin == .decision }).enumerated().map {
                index, record in
                var record = record
                record.position = Position(UInt64(index))
                record.recordedAt = Story.minute(9000)
                return record
            }
            let bench = try Workbench()
            var options = ProjectorOptions()
            options.chunkEvents = 17
            options.flushEvents = 17
            try bench.run(Score.self, ListSource(mixed), options: options)
            #expect(try bench.reader("score").scores(query(.lane)) == expected)
        }
    }

    @Test func `a store with fewer than thirty parcels is shown but not ranked`() throws {
        var story = Story()
        for number in 0..<29 {
            story.handOver(0, OrderID(stringLiteral: "order-\(number)"))
        }
        let table = try scores(story, query())
        #expect(table[0, "rank"] == .null)
        #expect(table[0, "score"] != .null)
    }

    @Test func `parcels that have not settled are not in the window`() throws {
        var story = Story()
        story.handOver(0)
        var early = query()
        early.asOf = Story.minute(3 * 24 * 60)
        #expect(try scores(story, early).rows.isEmpty)
        #expect(try scores(story, query()).rows.count == 1)
    }

    private func explained(_ query: ScoreQuery) throws -> ScoreExplanation {
        let bench = try Workbench()
        try bench.run(Score.self, ListSource(Self.store().records))
        return try #require(try bench.reader("score").explanation(of: Story.seller, query))
    }

    @Test func `a score is explained down to the orders that cost it points, the dearest first`() throws {
        let explanation = try explained(query())
        #expect(explanation.rank == 1 && explanation.ranked == 1)
        #expect(explanation.costly == 38, "nobody is on the network at once, so each order cost something")
        let orders = explanation.orders
        #expect(orders.prefix(3).map(\.orderID.text).sorted() == ["order-2", "order-3", "order-4"])
        #expect(zip(orders, orders.dropFirst()).allSatisfy { $0.points >= $1.points })
        let lost = try #require(orders.first { $0.orderID == "order-3" })
        #expect(lost.costs.map(\.component).contains(.delivered))
        #expect(lost.costs.map(\.component).contains(.notLost))
        let late = try #require(orders.first { $0.orderID == "order-2" })
        #expect(late.costs.map(\.component).contains(.onNetwork48h))
        #expect(late.costs.map(\.component).contains(.onNetworkDays))
        #expect(
            try #require(orders.first { $0.orderID == "order-4" }).costs.map(\.component).contains(
                .complaints))
        #expect(!orders.contains { $0.orderID == "order-0" }, "an abnormal order is not counted (R25)")
        #expect(!orders.contains { $0.orderID == "order-1" }, "nor one that need not comply")
    }

    @Test func `what an order cost is what the score would gain without its failure`() throws {
        let explanation = try explained(query())
        let complained = try #require(explanation.orders.first { $0.orderID == "order-4" })
        let cost = try #require(complained.costs.first { $0.component == .complaints })
        // One complaint of 38, on a line from 0.1 to 0 that weighs 10 of 100.
        #expect(abs(cost.points - 10.0 / 100 * (1.0 / 38) / 0.1 * 100) < 1e-9)
        let parts = explanation.result.parts
        let lost = parts.reduce(0) { $0 + (explanation.result.pointsLost($1) ?? 0) }
        #expect(abs(lost + (explanation.result.score ?? 0) - 100) < 1e-9, "points and points lost make 100")
    }

    @Test func `R25 counted abnormal orders cost points too, and the dearest can be asked for alone`() throws
    {
        var query = query()
        query.rules.countAbnormalInScore = true
        query.limit = 3
        let explanation = try explained(query)
        #expect(explanation.orders.count == 3 && explanation.costly == 39)
        query.limit = nil
        let late = try #require(try explained(query).orders.first { $0.orderID == "order-0" })
        #expect(late.costs.map(\.component).contains(.uploadedInTime))
    }

    @Test func `a store without parcels in the window has nothing to explain`() throws {
        let bench = try Workbench()
        try bench.run(Score.self, ListSource(Self.store().records))
        #expect(try bench.reader("score").explanation(of: "nobody", query()) == nil)
    }

    @Test func `whether parcels arrive is asked of those that had the time to`() throws {
        var early = query()
        early.asOf = Story.minute(10 * 24 * 60)
        let table = try scores(Self.store(), early)
        guard case .table(let parts)? = table[0, "components"] else {
            Issue.record("the components are no table")
            return
        }
        let values = parts.rows.map { ($0[0].text, $0[1]) }
        #expect(values.first { $0.0 == "delivered" }?.1 == .null, "nobody is old enough")
        #expect(
            values.first { $0.0 == "not-lost" }?.1 == .real(0.9737), "but a loss is known when it is known")
        #expect(table[0, "score"] != .null, "the others carry its weight")
    }

    @Test func `parts that measure the same thing err together`() {
        func score(_ fill: (inout ScoreTally) -> Void, _ weights: [ScoreComponent: Double]) -> Double {
            var tally = ScoreTally()
            tally.parcels = 100
            fill(&tally)
            var rules = Self.rules
            rules.weights = weights
            let result = ScoreCalculation.result(
                counted: tally, abnormal: ScoreTally(), outside: ScoreTally(), under: rules)
            return (result.score ?? 0) - (result.low ?? 0)
        }
        let speed = { (tally: inout ScoreTally) in (tally.within48h, tally.within72h) = (80, 80) }
        let one = score(speed, [.onNetwork48h: 100])
        #expect(abs(score(speed, [.onNetwork48h: 50, .onNetwork72h: 50]) - one) < 1e-9)
        let apart = score(
            { (tally: inout ScoreTally) in (tally.within48h, tally.uploadedInTime) = (80, 80) },
            [.onNetwork48h: 50, .uploadedInTime: 50])
        #expect(abs(apart - one / 2.0.squareRoot()) < 1e-9)
    }

    @Test(
        arguments: [(0, 0, nil), (10, 10, 0.7225), (0, 10, 0.0), (50, 100, 0.4038)]
            as [(Int64, Int64, Double?)])
    func `the interval of a rate is Wilson's`(numerator: Int64, denominator: Int64, low: Double?) {
        let interval = Wilson.interval(numerator, of: denominator)
        #expect((interval?.low).map { ($0 * 10_000).rounded() / 10_000 } == low)
    }

    @Test func `what could not be measured leaves its weight to the others`() {
        var tally = ScoreTally()
        tally.parcels = 100
        tally.uploadedInTime = 100
        tally.within48h = 100
        tally.within72h = 100
        tally.onNetwork = 100
        let result = ScoreCalculation.result(
            counted: tally, abnormal: ScoreTally(), outside: ScoreTally(), under: Self.rules)
        #expect(result.score == 100)
        #expect(
            result.parts.filter { $0.points == nil }.map(\.component) == [
                .trackCompleteness, .delivered, .notLost,
            ])
    }

    @Test func `an order that changes hands before it counts is the new store's, also after a restart`()
        throws
    {
        var story = Story()
        let order = Story.order
        story.declare(-60, order, seller: "store-1")
        let sold = story.records.count
        story.declare(-50, order, seller: "store-2")
        story.handOver(0, order, seller: "store-2")
        let handedOver = story.records.count
        story.accept(30, order)
        story.scan(12 * 60, "SC_INBOUND_SUCCESS", of: order)
        story.deliver(6000, order)
        let bench = try Workbench()
        for end in [sold, handedOver, story.records.count] {
            try bench.run(Score.self, ListSource(Array(story.records[..<end])))
        }
        let fresh = try Workbench()
        try fresh.run(Score.self, ListSource(story.records))
        #expect(try bench.dump("score") == fresh.dump("score"))
    }
}
