import Testing
import Vocabulary

@testable import Views

struct QueryTests {
    private let bench: Workbench

    init() throws {
        bench = try Workbench()
        try bench.run(Compliance.self, ListSource(DeliveryTests.story.records))
        try bench.run(Anomalies.self, ListSource(DeliveryTests.story.records))
    }

    private func orders(_ change: (inout ViewFilter) -> Void) throws -> [String] {
        var filter = ViewFilter()
        change(&filter)
        return try bench.reader("compliance").rows(filter).rows.map { String($0[0].text.suffix(1)) }
    }

    @Test func `orders are filtered, sorted and limited`() throws {
        #expect(try orders { _ in } == ["1", "2", "3", "4", "y"])
        #expect(try orders { $0.seller = "store-0" } == ["2", "4"])
        #expect(try orders { $0.status = .compliant } == ["1", "3"])
        #expect(try orders { $0.stage = .delivered } == ["2", "3"])
        #expect(try orders { $0.order = "8190000000000002" } == ["2"])
        #expect(try orders { $0.trackingNumber = "LP00612345678903" } == ["3"])
        #expect(
            try orders {
                $0.country = .spain; $0.isDescending = true; $0.limit = 2
            } == ["4", "3"])
        #expect(
            try orders {
                $0.sort = "deliveredAt"; $0.isDescending = true; $0.limit = 1
            } == ["3"])
        #expect(try orders { $0.offset = 4 } == ["y"])
        #expect(
            try orders {
                $0.hasOpenDeadline = true; $0.sort = "deadlineAt"
            } == ["2"])
        #expect(try orders { $0.isAbnormal = true } == [])
    }

    @Test func `anomalies are filtered by what is open`() throws {
        var filter = ViewFilter()
        filter.isOpen = true
        let reader = try bench.reader("anomalies")
        let open = try reader.rows(filter)
        #expect(open.rows.allSatisfy { $0[6] == .null })
        filter.isOpen = false
        #expect(try reader.count(filter) + open.rows.count == reader.count())
        filter.kind = .publisherGap
        #expect(try reader.rows(filter)[0, "orderId"] == .null)
    }

    @Test func `what a view has no column for is refused`() throws {
        #expect(throws: ViewError.noSuchFilter(view: "compliance", filter: "kind")) {
            try orders { $0.kind = .lost }
        }
        #expect(throws: ViewError.noSuchFilter(view: "compliance", filter: "id; DROP TABLE x")) {
            try orders { $0.sort = "id; DROP TABLE x" }
        }
    }

    @Test func `a query can wait for a position, and says when it waited in vain`() throws {
        let reader = try bench.reader("compliance")
        let end = Position(UInt64(DeliveryTests.story.records.count))
        try reader.wait(until: end, atMost: .zero)
        #expect(
            throws: ViewError.tooFarBehind(
                view: "compliance", wanted: end.rawValue + 1, reached: end.rawValue)
        ) { try reader.wait(until: end.next, atMost: .milliseconds(30)) }
        let lag = try reader.lag(logEnd: Position(end.rawValue + 5), logTime: nil)
        #expect(lag.events == 5)
    }

    @Test func `a row becomes one line of JSON`() {
        let table = ViewTable(columns: ["a", "b", "c", "d", "e"])
        let row: [ViewValue] = [
            .text("say \"速卖通\"\n"), .null, .boolean(true), .time(Story.start), .json("[1,2]"),
        ]
        #expect(
            table.json(row: row)
                == #"{"a":"say \"速卖通\"\n","b":null,"c":true,"d":"2024-05-06T02:00:00.000Z","e":[1,2]}"#)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_714_960_800_123_000_000, "2024-05-06T02:00:00.123Z"),
            (1_714_960_800_000_000_001, "2024-05-06T02:00:00.000000001Z"),
            (-1_000_000, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]) func `a time is shown as RFC 3339`(nanoseconds: Int64, text: String)
    {
        #expect(Instant(nanoseconds: nanoseconds).text == text)
    }
}
