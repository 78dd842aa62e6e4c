import Rulebook
import Testing
import Vocabulary

@testable import Views

/// The view `network`: measured figures with the source's as reference lines.
struct NetworkTests {
    private static let rules = RulebookFile.shipped.rules
    private static let day: Int64 = 1440

    /// Twenty parcels to Spain and ten to France; one of Spain's is late, one lost, one complained about, one outside.
    private static let story: Story = {
        var story = Story()
        for number in 0..<30 {
            let order = OrderID(stringLiteral: "order-\(number)")
            var it = OrderDeclared(
                orderID: order, sellerID: Story.seller, country: Country(number < 20 ? "ES" : "FR") ?? .spain)
            it.provider = number % 2 == 0 ? "cainiao" : "yanwen"
            story.fact(-60, .orderDeclared(it))
            story.handOver(0, order)
            if number == 0 {
                story.stand(0, .notApplicable, .notApplicable, of: order, judged: nil)
                continue
            }
            if number == 1 { story.miss(121, order, handedOver: 0) }
            story.accept(130, order, number: TrackingNumber(stringLiteral: "LP\(number)"))
            story.scan(number < 20 ? day : 2 * day, "SC_INBOUND_SUCCESS", of: order)
            if number == 2 {
                story.lose(24 * day, order)
            } else {
                story.deliver(number < 20 ? 8 * day : 12 * day, order)
            }
            if number == 3 { story.complain(9 * day, order) }
        }
        return story
    }()

    private func figures(_ grouping: NetworkQuery.Grouping) throws -> ViewTable {
        let bench = try Workbench()
        try bench.run(Score.self, ListSource(Self.story.records))
        var scores = ScoreQuery(Self.rules.score)
        scores.asOf = Story.minute(26 * Self.day)
        var query = NetworkQuery(scores, Self.rules.benchmarks)
        query.grouping = grouping
        return try bench.reader("score").network(query)
    }

    /// The row of a figure as `column: text`.
    private func row(_ kpi: NetworkKPI, _ table: ViewTable, _ key: String? = nil) throws -> [String: String] {
        let row = try #require(
            table.rows.first { $0.contains(.text(kpi.rawValue)) && (key == nil || $0[0] == .text(key ?? "")) }
        )
        return Dictionary(uniqueKeysWithValues: zip(table.columns, row.map(\.text)))
    }

    @Test func `every figure is measured over the parcels of the network, late ones included`() throws {
        let table = try figures(.all)
        #expect(table.rows.count == NetworkKPI.allCases.count)
        let network = try row(.onNetworkDays, table)
        // 19 parcels after one day and 10 after two.
        #expect(
            network["value"] == "1.3448" && network["numerator"] == "39.0" && network["denominator"] == "29")
        #expect(network["excluded"] == "1" && network["unit"] == "days")
        let lost = try row(.lost, table)
        #expect(lost["value"] == "0.0345" && lost["numerator"] == "1.0" && lost["denominator"] == "29")
        #expect(try row(.delivered, table)["value"] == "0.9655")
        #expect(try row(.complaints, table)["value"] == "0.0345")
        #expect(try row(.trackCompleteness, table)["value"] == "0.0", "one scan is no whole track")
        // 18 delivered after 8 days, 10 after 12.
        #expect(try row(.deliveryDays, table)["value"] == "9.4286")
    }

    @Test func `the source's figures stand beside, each where it belongs, and are never the value`() throws {
        let all = try figures(.all)
        let network = try row(.onNetworkDays, all)
        #expect(network["benchmarkPreShipment"] == "1.2" && network["benchmarkDirect"] == "2.8")
        #expect(network["benchmarkClause"]?.contains("未证实") == true)
        #expect(try row(.complaints, all)["benchmarkChange"] == "-0.41")
        #expect(try row(.deliveryDays, all)["benchmarkPreShipment"]?.isEmpty == true, "it is Spain's")
        let byCountry = try figures(.country)
        let spain = try row(.deliveryDays, byCountry, "ES")
        #expect(spain["benchmarkPreShipment"] == "9.4" && spain["benchmarkDifference"] == "-3.7")
        #expect(spain["benchmarkParcels"] == "127843" && spain["value"] == "8.0")
        let france = try row(.deliveryDays, byCountry, "FR")
        #expect(france["benchmarkPreShipment"]?.isEmpty == true && france["value"] == "12.0")
    }

    @Test(arguments: [
        (NetworkQuery.Grouping.all, 1), (.country, 2), (.provider, 1), (.lane, 2),
    ]) func `figures are told by country and provider`(grouping: NetworkQuery.Grouping, groups: Int) throws {
        #expect(try figures(grouping).rows.count == groups * NetworkKPI.allCases.count)
    }
}
