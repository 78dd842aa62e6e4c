import Foundation
import Testing
import Vocabulary

@testable import Webhooks

struct StoreTests {
    private let notice = Notice(id: "log-4", kind: .deadlineMissed, body: [1], next: 5)

    @Test func `a place moves with the delivery, and not over what somebody skipped meanwhile`() throws {
        let bench = try Bench()
        let webhook = try Bench.webhook(.deadlineMissed)
        try bench.store.configure([webhook], end: 4)
        let start = WebhookStore.Place(next: 4, key: "")
        #expect(try bench.store.place(of: "ops", in: .log) == start, "where the log ends")
        #expect(try !bench.store.move("ops", in: .log, from: nil, to: .init(next: 9, key: "")), "it has one")
        try bench.store.failed(
            notice, of: "ops", in: .log, error: "it answered 500", at: Bench.time,
            again: Bench.time + .seconds(1))
        let failing = try #require(try bench.store.standings().first)
        #expect(failing.attempts == 1 && failing.trying == "log-4" && failing.failingSince == Bench.time)
        #expect(failing.lastError == "it answered 500" && failing.position == 4)

        #expect(try bench.store.skip("ops") == "log-4")
        #expect(try bench.store.place(of: "ops", in: .log)?.next == 5)
        #expect(try bench.store.skip("ops") == nil, "nothing is tried in vain now")
        #expect(try !bench.store.move("ops", in: .log, from: start, to: .init(next: 6, key: "")))
        try bench.store.delivered(notice, of: "ops", in: .log, from: .init(next: 5, key: ""), at: Bench.time)
        #expect(try bench.store.standings().first?.delivered == 1)
        #expect(try bench.store.standings().first?.failingSince == nil)
    }

    @Test func `one that leaves the settings keeps its place until it comes back`() throws {
        let bench = try Bench()
        let webhook = try Bench.webhook(.deadlineMissed, .anomalyOpened)
        try bench.store.configure([webhook], end: 4)
        try bench.store.move("ops", in: .log, from: .init(next: 4, key: ""), to: .init(next: 7, key: ""))
        try bench.store.configure([], end: 90)
        #expect(try bench.store.standings().map(\.isConfigured) == [false])
        try bench.store.configure([webhook], end: 99)
        #expect(try bench.store.beginning(of: "ops") == 4)
        #expect(try bench.store.place(of: "ops", in: .log)?.next == 7)
    }

    @Test
    func `a kind that is added to an old webhook is told from then on, not from where the webhook began`()
        throws
    {
        let bench = try Bench()
        try bench.store.configure([try Bench.webhook(.anomalyOpened)], end: 4)
        try bench.store.move("ops", in: .anomalies, from: nil, to: .init(next: 3, key: "k"))
        try bench.store.add([.viewStopped("score", at: 3, reason: "why", time: Bench.time)])
        let more = try Bench.webhook(.anomalyOpened, .deadlineMissed, .viewStopped)
        try bench.store.configure([more], end: 90)
        #expect(try bench.store.place(of: "ops", in: .log)?.next == 90)
        #expect(try bench.store.place(of: "ops", in: .news)?.next == 1)
        #expect(try bench.store.place(of: "ops", in: .anomalies)?.next == 3)
        try bench.store.configure([more], end: 95)
        #expect(try bench.store.place(of: "ops", in: .log)?.next == 90, "what came while it was away waits")
    }

    @Test func `anomalies are told from where they were first wanted, however late the view comes there`()
        throws
    {
        let bench = try Bench()
        let missed = try Bench.webhook(.deadlineMissed)
        let both = try Bench.webhook(.deadlineMissed, .anomalyOpened)
        for (webhook, end, begins) in [(missed, 4, 4), (missed, 30, 30), (both, 90, 90), (both, 95, 90)] {
            try bench.store.configure([webhook], end: UInt64(end))
            if webhook == both { #expect(try bench.store.beginning(of: "ops") == UInt64(begins)) }
        }
    }

    @Test func `what waits is given up as a whole`() throws {
        let bench = try Bench()
        try bench.store.configure([try Bench.webhook(.deadlineMissed)], end: 0)
        for source in [NoticeSource.log, .news] {
            try bench.store.move("ops", in: source, from: nil, to: .init(next: 0, key: ""))
        }
        try bench.store.add([.viewStopped("score", at: 3, reason: "why", time: Bench.time)])
        try bench.store.skipAll("ops", end: 12, views: bench.views)
        #expect(try bench.store.place(of: "ops", in: .log)?.next == 12)
        #expect(try bench.store.place(of: "ops", in: .news)?.next == 1)
    }

    @Test func `a view that stops at the same place twice is told once`() throws {
        let bench = try Bench()
        for reason in ["first", "again"] {
            try bench.store.add([.viewStopped("score", at: 3, reason: reason, time: Bench.time)])
        }
        try bench.store.add([.viewStopped("score", at: 4, reason: "later", time: Bench.time)])
        let webhook = try Bench.webhook(.viewStopped)
        let first = try #require(try bench.store.next(for: webhook, after: 0).notice)
        #expect(first.id == "view-score-3" && first.data["reason"] as? String == "first")
        let second = try #require(try bench.store.next(for: webhook, after: first.next).notice)
        #expect(second.id == "view-score-4")
        #expect(try bench.store.next(for: webhook, after: second.next).notice == nil)
        #expect(
            try bench.store.next(for: try Bench.webhook(.viewStopped, sellers: ["s"]), after: 0).notice
                == nil,
            "who is told of some stores only is not told of the daemon")
    }

    @Test func `a score that fell is told to those for whom it fell far enough, once a day`() throws {
        let bench = try Bench()
        let day = CalendarDay(shanghai: Bench.time)
        func look(_ scores: [String: Double], _ number: Int32) throws {
            try bench.store.keep(scores, on: number) { seller, before in
                .scoreFell(
                    of: seller, from: before, to: scores[seller] ?? 0, on: CalendarDay(number: number),
                    lateRate: 0.25, parcels: 40)
            }
        }
        try look(["store-1": 90, "store-2": 80], day.number)
        var webhook = try Bench.webhook(.scoreFell)
        #expect(try bench.store.next(for: webhook, after: 0).notice == nil, "nothing to compare with")
        try look(["store-1": 82.5, "store-2": 84, "store-3": 1], day.number + 1)
        #expect(try bench.store.scoreDay() == day.number + 1)
        let notice = try #require(try bench.store.next(for: webhook, after: 0).notice)
        #expect(notice.data["fell"] as? Double == 7.5 && notice.data["before"] as? Double == 90)
        #expect(notice.data["lateRate"] as? Double == 0.25 && notice.json["subject"] as? String == "store-1")
        #expect(notice.json["type"] as? String == "firstmile.store-score-fell.v1")
        #expect(try bench.store.next(for: webhook, after: notice.next).notice == nil)
        webhook.scoreFall = 8
        #expect(try bench.store.next(for: webhook, after: 0).notice == nil)
    }
}
