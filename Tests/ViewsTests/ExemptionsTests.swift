import Rulebook
import Testing
import Vocabulary

@testable import Views

/// Minutes of the 6th of May 2024, a Monday: 0 is 10:00 in Shanghai.
private let day: Int64 = 24 * 60

struct ExemptionsTests {
    private func rows(_ story: Story) throws -> ViewTable { try view(Exemptions.self, of: story) }

    @Test func `R6 a request shows when it was filed and answered, and the working days between`() throws {
        var story = Story()
        story.request(0)
        story.answer(day + 12 * 60, .approved)
        let table = try rows(story)
        #expect(table[0, "requestId"] == .text("ex-1"))
        #expect(table[0, "sellerId"] == .text("store-1"))
        #expect(table[0, "orderId"] == .text(Story.order.text))
        #expect(table[0, "category"] == .null)
        #expect(table[0, "requestedAt"] == .time(Story.minute(0)))
        #expect(table[0, "documents"] == .json(#"["material-proof","msds","carrier-qualification"]"#))
        #expect(table[0, "missing"] == .json("[]"))
        #expect(table[0, "decision"] == .text("approved"))
        #expect(table[0, "decidedAt"] == .time(Story.minute(day + 12 * 60)))
        #expect(table[0, "reviewWorkingDays"] == .real(1.5))
        #expect(table[0, "evidence"] == .json("[0,1]"))
    }

    @Test(
        arguments: [
            (nil, ExemptionDocuments.complete, nil, "undecided"), (.rejected, .complete, nil, "rejected"),
            (.approved, [.msds], nil, "incomplete"), (.approved, .complete, .exempt, "exempt"),
            (.approved, .complete, .awaitingNumber, "late"), (.approved, .complete, nil, "approved"),
        ] as [(ExemptionDecided.Decision?, ExemptionDocuments, ComplianceStatus?, String)])
    func `R6 what came of a request`(
        answer: ExemptionDecided.Decision?, papers: ExemptionDocuments, status: ComplianceStatus?,
        outcome: String
    ) throws {
        var story = Story()
        story.request(0, papers)
        if let answer { story.answer(10, answer) }
        if let status {
            let isLate = status == .awaitingNumber
            story.stand(
                20, status, isLate ? .pending : .exempt, judged: nil,
                open: isLate ? [Finding(.exemptionLate, .warning)] : [])
        }
        #expect(try rows(story)[0, "outcome"] == .text(outcome))
    }

    @Test func `R6 facts may come in any order, and the earliest complete filing counts`() throws {
        let tell: [(inout Story) -> Void] = [
            { $0.request(0, [.msds]) }, { $0.request(60) }, { $0.request(120) }, { $0.answer(90, .approved) },
            { $0.answer(30, .rejected) },
        ]
        let seen = try [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [3, 2, 0, 4, 1]].map { order in
            var story = Story()
            for index in order { tell[index](&story) }
            // The evidence is where the records lie, and they lie elsewhere.
            return try rows(story).rows.map { $0.dropLast() }
        }
        #expect(seen.allSatisfy { $0 == seen[0] })
        #expect(seen[0][0][4] == .time(Story.minute(60)))
        #expect(seen[0][0][10] == .text("approved"))
    }

    @Test func `R6 pass rate and mean review time stand beside the source's figures`() throws {
        var story = Story()
        for (index, answer) in [ExemptionDecided.Decision.approved, .approved, .rejected].enumerated() {
            story.request(0, id: Token("ex-\(index)") ?? "")
            story.answer(day * Int64(index + 1), answer, id: Token("ex-\(index)") ?? "")
        }
        story.request(0, id: "ex-8")
        story.request(0, id: "ex-9", seller: "store-2")
        let bench = try Workbench()
        try bench.run(Exemptions.self, ListSource(story.records))
        let rules = RulebookFile.shipped.rules.exemption
        var filter = ViewFilter()
        filter.limit = 1
        let table = try bench.reader("exemptions").exemptionSummary(filter, rules)
        #expect(
            table.rows[0].dropLast() == [
                .text("pass-rate"), .real(0.6667), .real(2), .integer(3), .integer(2), .real(0.683),
            ])
        #expect(
            table.rows[1].dropLast() == [
                .text("review-working-days"), .real(2), .real(6), .integer(3), .integer(2), .real(1.8),
            ])
        // The same figure as a row of the network's, with an interval, and with no window: it is over all requests.
        var network = ViewTable(columns: [
            "from", "kpi", "value", "denominator", "low", "benchmarkPreShipment",
        ])
        try bench.reader("exemptions").addExemptions(filter, rules, to: &network)
        #expect(
            network.rows == [
                [
                    .null, .text("exemption-pass-rate"), .real(0.6667), .integer(3), .real(0.2077),
                    .real(0.683),
                ]
            ])
        filter.seller = "store-2"
        let none = try bench.reader("exemptions").exemptionSummary(filter, rules)
        #expect(none[0, "value"] == .null && none[0, "denominator"] == .integer(0))
        #expect(try bench.reader("exemptions").count(filter) == 1)
    }

    @Test func `R6 a review that no calendar covers is left out of the mean, not out of the pass rate`()
        throws
    {
        var story = Story()
        story.request(0)
        story.answer(day * 365 * 4, .approved)
        let bench = try Workbench()
        try bench.run(Exemptions.self, ListSource(story.records))
        let table = try bench.reader("exemptions").exemptionSummary(
            ViewFilter(), RulebookFile.shipped.rules.exemption)
        #expect(table[0, "denominator"] == .integer(1))
        #expect(table[1, "denominator"] == .integer(0) && table[1, "excluded"] == .integer(1))
    }
}
