import EventLog
import Foundation
import Index
import Rulebook
import Testing
import Vocabulary
import Wire

@testable import Intake

struct WritePathTests {
    @Test(arguments: [true, false])
    func `the same event again is a duplicate, on disk or not yet`(commit: Bool) throws {
        let desk = try Desk()
        let first = try desk.take(Said.declared("1"), commit: commit)
        let again = try desk.take(Said.declared("1"), commit: commit)
        #expect(again.isDuplicate)
        #expect(again.position == first.position)
    }

    @Test func `the same event after a restart is a duplicate still`() throws {
        let desk = try Desk()
        let first = try desk.take(Said.declared("1"))
        try desk.restart()
        let again = try desk.take(Said.declared("1"))
        #expect(again.isDuplicate)
        #expect(again.position == first.position)
        #expect(try desk.records().count == 1)
    }

    @Test(arguments: [true, false])
    func `the same id with other content is a conflict`(commit: Bool) throws {
        let desk = try Desk()
        _ = try desk.take(Said.uploaded("1", "LP00612345678901", id: "u"), commit: commit)
        let other = try desk.take(Said.uploaded("1", "LP00612345678902", id: "u"), commit: commit)
        #expect(other.refusal?.code == .conflict)
        #expect(other.refusal?.field == "id")
    }

    @Test func `the same id from another source is another event`() throws {
        let desk = try Desk()
        _ = try desk.take(Said.uploaded("1", id: "u", source: "erp/a"))
        let other = try desk.take(Said.uploaded("1", id: "u", source: "erp/b"))
        #expect(other.position != nil && !other.isDuplicate)
    }

    @Test func `a time beyond the skew is refused and nothing is recorded`() throws {
        let desk = try Desk(now: Instant(seconds: 1_714_950_000))
        let early = try desk.take(Said.declared("1"))
        #expect(early.refusal?.code == .timeInFuture)
        #expect(early.refusal?.field == "time")
        #expect(try desk.records() == [])
    }

    @Test func `a fact and its verdict lie side by side in one commit`() throws {
        let desk = try Desk()
        for said in [Said.bound(), Said.declared("1"), Said.handedOver("1")] { _ = try desk.take(said) }
        let outcome = try desk.take(Said.uploaded("1"))
        #expect(outcome.verdict?.verdict == .pass)
        let records = try desk.records()
        #expect(records.map(\.event.payload.type).suffix(3) == [.numberUploaded, .validated, .routed])
        let cause = records[records.count - 3]
        #expect(
            records.suffix(2).allSatisfy { $0.cause == cause.position && $0.recordedAt == cause.recordedAt })
        #expect(records.suffix(2).allSatisfy { $0.origin == .decision })
    }

    @Test func `a deadline passes while the daemon is down and is judged after`() throws {
        let desk = try Desk(now: Instant(seconds: 1_714_961_000))
        for said in [Said.bound(), Said.declared("1"), Said.handedOver("1")] { _ = try desk.take(said) }
        try desk.restart()
        try desk.wait(until: Instant(seconds: 1_715_000_000))
        let missed = try desk.records().filter { $0.event.payload.type == .deadlineMissed }
        #expect(missed.count == 1)
        try desk.restart()
        try desk.wait(until: Instant(seconds: 1_715_100_000))
        #expect(try desk.records().filter { $0.event.payload.type == .deadlineMissed }.count == 1)
    }

    @Test func `a warning is not given again after a restart`() throws {
        // 45 minutes before the deadline of 04:00.
        let desk = try Desk(now: Instant(seconds: 1_714_965_300))
        for said in [Said.bound(), Said.declared("1"), Said.handedOver("1")] { _ = try desk.take(said) }
        try desk.wait(until: desk.now)
        try desk.restart()
        try desk.wait(until: desk.now)
        #expect(try desk.records().filter { $0.event.payload.type == .deadlineApproaching }.count == 1)
    }

    @Test func `R24 a publisher that is not trusted is judged by the log's time, before and after a restart`()
        throws
    {
        let text = RulebookFile.shipped.content
            .replacing("  sources: [\"*\"]", with: "  sources: [\"platform/*\"]")
        let rules = try RulebookFile.parse(content: text).rules
        try #require(!rules.sources.trustsEverybody)
        let desk = try Desk(rules: rules)
        for said in [Said.bound(), Said.declared("1"), Said.handedOver("1")] { _ = try desk.take(said) }
        // Bound only now by the log's clock, so the upload cannot have been accepted before.
        let outcome = try desk.take(Said.uploaded("1"))
        #expect(outcome.verdict?.firstAcceptedAt == desk.now)
        try desk.restart()
        let again = try desk.take(Said.uploaded("1", at: "02:20:00"))
        #expect(again.verdict?.firstAcceptedAt == desk.now)
    }
}

struct ColdOrderTests {
    @Test func `a fact whose order cannot be read back is not recorded without its decisions`() throws {
        let desk = try Desk(finishedOrdersKept: 0)
        for order in 0..<20 { _ = try desk.take(Said.delivered("o\(order)")) }
        // Until then the newest lie in memory.
        try desk.checkpoint()
        let orders = desk.directory.appending(path: "state/orders.state").path
        try #require(unsafe truncate(orders, 0) == 0)
        let next = desk.log.next
        #expect(throws: IndexError.self) { _ = try desk.take(Said.uploaded("o0"), commit: false) }
        #expect(desk.log.next == next)
    }

    @Test func `a number of an order that left memory cannot be voided by another order`() throws {
        let desk = try Desk(finishedOrdersKept: 0)
        for said in [
            Said.bound(), Said.declared("1"), Said.handedOver("1"), Said.uploaded("1"), Said.delivered("1"),
            Said.event(
                "void", "number-voided", "03:00:00",
                #""orderId":"2","provider":"cainiao","trackingNumber":"LP00612345678901""#),
            Said.declared("3"),
        ] { _ = try desk.take(said) }
        #expect(desk.path.openOrders == 2)
        let outcome = try desk.take(Said.uploaded("3", at: "08:00:00"))
        #expect(outcome.verdict?.findings.map(\.code) == [.numberConflict])
    }

    @Test func `an order that nobody finished leaves memory in time, and what comes late finds it as it was`()
        throws
    {
        let desk = try Desk(idleAfter: .days(1))
        for said in [Said.bound(), Said.declared("1"), Said.uploaded("1"), Said.declared("2")] {
            _ = try desk.take(said)
        }
        try desk.wait(until: desk.now + .days(2))
        // Two orders are looked at for each fact.
        for other in 3..<8 { _ = try desk.take(Said.declared("\(other)")) }
        #expect(desk.path.openOrders == 5)
        try desk.restart()
        #expect(desk.path.openOrders == 5)
        let taken = try desk.take(Said.uploaded("2"))
        #expect(taken.verdict?.findings.map(\.code) == [.numberConflict])
        let known = try desk.take(Said.handedOver("1"))
        #expect(known.verdict == nil, "compliant as before: nothing new follows")
    }

    @Test func `R27 a fee is not said again after a restart, also of an order that left memory`() throws {
        let desk = try Desk(finishedOrdersKept: 0)
        for said in [
            Said.bound(), Said.weighed("1", grams: 500), Said.uploaded("1"), Said.delivered("1"),
        ] { _ = try desk.take(said) }
        func fees() throws -> [FeeAssessed] {
            try desk.records().compactMap { recorded in
                if case .feeAssessed(let it) = recorded.event.payload { it } else { nil }
            }
        }
        #expect(try fees().map(\.total) == [Fen(3550)])
        try desk.restart()
        #expect(desk.path.openOrders == 0)
        _ = try desk.take(Said.handedOver("1"))
        #expect(try fees().count == 1)
        _ = try desk.take(Said.weighed("1", grams: 510, at: "01:00:00"))
        #expect(try fees().map(\.total) == [Fen(3550), Fen(3870)])
        #expect(try fees().map(\.couponOrdinal) == [1, 1])
    }

    /// More finished orders than stay in memory; then the oldest are asked for again.
    @Test func `an order that left memory comes back for a late fact, and its number stays taken`() throws {
        let desk = try Desk()
        _ = try desk.take(Said.bound(), commit: false)
        let orders = 10_050
        for order in 0..<orders {
            let number = "LP" + String(repeating: "0", count: 14 - String(order).count) + String(order)
            for said in [
                Said.declared("o\(order)"), Said.handedOver("o\(order)"), Said.uploaded("o\(order)", number),
                Said.delivered("o\(order)"),
            ] {
                _ = try desk.take(said, commit: false)
            }
            if order % 500 == 0 { desk.log.commitIfIdle() }
        }
        desk.log.commitIfIdle()
        #expect(desk.path.openOrders < orders)

        let taken = try desk.take(Said.uploaded("another", "LP00000000000003", at: "08:00:00"))
        #expect(taken.verdict?.verdict == .pending, "not declared yet")
        let conflict = try desk.take(Said.declared("another"))
        #expect(conflict.verdict?.findings.map(\.code) == [.numberConflict])

        // A handover an hour and a half earlier than the one known: the upload was late after all.
        _ = try desk.take(Said.handedOver("o3", at: "00:05:00"))
        try desk.wait(until: desk.now + .hours(1))
        let missed = try desk.records().compactMap { recorded -> DeadlineMissed? in
            guard case .deadlineMissed(let it) = recorded.event.payload else { return nil }
            return it
        }
        #expect(missed.map(\.orderID) == ["o3"])
        #expect(missed.first?.acceptedAt != nil)
    }
}
