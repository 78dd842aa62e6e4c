import EventLog
import Foundation
import GRDB
import Testing
import Vocabulary

@testable import Webhooks

struct NoticeTests {
    @Test func `of the log a webhook is told what it wants to know, of its sellers, in order`() throws {
        let bench = try Bench()
        bench.record(
            Bench.missed("a-1"), Bench.near("a-2"), Bench.missed("a-3", "store-2"), Bench.missed("a-4"),
            .validated(Validated(orderID: "a-5", verdict: .pass)))
        let log = LogNotices(
            try Bench.webhook(.deadlineMissed, sellers: ["store-1"]), log: bench.log, open: bench.open)
        let first = try log.next(after: 0)
        #expect(first.notice?.order == "a-1" && first.notice?.id == "log-0" && first.scanned == 0)
        #expect(first.notice?.json["type"] as? String == "firstmile.deadline-missed.v1")
        #expect(
            first.notice?.json["position"] as? Int == 0 && first.notice?.data["orderId"] as? String == "a-1")
        let second = try log.next(after: 1)
        #expect(second.notice?.order == "a-4" && second.notice?.next == 4)
        let none = try log.next(after: 4)
        #expect(none == Look(notice: nil, scanned: 5), "it was looked through to the end")
        #expect(try log.next(after: 0) == first, "the same again from the same place")
    }

    @Test func `an anomaly is told once, with an id that is the same when the view was made anew`() throws {
        let bench = try Bench()
        bench.record(Bench.missed("a-1"), Bench.missed("a-2", "store-2"), Bench.missed("a-3"))
        let anomalies = AnomalyNotices(
            try Bench.webhook(.anomalyOpened, sellers: ["store-1"]), views: bench.views)
        #expect(
            try anomalies.next(after: 0, key: "") == Look(notice: nil, scanned: 0), "there is no view yet")
        #expect(try anomalies.beginning(at: 0) == nil)
        try bench.makeAnomalies()
        let first = try #require(try anomalies.next(after: 0, key: "").notice)
        #expect(first.data["kind"] as? String == "MISSING_UPLOAD" && first.order == "a-1")
        #expect(
            first.json["type"] as? String == "firstmile.anomaly-opened.v1"
                && first.json["subject"] as? String == "a-1")
        #expect((first.data["messageZh"] as? String)?.isEmpty == false && first.data["resolvedAt"] == nil)
        let second = try #require(try anomalies.next(after: first.next, key: first.key).notice)
        #expect(second.order == "a-3" && second.id != first.id)
        let end = try anomalies.next(after: second.next, key: second.key)
        #expect(end.notice == nil && end.scanned == second.next)

        for file in try FileManager.default.contentsOfDirectory(atPath: bench.views) {
            try FileManager.default.removeItem(atPath: "\(bench.views)/\(file)")
        }
        try bench.makeAnomalies()
        #expect(
            try anomalies.next(after: second.next, key: second.key).notice == nil,
            "a rebuild tells nothing again")
        #expect(try anomalies.next(after: 0, key: "").notice?.id == first.id)
    }

    @Test func `where a rebuild moves rows, a webhook goes on behind the anomaly it was told last`() throws {
        let bench = try Bench()
        bench.record(Bench.missed("a-1"), Bench.missed("a-2"), Bench.missed("a-3"))
        try bench.makeAnomalies()
        let anomalies = AnomalyNotices(try Bench.webhook(.anomalyOpened), views: bench.views)
        let first = try #require(try anomalies.next(after: 0, key: "").notice)
        let queue = try DatabaseQueue(path: "\(bench.views)/anomalies.sqlite")
        // As another version of the view might number them, that finds something more at the beginning.
        try queue.write { db in
            try db.execute(sql: "UPDATE anomalies SET id = id + 100; UPDATE anomalies SET id = id - 95")
        }
        let second = try anomalies.next(after: first.next, key: first.key)
        #expect(second.notice?.order == "a-2" && second.scanned == first.next + 5)
        try queue.write { db in try db.execute(sql: "DELETE FROM anomalies WHERE orderId = 'a-1'") }
        let gone = try anomalies.next(after: first.next, key: first.key)
        #expect(
            gone.notice == nil || gone.notice?.order != "a-1",
            "what is gone is not looked for from the beginning")
    }

    @Test func `a webhook that is new is told of what is opened from now on`() throws {
        let bench = try Bench()
        bench.record(Bench.missed("a-1"))
        try bench.makeAnomalies()
        let anomalies = AnomalyNotices(try Bench.webhook(.anomalyOpened), views: bench.views)
        #expect(try anomalies.beginning(at: 2) == nil, "the view has not come so far")
        let place = try #require(try anomalies.beginning(at: 1))
        bench.record(Bench.missed("a-2"))
        try bench.makeAnomalies()
        #expect(try anomalies.next(after: place.scanned, key: place.key).notice?.order == "a-2")
    }
}
