import Rulebook
import Testing
import Vocabulary

@testable import Views

struct ScoreTests {
    static let rules = RulebookFile.shipped.rules.score
    /// After the settling lag of everything that was handed over on the first day.
    static let later = Story.minute(10 * 24 * 60)

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
        #expect(table[0, "from"] == .text("2024-04-13"))
        #expect(table[0, "to"] == .text("2024-05-12"))
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

    @Test func `a component can be explained down to its orders`() throws {
        let bench = try Workbench()
        try bench.run(Score.self, ListSource(Self.store().records))
        let reader = try bench.reader("score")
        func orders(_ component: ScoreComponent) throws -> [String] {
            try reader.orders(costing: component, seller: Story.seller, query()).rows.map(\.[0].text)
        }
        #expect(try orders(.onNetwork48h) == ["order-2"])
        #expect(try orders(.notLost) == ["order-3"])
        #expect(try orders(.complaints) == ["order-4"])
        #expect(try orders(.uploadedInTime) == [])
    }

    @Test(
        arguments: [(0, 0, nil), (10, 10, 0.7225), (0, 10, 0.0), (50, 100, 0.4038)]
            as [(Int64, Int64, Double?)])
    func `the interval of a rate is Wilson's`(numerator: Int64, denominator: Int64, low: Double?) {
        let interval = ScoreReckoning.wilson(numerator, of: denominator)
        #expect((interval?.low).map { ($0 * 10_000).rounded() / 10_000 } == low)
    }

    @Test func `what could not be measured leaves its weight to the others`() {
        var tally = ScoreTally()
        tally.parcels = 100
        tally.uploadedInTime = 100
        tally.within48h = 100
        tally.within72h = 100
        tally.onNetwork = 100
        let result = ScoreReckoning.result(
            counted: tally, abnormal: ScoreTally(), outside: ScoreTally(), under: Self.rules)
        #expect(result.score == 100)
        #expect(
            result.parts.filter { $0.points == nil }.map(\.component) == [
                .trackCompleteness, .delivered, .notLost,
            ])
    }

    @Test(
        arguments: [
            (1_714_960_800, "2024-05-06"), (1_714_924_799, "2024-05-05"), (1_714_924_800, "2024-05-06"),
            (951_782_400, "2000-02-29"), (-1, "1970-01-01"), (-28_801, "1969-12-31"),
        ] as [(Int64, String)]) func `a day begins at midnight in Shanghai`(seconds: Int64, text: String)
    {
        #expect(CalendarDay(shanghai: Instant(seconds: seconds)).text == text)
    }
}
