import Rulebook
import Testing
import Vocabulary

@testable import Views

private let all: [Token] = [
    "business-licence", "customs-registration-receipt", "customs-registration-number",
    "legal-person-id-front", "legal-person-id-back",
]

struct OnboardingTests {
    private func table(
        _ story: Story, _ filter: ViewFilter = ViewFilter(), _ rules: Rulebook = RulebookFile.shipped.rules
    ) throws -> ViewTable {
        let bench = try Workbench()
        try bench.run(Onboarding.self, ListSource(story.records), rules: rules)
        return try bench.reader("onboarding").onboarding(filter, rules)
    }

    /// Everything a seller does, by minute.
    private func whole() -> Story {
        var story = Story()
        story.engage(0)
        story.file(60, all)
        for number in 1...5 { story.track(100 + Int64(number), "LP0061234567890\(number)") }
        story.approve(200)
        story.bind(300)
        return story
    }

    @Test func `R8 a pair is ready after contract, papers, test and binding`() throws {
        let table = try table(whole())
        #expect(table[0, "sellerId"] == .text("store-1") && table[0, "provider"] == .text("cainiao"))
        #expect(table[0, "ready"] == .boolean(true))
        #expect(table[0, "missing"] == .json("[]"))
        for column in ["missingStep", "since", "fix", "fixZh", "clause", "reminderAt"] {
            #expect(table[0, column] == .null, "\(column)")
        }
        #expect(table[0, "engagedAt"] == .time(Story.minute(0)))
        #expect(table[0, "qualifiedAt"] == .time(Story.minute(60)))
        #expect(table[0, "testedAt"] == .time(Story.minute(200)))
        #expect(table[0, "boundAt"] == .time(Story.minute(300)))
    }

    @Test(arguments: 0..<20)
    func `R8 the order in which the facts arrive makes no difference`(seed: UInt64) throws {
        var dice = SplitMix(state: seed)
        var story = whole()
        story.unbind(250)
        story.file(20, Array(all.prefix(2)), registered: "1 Road", operating: "2 Road")
        story.track(90, "LP00612345678901")
        var shuffled = Story()
        for record in story.records.shuffled(using: &dice) {
            shuffled.fact(
                (record.event.time - Story.start).nanoseconds / 60_000_000_000, record.event.payload)
        }
        let expected = try table(story).rows[0].dropLast()
        #expect(try table(shuffled).rows[0].dropLast() == expected, "seed \(seed)")
    }

    @Test func `R8 the binding is looked for first, with its menu path, whatever else is missing`() throws {
        var story = Story()
        story.engage(0)
        let table = try table(story)
        #expect(table[0, "missingStep"] == .text("binding"))
        #expect(table[0, "since"] == .time(Story.minute(0)))
        #expect(table[0, "missing"] == .json(#"["binding","qualification","integration-test"]"#))
        for column in ["fix", "fixZh"] {
            #expect(table[0, column]?.text.contains("【我的速卖通】→【物流服务】→【服务商管理】") == true)
        }
    }

    @Test func `R8 a binding that was withdrawn is missing since then`() throws {
        var story = whole()
        story.unbind(400)
        let table = try table(story)
        #expect(table[0, "missingStep"] == .text("binding"))
        #expect(table[0, "since"] == .time(Story.minute(400)))
    }

    @Test func `R9 papers add up over filings, and the fix names those that are missing`() throws {
        var story = Story()
        story.engage(0)
        story.bind(10)
        story.file(60, Array(all.prefix(3)) + ["a-photo"])
        var table = try table(story)
        #expect(table[0, "missingStep"] == .text("qualification"))
        #expect(
            table[0, "missingDocuments"] == .json(#"["legal-person-id-front","legal-person-id-back"]"#))
        #expect(table[0, "fixZh"]?.text.contains("法人身份证正面、法人身份证反面") == true)
        #expect(table[0, "fix"]?.text.contains("Legal person's ID card, front") == true)
        story.file(90, Array(all.suffix(2)))
        table = try self.table(story)
        #expect(table[0, "qualifiedAt"] == .time(Story.minute(90)))
        #expect(table[0, "missingStep"] == .text("integration-test"))
    }

    @Test func `R9 a provider with its own fleet needs the road transport permit`() throws {
        var rules = RulebookFile.shipped.rules
        rules.onboarding.ownFleet = ["cainiao"]
        var story = whole()
        #expect(try table(story, ViewFilter(), rules)[0, "missingStep"] == .text("qualification"))
        story.file(500, ["road-transport-permit"])
        #expect(try table(story, ViewFilter(), rules)[0, "ready"] == .boolean(true))
    }

    @Test func `R10 an approval with fewer than five different tracks is not complete`() throws {
        var story = Story()
        story.engage(0)
        story.file(10, all)
        story.bind(20)
        for number in [1, 2, 3, 4, 4, 1] { story.track(30, "LP0061234567890\(number)") }
        story.track(31, "lp 00612345678904")
        story.approve(100)
        var table = try table(story)
        #expect(table[0, "missingStep"] == .text("integration-test"))
        #expect(table[0, "tracks"] == .integer(4) && table[0, "tracksNeeded"] == .integer(5))
        #expect(table[0, "approvedAt"] == .time(Story.minute(100)))
        story.track(200, "LP00612345678905")
        table = try self.table(story)
        #expect(table[0, "testedAt"] == .time(Story.minute(200)))
        #expect(table[0, "ready"] == .boolean(true))
    }

    @Test(arguments: [(48 * 60, false), (48 * 60 + 1, true)])
    func `R11 an engagement without an answer is overdue after forty-eight hours of the log's time`(
        now: Int64, isOverdue: Bool
    ) throws {
        var story = Story()
        story.engage(0)
        story.complain(0)
        story.records[1].recordedAt = Story.minute(now)
        let table = try table(story)
        #expect(table[0, "reminderAt"] == .time(Story.minute(48 * 60)))
        #expect(table[0, "overdue"] == .boolean(isOverdue))
    }

    @Test func `R11 whatever comes after the engagement answers it`() throws {
        var story = Story()
        story.engage(0)
        story.file(60, ["business-licence"])
        story.complain(5000)
        let table = try table(story)
        #expect(table[0, "reminderAt"] == .null && table[0, "overdue"] == .boolean(false))
    }

    @Test func `R7 a provider is certified by its events, else by the rulebook's list`() throws {
        var story = whole()
        story.bind(0, provider: "acme")
        story.certify(400, "acme", until: 600)
        story.decertify(500, "cainiao")
        var table = try table(story)
        #expect(table[0, "missingStep"] == .text("certification"))
        #expect(table[0, "since"] == .time(Story.minute(500)))
        #expect(table[1, "certified"] == .boolean(true))
        story.complain(600)
        table = try self.table(story)
        #expect(table[1, "certified"] == .boolean(false))
    }

    @Test func `R12 addresses that differ are shown until a later filing says the same`() throws {
        var story = Story()
        story.file(0, all, registered: "深圳市科技路1号", operating: "深圳市科技路2号")
        #expect(try table(story)[0, "addressMismatch"] == .boolean(true))
        story.file(60, [], registered: "深圳市科技路 2号", operating: "深圳市科技路２号")
        #expect(try table(story)[0, "addressMismatch"] == .boolean(false))
    }

    @Test func `those not ready can be asked for by themselves, and by seller and provider`() throws {
        var story = whole()
        story.engage(0, seller: "store-2")
        story.engage(0, provider: "winit")
        var filter = ViewFilter()
        filter.isOpen = true
        #expect(try table(story, filter).rows.count == 2)
        filter.seller = "store-2"
        #expect(try table(story, filter)[0, "sellerId"] == .text("store-2"))
        filter = ViewFilter()
        filter.provider = "winit"
        #expect(try table(story, filter).rows.count == 1)
        filter = ViewFilter()
        (filter.limit, filter.offset) = (1, 1)
        #expect(try table(story, filter)[0, "sellerId"] == .text("store-2"))
    }

    @Test func `R8 how many lack the binding stands beside the source's figure`() throws {
        var story = whole()
        story.engage(0, seller: "store-2")
        story.bind(0, seller: "store-3")
        let bench = try Workbench()
        try bench.run(Onboarding.self, ListSource(story.records))
        let summary = try bench.reader("onboarding").onboardingSummary(
            ViewFilter(), RulebookFile.shipped.rules)
        #expect(
            summary.rows[0].dropLast() == [
                .text("binding-missing"), .real(0.5), .real(1), .integer(2), .integer(1), .real(0.926),
            ])
    }
}
