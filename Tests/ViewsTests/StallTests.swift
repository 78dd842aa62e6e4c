import GRDB
import Rulebook
import Testing
import Vocabulary

@testable import Views

private let hour: Int64 = 60
private let day = 24 * hour

/// STALLED: no next milestone within the lane's 95th percentile (R38).
struct StallTests {
    /// A record of the log at a time, about nobody who matters.
    private static func pass(_ minute: Int64, in story: inout Story) { story.complain(minute, "bystander") }

    private func stalls(_ story: Story) throws -> (open: [String], resolved: [String]) {
        let table = try view(Anomalies.self, of: story)
        let rows = table.rows.indices.filter { table[$0, "kind"] == .text("STALLED") }
        let orders = rows.map { (table[$0, "orderId"]?.text ?? "", table[$0, "resolvedAt"] == .null) }
        return (orders.filter(\.1).map(\.0).sorted(), orders.filter { !$0.1 }.map(\.0).sorted())
    }

    private static let first = Story.order.text

    static let cases: [(name: String, tell: @Sendable (inout Story) -> Void, open: Bool, resolved: Bool)] = [
        (
            "scanned, and nothing for the fallback's ten days",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS")
                pass(10 * day + hour, in: &story)
            }, true, false
        ),
        (
            "the fallback is not over yet",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS")
                pass(10 * day - 1, in: &story)
            }, false, false
        ),
        (
            "the log is silent: no time has passed that it knows of",
            { $0.scan(0, "SC_INBOUND_SUCCESS") }, false, false
        ),
        (
            "the next milestone comes after all",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS")
                pass(11 * day, in: &story)
                story.scan(12 * day, "LH_DEPART")
            }, false, true
        ),
        (
            "another scan of the same milestone is no next one",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS")
                pass(11 * day, in: &story)
                story.scan(12 * day, "SC_OUTBOUND_SUCCESS")
            }, true, false
        ),
        (
            "an exception moves no parcel",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS")
                story.scan(9 * day, "CC_EX_FAILURE")
                pass(10 * day + hour, in: &story)
            }, true, false
        ),
        (
            "given up: LOST takes its place",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS")
                pass(11 * day, in: &story)
                story.lose(12 * day)
                pass(40 * day, in: &story)
            }, false, true
        ),
        (
            "delivered: nothing is awaited any more",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS")
                story.deliver(day)
                pass(40 * day, in: &story)
            }, false, false
        ),
        (
            "on its way back",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS")
                story.scan(day, "RETURNED")
                pass(40 * day, in: &story)
            }, false, false
        ),
        (
            "an electronic forecast starts no clock",
            { story in
                story.scan(0, "GTMS_ASN")
                pass(40 * day, in: &story)
            }, false, false
        ),
        (
            "handed over and compliant, but never on the network",
            { story in
                story.declare(-hour)
                story.accept(-30)
                story.handOver(0)
                pass(10 * day + hour, in: &story)
            }, true, false
        ),
        (
            "handed over without a number: that it waits is no stall",
            { story in
                story.declare(-hour)
                story.handOver(0)
                story.miss(121, handedOver: 0)
                pass(40 * day, in: &story)
            }, false, false
        ),
        (
            "scanned by its number before that was accepted",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS", of: nil, number: Story.number)
                story.declare(1)
                story.accept(2)
                pass(10 * day + hour, in: &story)
            }, true, false
        ),
        (
            "and its next scan, by the number too",
            { story in
                story.scan(0, "SC_INBOUND_SUCCESS", of: nil, number: Story.number)
                story.declare(1)
                story.accept(2)
                pass(10 * day + hour, in: &story)
                story.scan(11 * day, "LH_DEPART", of: nil, number: "lp 006-12345678901")
            }, false, true
        ),
        (
            "an earlier milestone that is told later is not the next one",
            { story in
                story.scan(day, "LH_DEPART")
                story.scan(0, "SC_INBOUND_SUCCESS")
                pass(11 * day + hour, in: &story)
            }, true, false
        ),
    ]

    @Test(arguments: cases.indices) func `STALLED opens and ends as the story says`(_ index: Int) throws {
        let (name, tell, open, resolved) = Self.cases[index]
        var story = Story()
        Self.pass(-2 * day, in: &story)
        tell(&story)
        let found = try stalls(story)
        #expect(found.open == (open ? [Self.first] : []), "\(name)")
        #expect(found.resolved == (resolved ? [Self.first] : []), "\(name)")
    }

    @Test func `news that has just come is not overdue, however old what it tells of`() throws {
        var story = Story()
        // Imported: everything happened a month before it was recorded.
        story.fact(
            0, .scanned(Scanned(orderID: Story.order, provider: Story.provider, code: "SC_INBOUND_SUCCESS")),
            recorded: 30 * day)
        story.fact(
            day, .scanned(Scanned(orderID: Story.order, provider: Story.provider, code: "LH_DEPART")),
            recorded: 30 * day + 90)
        #expect(try stalls(story).open.isEmpty && stalls(story).resolved.isEmpty)
        story.fact(0, .complained(Complained(orderID: "bystander")), recorded: 31 * day + 3 * hour)
        #expect(try stalls(story).open == [Self.first], "a day later it is")
    }

    /// Sixty parcels of a lane that take an hour to a day from the hub to the aircraft; others wait.
    private static let learnt: Story = {
        var story = Story()
        for number in 0..<60 as Range<Int64> {
            let order = OrderID(stringLiteral: "quick-\(number)")
            story.declare(-hour, order)
            story.scan(0, "SC_INBOUND_SUCCESS", of: order)
        }
        for number in 0..<60 as Range<Int64> {
            story.scan(hour + number * 24, "LH_DEPART", of: OrderID(stringLiteral: "quick-\(number)"))
        }
        story.declare(2 * day, "slow")
        story.scan(2 * day, "SC_INBOUND_SUCCESS", of: "slow")
        // Nothing is known of this lane: it has the fallback.
        var it = OrderDeclared(orderID: "elsewhere", sellerID: Story.seller, country: .france)
        it.provider = Story.provider
        story.fact(2 * day, .orderDeclared(it))
        story.scan(2 * day, "SC_INBOUND_SUCCESS", of: "elsewhere")
        for passed in 0..<60 as Range<Int64> { pass(2 * day + passed * hour, in: &story) }
        return story
    }()

    @Test func `a lane is judged by its own 95th percentile once enough of it is known`() throws {
        let table = try view(Anomalies.self, of: Self.learnt)
        let rows = table.rows.indices.filter { table[$0, "kind"] == .text("STALLED") }
        #expect(rows.map { table[$0, "orderId"]?.text } == ["slow"])
        // 57 of 60 took at most 60 + 56 · 24 = 1404 minutes; the bucket ends at 1408, and news has its day.
        let due = Story.minute(2 * day + 24 * hour)
        #expect(rows.first.flatMap { table[$0, "openedAt"] } == .time(due))
        #expect(rows.first.flatMap { table[$0, "detail"]?.text }?.contains("of 60 parcels") == true)
    }

    @Test func `R38 the quantile, the sample, the fallback and the factor are the rulebook's`() throws {
        var rules = Workbench.rules
        rules.tracking.stall.news = .minutes(0)
        func opened(_ change: (inout StallRules) -> Void) throws -> [String: Instant] {
            var rules = rules
            change(&rules.tracking.stall)
            let bench = try Workbench()
            try bench.run(Anomalies.self, ListSource(Self.learnt.records), rules: rules)
            let table = try bench.reader("anomalies").rows()
            var found: [String: Instant] = [:]
            for row in table.rows.indices where table[row, "kind"] == .text("STALLED") {
                guard table[row, "resolvedAt"] == .null, case .time(let time)? = table[row, "openedAt"] else {
                    continue
                }
                found[table[row, "orderId"]?.text ?? ""] = time
            }
            return found
        }
        let start = Story.minute(2 * day)
        #expect(try opened { _ in }["slow"] == start + .minutes(1408))
        #expect(try opened { $0.quantile = 0.5 }["slow"] == start + .minutes(768))
        #expect(try opened { $0.factor = 2 }["slow"] == start + .minutes(2816))
        #expect(try opened { $0.minimumSample = 61 }.isEmpty)
        let short = try opened { ($0.minimumSample, $0.fallback) = (61, .hours(30)) }
        #expect(short["slow"] == start + .hours(30) && short["elsewhere"] == start + .hours(30))
    }

    @Test(arguments: [1, 7, 1000])
    func `the outcome depends neither on batches nor on restarts`(_ size: Int) throws {
        func dump(_ run: (Workbench) throws -> Void) throws -> [String] {
            let bench = try Workbench()
            try run(bench)
            return try bench.dump("anomalies")
        }
        let records = Self.learnt.records
        let whole = try dump { try $0.run(Anomalies.self, ListSource(records)) }
        var options = ProjectorOptions()
        options.chunkEvents = size
        options.flushEvents = size
        options.cacheRows = size == 1 ? 2 : 65_536
        #expect(
            try dump {
                try $0.found(Anomalies.self)
                try $0.run(Anomalies.self, ListSource(records), options: options)
            } == whole)
        options.rebuildRows = size
        #expect(try dump { try $0.run(Anomalies.self, ListSource(records), options: options) } == whole)
        let restarted = try dump { bench in
            for cut in stride(from: 0, through: records.count, by: 37) {
                try bench.run(Anomalies.self, ListSource(records, length: cut), options: options)
            }
            try bench.run(Anomalies.self, ListSource(records), options: options)
        }
        #expect(restarted == whole)
    }
}

extension Country {
    fileprivate static var france: Country {
        guard let country = Country("FR") else { preconditionFailure("FR is assigned") }
        return country
    }
}
