import Testing
import Views
import Vocabulary

struct ComplianceTests {
    @Test func `deadlines that are near are counted, as long as there is no accepted number`() throws {
        var story = Story()
        for (minute, order) in zip([0, 5, 50, 60] as [Int64], ["a-1", "a-2", "a-3", "a-4"] as [OrderID]) {
            story.declare(minute, order)
            story.handOver(minute, order)
        }
        // In time.
        story.declare(60)
        story.handOver(60)
        story.accept(61)
        let bench = try Workbench()
        try bench.run(Compliance.self, ListSource(story.records))
        let spans: [Interval] = [.minutes(10), .minutes(30), .minutes(60)]
        let reader = try bench.reader("compliance")
        // The first has passed, the second has four minutes, the last two have 49 and 59.
        #expect(try reader.openDeadlines(at: Story.minute(121), within: spans) == [1, 1, 3])
        #expect(try reader.openDeadlines(at: Story.minute(400), within: spans) == [0, 0, 0])
    }

    /// A column and what it must show.
    typealias Expectation = (column: String, value: ViewValue)

    static let stories: [(name: String, tell: @Sendable (inout Story) -> Void, expected: [Expectation])] = [
        (
            "declared only", { $0.declare(-120) },
            [
                ("stage", .text("declared")), ("status", .text("awaiting-number")),
                ("abnormal", .boolean(false)),
                ("deadlineAt", .null), ("countedInScore", .boolean(false)), ("country", .text("ES")),
            ]
        ),
        (
            "in time",
            { story in
                story.declare(-120)
                story.handOver(0)
                story.accept(60)
            },
            [
                ("stage", .text("routed")), ("status", .text("compliant")), ("abnormal", .boolean(false)),
                ("subsidyEligible", .boolean(true)), ("countedInScore", .boolean(true)),
                ("handedOverAt", .time(Story.minute(0))), ("deadlineAt", .time(Story.minute(120))),
                ("uploadedAt", .time(Story.minute(60))), ("validatedAt", .time(Story.minute(60))),
                ("routedAt", .time(Story.minute(60))), ("trackingNumber", .text("LP00612345678901")),
                ("findings", .json("[]")), ("rulebook", .text("shipped@12345678")), ("position", .integer(4)),
            ]
        ),
        (
            "never uploaded",
            { story in
                story.declare(-120)
                story.handOver(0)
                story.miss(121, handedOver: 0)
            },
            [
                ("status", .text("awaiting-number")), ("abnormal", .boolean(true)),
                ("subsidyEligible", .boolean(false)), ("countedInScore", .boolean(false)),
            ]
        ),
        (
            "the mark is withdrawn",
            { story in
                story.handOver(0)
                story.miss(121, handedOver: 0)
                story.accept(60)
                story.withdraw(122)
            },
            [("abnormal", .boolean(false)), ("subsidyEligible", .boolean(true))]
        ),
        (
            "an earlier handover arrives later",
            { story in
                story.handOver(60)
                story.accept(150)
                story.handOver(0)
                story.miss(151, handedOver: 0, accepted: 150)
            },
            [
                ("handedOverAt", .time(Story.minute(0))), ("deadlineAt", .time(Story.minute(120))),
                ("abnormal", .boolean(true)), ("status", .text("compliant")),
            ]
        ),
        (
            "intercepted",
            { story in
                story.handOver(0)
                story.upload(10)
                story.stand(
                    10, .intercepted, .intercepted,
                    open: [Finding(.taxID), Finding(.phoneFormat, evidence: "912345678")])
            },
            [
                ("status", .text("intercepted")), ("stage", .text("validated")), ("uploadedAt", .null),
                ("findings", .json("[\"PHONE_FORMAT\",\"TAX_ID\"]")), ("countedInScore", .boolean(true)),
                ("subsidyEligible", .boolean(false)),
            ]
        ),
        (
            "not mandatory",
            { story in
                story.declare(-120)
                story.handOver(0)
                story.stand(0, .notApplicable, .notApplicable, judged: nil)
            },
            [
                ("status", .text("not-applicable")), ("deadlineAt", .null), ("stage", .text("handed-over")),
                ("countedInScore", .boolean(false)),
            ]
        ),
        (
            "replaced after voiding",
            { story in
                story.handOver(0)
                story.accept(10)
                story.fact(
                    20,
                    .numberVoided(
                        NumberVoided(
                            orderID: Story.order, provider: Story.provider, trackingNumber: Story.number)))
                story.stand(20, .awaitingNumber, .pending, judged: nil, first: 10)
                story.upload(200, number: "LP00612345678902")
                story.stand(
                    200, .compliant, .pass, judged: "LP00612345678902", accepted: "LP00612345678902",
                    first: 10)
            },
            [
                ("trackingNumber", .text("LP00612345678902")), ("uploadedAt", .time(Story.minute(10))),
                ("status", .text("compliant")),
            ]
        ),
        (
            "a second number is refused",
            { story in
                story.handOver(0)
                story.accept(10)
                story.upload(20, number: "LP00612345678902")
                story.stand(
                    20, .compliant, .intercepted, judged: "LP00612345678902", accepted: Story.number,
                    first: 10,
                    open: [Finding(.multiBox)])
            },
            [("trackingNumber", .text("LP00612345678901")), ("findings", .json("[\"MULTI_BOX\"]"))]
        ),
        (
            "scans out of order",
            { story in
                story.handOver(0)
                story.accept(10)
                story.scan(900, "SC_OUTBOUND_SUCCESS")
                story.scan(20, "GTMS_ASN")
                story.scan(600, "SC_INBOUND_SUCCESS")
            },
            [("onNetworkAt", .time(Story.minute(600)))]
        ),
        (
            "a forecast is not the network",
            { story in
                story.accept(10)
                story.scan(20, "GTMS_ASN")
            },
            [("onNetworkAt", .null), ("stage", .text("routed"))]
        ),
        (
            "delivered before anything else",
            { story in
                story.deliver(300)
                story.handOver(0)
                story.accept(30)
            },
            [("stage", .text("delivered")), ("deliveredAt", .time(Story.minute(300)))]
        ),
        (
            "lost after delivery stays delivered",
            { story in
                story.deliver(300)
                story.lose(400)
            },
            [("stage", .text("delivered"))]
        ),
        (
            "lost",
            { story in
                story.handOver(0)
                story.lose(400)
            },
            [("stage", .text("lost"))]
        ),
    ]

    @Test(arguments: stories.indices) func `an order stands as its story says`(_ index: Int) throws {
        let (name, tell, expected) = Self.stories[index]
        var story = Story()
        tell(&story)
        let table = try view(Compliance.self, of: story)
        #expect(table.rows.count == 1, "\(name)")
        for (column, value) in expected { #expect(table[0, column] == value, "\(name): \(column)") }
    }

    @Test(arguments: [true, false]) func `a scan that names only the number finds its order`(isLast: Bool)
        throws
    {
        var story = Story()
        story.handOver(0)
        if !isLast { story.scan(600, "SC_INBOUND_SUCCESS", of: nil, number: "lp-00612345678901") }
        story.accept(10)
        if isLast { story.scan(600, "SC_INBOUND_SUCCESS", of: nil, number: "LP00612345678901") }
        let table = try view(Compliance.self, of: story)
        #expect(table[0, "onNetworkAt"] == .time(Story.minute(600)))
    }

    @Test func `the columns are those of the design, in its order`() throws {
        let table = try view(Compliance.self, of: Story())
        #expect(
            table.columns == [
                "orderId", "sellerId", "country", "provider", "trackingNumber", "stage", "status", "abnormal",
                "findings", "declaredAt", "handedOverAt", "deadlineAt", "uploadedAt", "validatedAt",
                "routedAt",
                "onNetworkAt", "deliveredAt", "subsidyEligible", "countedInScore", "rulebook", "position",
            ])
    }
}
