import Rulebook
import Testing
import Vocabulary

struct TrackRuleTests {
    @Test
    func `R38 a whole track is the list of the rulebook, as far as the provider's codes can tell of it`()
        throws
    {
        let rules = shipped
        #expect(
            rules.tracking.expected(of: "cainiao", under: rules.milestones) == [
                .originProcessing, .exportCustoms, .lineHaul, .importCustoms, .lastMile,
            ])
        #expect(
            rules.tracking.expected(of: "4px", under: rules.milestones) == [
                .originProcessing, .lineHaul, .importCustoms, .lastMile,
            ])
        #expect(
            rules.tracking.expected(of: "yanwen", under: rules.milestones) == [.lineHaul, .lastMile])
        let text = try edited("expected: [origin-processing, export-customs,", "expected: [export-customs,")
        let other = try RulebookFile.parse(content: text).rules
        #expect(
            other.tracking.expected(of: "4px", under: other.milestones) == [
                .lineHaul, .importCustoms, .lastMile,
            ])
    }

    @Test func `a parcel may stay for the 95th percentile of its lane`() {
        let stall = shipped.tracking.stall
        #expect(stall.quantile == 0.95 && stall.factor == 1)
        #expect(stall.minimumSample == 50 && stall.fallback == .days(10) && stall.news == .hours(24))
    }

    @Test func `rates are watched within three sigma, by the day of Shanghai`() {
        let alarms = shipped.rateAlarms
        #expect(alarms.dayOffset == .hours(8) && alarms.sigmaLimit == 3)
        #expect(alarms.methods == [.pChart, .ewma])
        #expect(alarms.rates == WatchedRate.allCases && alarms.subjects == WatchedSubject.allCases)
    }

    @Test func `the source's figures are kept as it gives them`() throws {
        func figure(_ kpi: NetworkKPI, _ country: Country? = nil) throws -> Benchmark {
            try #require(shipped.benchmarks.figure(kpi, country))
        }
        #expect(try figure(.onNetworkDays).preShipment == 1.2 && figure(.onNetworkDays).direct == 2.8)
        #expect(try figure(.delivered).preShipment == 0.967 && figure(.delivered).direct == 0.893)
        #expect(try figure(.trackCompleteness).preShipment == 0.992)
        #expect(try figure(.lost).preShipment == 0.0018 && figure(.lost).direct == 0.0089)
        #expect(try figure(.complaints).change == -0.41)
        let spain = try figure(.deliveryDays, Country("ES"))
        #expect(spain.preShipment == 9.4 && spain.difference == -3.7 && spain.parcels == 127_843)
        #expect(shipped.benchmarks.figure(.deliveryDays, Country("FR")) == nil, "Spain's figure is Spain's")
        #expect(try figure(.delivered, Country("FR")).preShipment == 0.967, "a figure of all is everybody's")
    }
}
