import Rulebook
import Testing
import Vocabulary

@testable import Views

private let all: [Token] = [
    "business-licence", "customs-registration-receipt", "customs-registration-number",
    "legal-person-id-front", "legal-person-id-back",
]

struct FilingAnomalyTests {
    private func rows(_ story: Story) throws -> ViewTable { try view(Anomalies.self, of: story) }

    @Test func `R9 papers that are missing are an anomaly of the seller and provider, until they are filed`()
        throws
    {
        var story = Story()
        story.file(0, ["business-licence"])
        var table = try rows(story)
        #expect(table.rows.count == 1)
        #expect(table[0, "kind"] == .text("QUALIFICATION_INCOMPLETE"))
        #expect(table[0, "severity"] == .text("warning"))
        #expect(table[0, "orderId"] == .null && table[0, "sellerId"] == .text("store-1"))
        #expect(table[0, "subject"] == .text("onboarding/store-1/cainiao"))
        #expect(table[0, "resolvedAt"] == .null)
        #expect(table[0, "messageZh"]?.text.hasPrefix("资质材料不全") == true)
        story.file(30, Array(all.dropFirst().dropLast()))
        table = try rows(story)
        #expect(table[0, "detail"] == .text("missing: legal-person-id-back"))
        story.file(60, ["legal-person-id-back"])
        table = try rows(story)
        #expect(table.rows.count == 1)
        #expect(table[0, "resolvedAt"] == .time(Story.minute(60)))
        #expect(table[0, "evidence"] == .json("[0,1,2]"))
    }

    @Test func `R9 a complete filing is none`() throws {
        var story = Story()
        story.file(0, all, registered: "1 Road", operating: "1 road")
        story.bind(10)
        #expect(try rows(story).rows.isEmpty)
    }

    @Test func `R12 addresses that differ are a warning until a later filing says the same`() throws {
        var story = Story()
        story.file(0, all, registered: "深圳市科技路1号", operating: "深圳市科技路2号")
        var table = try rows(story)
        #expect(table.rows.count == 1)
        #expect(table[0, "kind"] == .text("ADDRESS_MISMATCH") && table[0, "severity"] == .text("warning"))
        #expect(table[0, "messageZh"]?.text.hasPrefix("地址不一致") == true)
        #expect(table[0, "detail"] == .text("registered: 深圳市科技路1号; operating: 深圳市科技路2号"))
        // An older filing that arrives late says nothing about now, nor does one without both addresses.
        story.file(-60, [], registered: "深圳市科技路2号", operating: "深圳市科技路2号")
        story.file(30, [], registered: "深圳市科技路2号")
        #expect(try rows(story)[0, "resolvedAt"] == .null)
        story.file(60, [], registered: "深圳市科技路 2号", operating: "深圳市科技路２号")
        table = try rows(story)
        #expect(table[0, "resolvedAt"] == .time(Story.minute(60)))
        story.file(90, [], registered: "1 Road", operating: "2 Road")
        #expect(try rows(story).rows.count == 2)
    }
}
