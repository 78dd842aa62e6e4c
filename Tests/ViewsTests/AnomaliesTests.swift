import Rulebook
import Testing
import Views
import Vocabulary

struct AnomaliesTests {
    static let stories:
        [(name: String, tell: @Sendable (inout Story) -> Void, open: [String], resolved: [String])] = [
            (
                "nothing wrong",
                { story in
                    story.declare(-120)
                    story.handOver(0)
                    story.accept(60)
                    story.deliver(9000)
                }, [], []
            ),
            (
                "never uploaded",
                { story in
                    story.handOver(0)
                    story.miss(121, handedOver: 0)
                }, ["MISSING_UPLOAD"], []
            ),
            (
                "accepted late",
                { story in
                    story.handOver(0)
                    story.miss(121, handedOver: 0)
                    story.accept(130)
                    story.miss(131, handedOver: 0, accepted: 130)
                }, ["LATE_UPLOAD"], ["MISSING_UPLOAD"]
            ),
            (
                "withdrawn",
                { story in
                    story.handOver(0)
                    story.miss(121, handedOver: 0)
                    story.withdraw(122)
                }, [], ["MISSING_UPLOAD"]
            ),
            (
                "intercepted, then corrected",
                { story in
                    story.upload(10)
                    story.stand(
                        10, .intercepted, .intercepted, open: [Finding(.phoneFormat), Finding(.taxID)])
                    story.stand(20, .intercepted, .intercepted, open: [Finding(.taxID)])
                }, ["TAX_ID"], ["PHONE_FORMAT"]
            ),
            (
                "found again after it was resolved",
                { story in
                    story.stand(10, .intercepted, .intercepted, open: [Finding(.taxID)])
                    story.stand(20, .compliant, .pass, accepted: Story.number, first: 20)
                    story.stand(
                        30, .compliant, .intercepted, accepted: Story.number, first: 20,
                        open: [Finding(.taxID)])
                }, ["TAX_ID"], ["TAX_ID"]
            ),
            (
                "a warning that an order is not declared is no anomaly",
                { $0.stand(10, .compliant, .pass, open: [Finding(.notDeclared, .warning)]) }, [], []
            ),
            (
                "delivered before it was handed over",
                { story in
                    story.declare(-120)
                    story.deliver(300)
                    story.handOver(0)
                }, ["OUT_OF_ORDER"], []
            ),
            (
                "handed over before it was declared",
                { story in
                    story.declare(10)
                    story.handOver(0)
                }, ["OUT_OF_ORDER"], []
            ),
            (
                "the earlier declaration arrives later",
                { story in
                    story.declare(10)
                    story.handOver(0)
                    story.declare(-10)
                }, [], ["OUT_OF_ORDER"]
            ),
            (
                "an upload before its handover, scans in disorder",
                { story in
                    story.declare(-120)
                    story.accept(-30)
                    story.handOver(0)
                    story.scan(900, "SC_OUTBOUND_SUCCESS")
                    story.scan(600, "SC_INBOUND_SUCCESS")
                }, [], []
            ),
            ("lost", { $0.lose(400) }, ["LOST"], []),
            (
                "lost and found",
                { story in
                    story.handOver(0)
                    story.lose(400)
                    story.deliver(500)
                }, [], ["LOST"]
            ),
            (
                "the platform decides otherwise",
                { story in
                    story.stand(10, .compliant, .pass, accepted: Story.number, first: 10)
                    story.fact(11, .validated(Validated(orderID: Story.order, verdict: .intercepted)))
                }, ["VERDICT_DIVERGES"], []
            ),
            (
                "the platform comes round",
                { story in
                    story.stand(10, .compliant, .pass, accepted: Story.number, first: 10)
                    story.fact(11, .validated(Validated(orderID: Story.order, verdict: .intercepted)))
                    story.fact(12, .validated(Validated(orderID: Story.order, verdict: .pass)))
                }, [], ["VERDICT_DIVERGES"]
            ),
            (
                "a publisher skips numbers and fills some",
                { story in
                    for sequence in [1, 2, 6, 4] as [UInt64] {
                        story.fact(0, .lost(Lost(orderID: "x")), publisher: 9, sequence: sequence)
                    }
                }, ["LOST", "PUBLISHER_GAP"], []
            ),
            (
                "a publisher fills its gap",
                { story in
                    for sequence in [1, 4, 2, 3] as [UInt64] {
                        story.fact(0, .complained(Complained(orderID: "x")), publisher: 9, sequence: sequence)
                    }
                }, [], ["PUBLISHER_GAP"]
            ),
        ]

    @Test(arguments: stories.indices) func `anomalies open and resolve as the story says`(_ index: Int) throws
    {
        let (name, tell, open, resolved) = Self.stories[index]
        var story = Story()
        tell(&story)
        let table = try view(Anomalies.self, of: story)
        var found: (open: [String], resolved: [String]) = ([], [])
        for row in table.rows.indices {
            let kind = table[row, "kind"]?.text ?? ""
            if table[row, "resolvedAt"] == .null {
                found.open.append(kind)
            } else {
                found.resolved.append(kind)
            }
        }
        #expect(found.open.sorted() == open, "\(name)")
        #expect(found.resolved.sorted() == resolved, "\(name)")
    }

    @Test func `a row says who, when, why and what to do`() throws {
        var story = Story()
        story.declare(-120)
        story.handOver(0)
        story.upload(10)
        story.stand(
            10, .intercepted, .intercepted,
            open: [Finding(.phoneFormat, evidence: "912345678", fix: "+34912345678")])
        let table = try view(Anomalies.self, of: story)
        let message = RulebookFile.shipped.rules.messages[AnomalyKind.phoneFormat]
        #expect(table[0, "orderId"] == .text("8190000000000001"))
        #expect(table[0, "sellerId"] == .text("store-1"))
        #expect(table[0, "openedAt"] == .time(Story.minute(10)))
        #expect(table[0, "evidence"] == .json("[2,3]"))
        #expect(table[0, "fix"] == .text("+34912345678"))
        #expect(table[0, "detail"] == .text("912345678"))
        #expect(table[0, "clause"] == .text(message.clause))
        #expect(table[0, "message"] == .text(message.text.en))
        #expect(table[0, "messageZh"] == .text(message.text.zh))
        #expect(table[0, "severity"] == .text("blocking"))
    }

    @Test(arguments: [(true, 0), (false, 1)])
    func `a time far back is an anomaly only where the clock is not believed`(trusted: Bool, rows: Int) throws
    {
        var story = Story()
        story.fact(
            0, .complained(Complained(orderID: Story.order)), recorded: 60 * 24 * 400)
        let bench = try Workbench()
        let records = story.records.map { record in
            var record = record
            record.trustsClock = trusted
            return record
        }
        try bench.run(Anomalies.self, ListSource(records))
        let table = try bench.reader("anomalies").rows()
        #expect(table.rows.count == rows)
        if rows == 1 { #expect(table[0, "kind"] == .text("BACKDATED")) }
    }
}
