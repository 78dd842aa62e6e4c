import Rulebook
import Testing
import Views
import Vocabulary

struct FeesTests {
    /// 250 g with a battery, DDP and a coupon.
    static func fee(_ order: OrderID = Story.order, total: Int64 = 5108) -> FeeAssessed {
        var it = FeeAssessed(orderID: order, total: Fen(total))
        it.sellerID = Story.seller
        it.provider = Story.provider
        it.line = "cainiao-standard"
        it.card = "cainiao-standard"
        it.weight = Grams(250)
        it.lines = [
            FeeLine(.base, Fen(total - 1308)), FeeLine(.lightParcel, Fen(836)), FeeLine(.ddp, Fen(542)),
            FeeLine(.service, Fen(250)), FeeLine(.surcharge, Fen(180)), FeeLine(.coupon, Fen(-500)),
        ]
        it.couponOrdinal = 7
        it.rulebook = "shipped@12345678"
        return it
    }

    @Test func `R27 a row shows the working line by line`() throws {
        var story = Story()
        story.assess(10, Self.fee())
        let table = try view(Fees.self, of: story)
        let shown = [
            ("orderId", ViewValue.text("8190000000000001")), ("sellerId", .text("store-1")),
            ("provider", .text("cainiao")), ("line", .text("cainiao-standard")),
            ("weightGrams", .integer(250)),
            ("baseFen", .integer(3800)), ("lightParcelFen", .integer(836)), ("ddpFen", .integer(542)),
            ("serviceFen", .integer(250)), ("surchargeFen", .integer(180)), ("couponFen", .integer(-500)),
            ("totalFen", .integer(5108)), ("couponOrdinal", .integer(7)), ("billedFen", .null),
            ("differenceFen", .null), ("rulebook", .text("shipped@12345678")), ("position", .integer(0)),
        ]
        for (column, value) in shown { #expect(table[0, column] == value, "\(column)") }
    }

    @Test func `R34 the bill that was given last stands beside the fee`() throws {
        var story = Story()
        story.bill(20, 5200)
        story.assess(10, Self.fee())
        story.bill(15, 9999)
        let table = try view(Fees.self, of: story)
        #expect(table[0, "billedFen"] == .integer(5200))
        #expect(table[0, "differenceFen"] == .integer(92))
        #expect(table[0, "position"] == .integer(2))
    }

    @Test func `a fee that is owed no more leaves no amounts`() throws {
        var story = Story()
        story.assess(10, Self.fee())
        story.assess(20, FeeAssessed(orderID: Story.order, total: Fen(0)))
        let table = try view(Fees.self, of: story)
        #expect(table[0, "totalFen"] == .null)
        #expect(table[0, "baseFen"] == .null)
        #expect(table[0, "sellerId"] == .text("store-1"))
    }

    @Test func `orders without fee or bill have no row`() throws {
        var story = Story()
        story.declare(-120)
        story.handOver(0)
        #expect(try view(Fees.self, of: story).rows.isEmpty)
    }

    @Test func `fees are filtered by order, seller and mismatch`() throws {
        let bench = try Workbench()
        var story = Story()
        story.assess(10, Self.fee())
        story.assess(10, Self.fee("8190000000000002"))
        story.assess(10, Self.fee("8190000000000003"))
        story.bill(20, 5108)
        story.bill(20, 5109, "8190000000000002")
        try bench.run(Fees.self, ListSource(story.records))
        func orders(_ change: (inout ViewFilter) -> Void) throws -> [String] {
            var filter = ViewFilter()
            change(&filter)
            return try bench.reader("fees").rows(filter).rows.map { String($0[0].text.suffix(1)) }
        }
        #expect(try orders { _ in } == ["1", "2", "3"])
        #expect(try orders { $0.isMismatched = true } == ["2"])
        #expect(try orders { $0.isMismatched = false } == ["1", "3"])
        #expect(try orders { $0.order = "8190000000000003" } == ["3"])
        #expect(try orders { $0.seller = "store-2" } == [])
    }

    @Test func `R34 the anomaly shows both workings and where they were said`() throws {
        var story = Story()
        story.declare(-120)
        story.assess(10, Self.fee())
        story.bill(20, 5200)
        let table = try view(Anomalies.self, of: story)
        let message = RulebookFile.shipped.rules.messages[AnomalyKind.feeMismatch]
        #expect(table.rows.count == 1)
        #expect(table[0, "kind"] == .text("FEE_MISMATCH"))
        #expect(table[0, "severity"] == .text("warning"))
        #expect(table[0, "clause"] == .text(message.clause))
        #expect(table[0, "sellerId"] == .text("store-1"))
        #expect(table[0, "evidence"] == .json("[1,2]"))
        #expect(
            table[0, "detail"]
                == .text(
                    "billed by cainiao ¥52.00; by the rules ¥51.08 = base 38.00 + light-parcel 8.36 + ddp 5.42"
                        + " + service 2.50 + surcharge 1.80 − coupon 5.00; difference +0.92"))
    }

    static let stories: [(name: String, tell: @Sendable (inout Story) -> Void, open: Int, resolved: Int)] = [
        (
            "the bill agrees",
            { story in
                story.assess(10, fee())
                story.bill(20, 5108)
            }, 0, 0
        ),
        ("a bill without a fee", { $0.bill(20, 5108) }, 0, 0),
        (
            "the bill comes first",
            { story in
                story.bill(5, 5000)
                story.assess(10, fee())
            }, 1, 0
        ),
        (
            "a corrected bill agrees",
            { story in
                story.assess(10, fee())
                story.bill(20, 5200)
                story.bill(30, 5108)
            }, 0, 1
        ),
        (
            "an older bill that arrives late changes nothing",
            { story in
                story.assess(10, fee())
                story.bill(20, 5200)
                story.bill(15, 5108)
            }, 1, 0
        ),
        (
            "a corrected fee agrees",
            { story in
                story.assess(10, fee())
                story.bill(20, 5608)
                story.assess(30, fee(total: 5608))
            }, 0, 1
        ),
        (
            "nothing is owed any more",
            { story in
                story.assess(10, fee())
                story.bill(20, 5608)
                story.assess(30, FeeAssessed(orderID: Story.order, total: Fen(0)))
            }, 0, 1
        ),
        (
            "wrong in another way is one anomaly",
            { story in
                story.assess(10, fee())
                story.bill(20, 5200)
                story.bill(30, 5300)
            }, 1, 0
        ),
    ]

    @Test(arguments: stories.indices) func `R34 a mismatch opens and resolves as the story says`(_ index: Int)
        throws
    {
        let (name, tell, open, resolved) = Self.stories[index]
        var story = Story()
        tell(&story)
        let table = try view(Anomalies.self, of: story)
        let isOpen = table.rows.indices.map { table[$0, "resolvedAt"] == .null }
        #expect(isOpen.count { $0 } == open, "\(name)")
        #expect(isOpen.count { !$0 } == resolved, "\(name)")
    }
}
