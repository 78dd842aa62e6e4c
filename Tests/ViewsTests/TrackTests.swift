import Foundation
import Rulebook
import Testing
import Vocabulary

@testable import Views

/// Carrier scans are neither sorted nor monotone (R38).
struct TrackTests {
    private func row(_ tell: (inout Story) -> Void, rules: Rulebook = Workbench.rules) throws -> ViewTable {
        var story = Story()
        tell(&story)
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(story.records), rules: rules)
        return try bench.reader("compliance").rows()
    }

    @Test func `R38 the earliest physical scan is the network, whatever order scans come in`() throws {
        let table = try row { story in
            story.scan(10, "GTMS_ASN")
            story.scan(900, "SC_OUTBOUND_SUCCESS")
            story.scan(600, "SC_INBOUND_SUCCESS")
            story.scan(300, "SC_INBOUND_FAILURE")
            story.scan(2000, "CC_IM_SUCCESS")
            story.scan(1500, "CC_EX_SUCCESS")
        }
        #expect(table[0, "onNetworkAt"] == .time(Story.minute(600)), "neither the forecast nor the exception")
        #expect(table[0, "stage"] == .text("in-transit"))
    }

    @Test func `R38 delivered never regresses, and its earliest word counts`() throws {
        let table = try row { story in
            story.scan(600, "SC_INBOUND_SUCCESS")
            story.deliver(9000)
            story.scan(8990, "GTMS_SIGNED")
            story.scan(9500, "GTMS_DELIVERING")
            story.scan(9600, "GTMS_DEL_FAILURE")
            story.lose(9700)
        }
        #expect(table[0, "stage"] == .text("delivered"))
        #expect(table[0, "deliveredAt"] == .time(Story.minute(8990)))
    }

    @Test
    func `R38 a scan may name provider and number instead of the order, before it is accepted and after`()
        throws
    {
        let table = try row { story in
            story.scan(700, "SC_INBOUND_SUCCESS", of: nil, number: "lp006 1234-5678901")
            story.declare(-60)
            story.accept(30)
            story.scan(1400, "LH_DEPART", of: nil, number: Story.number)
            story.scan(1500, "GTMS_SIGNED", of: nil, number: "LP00612345678999")
        }
        #expect(table.rows.count == 1)
        #expect(table[0, "onNetworkAt"] == .time(Story.minute(700)))
        #expect(table[0, "stage"] == .text("in-transit"), "another number's delivery is not ours")
    }

    @Test func `R38 a rulebook may map the codes of any provider`() throws {
        let shipped = RulebookFile.shipped.content
        let line = "  - {provider: \"*\", file: milestones/aggregators.csv"
        let range = try #require(shipped.firstRange(of: line))
        let own = "  - {provider: yanwen, file: milestones/yanwen.csv, clause: ours}\n"
        let text =
            shipped.replacingCharacters(in: range, with: own + line)
            + "---\nattachment: milestones/yanwen.csv\ntext: |2+\n  code,milestone,meaning\n  YW-IN,origin-processing,\n"
        let rules = try RulebookFile.parse(content: text).rules
        func tell(_ story: inout Story) {
            story.fact(600, .scanned(Scanned(orderID: Story.order, provider: "yanwen", code: "YW-IN")))
        }
        #expect(try row(tell)[0, "onNetworkAt"] == .null, "nobody said what the code means")
        #expect(try row(tell, rules: rules)[0, "onNetworkAt"] == .time(Story.minute(600)))
    }
}
