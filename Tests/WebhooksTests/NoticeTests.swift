import EventLog
import Foundation
import GRDB
import Testing
import Views
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
        let anomalies = bench.anomalies(of: try Bench.webhook(.anomalyOpened, sellers: ["store-1"]))
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
        let anomalies = bench.anomalies(of: try Bench.webhook(.anomalyOpened))
        let first = try #require(try anomalies.next(after: 0, key: "").notice)
        let queue = try DatabaseQueue(path: "\(bench.views)/anomalies.sqlite")
        // As another version of the view might number them, that finds something more at the beginning.
        try queue.write { db in
            try db.execute(sql: "UPDATE anomalies SET id = id + 100; UPDATE anomalies SET id = id - 95")
        }
        let second = try anomalies.next(after: first.next, key: first.key)
        #expect(second.notice?.order == "a-2" && second.scanned == first.next + 5)
    }

    @Test
    func `where the row is gone, what was not sent is not jumped, whenever it is said to have happened`()
        throws
    {
        let bench = try Bench()
        for order: OrderID in ["a-1", "a-2", "a-3", "a-4", "a-5", "a-6"] { bench.record(Bench.missed(order)) }
        try bench.makeAnomalies()
        let anomalies = bench.anomalies(of: try Bench.webhook(.anomalyOpened))
        let rows = try ViewReader("anomalies", in: bench.views).anomalies(openedAfter: 0, limit: 9)
        let (last, gone) = (rows[2], rows[3])
        let queue = try DatabaseQueue(path: "\(bench.views)/anomalies.sqlite")
        try queue.write { db in
            try db.execute(sql: "DELETE FROM anomalies WHERE id = ?", arguments: [gone.id])
            // A late fact: opened after the one that was sent last, of an earlier time.
            try db.execute(
                sql: "UPDATE anomalies SET openedAt = openedAt - 3600000000000 WHERE orderId = 'a-5'")
            // One that was sent long ago and is settled now.
            try db.execute(
                sql:
                    "UPDATE anomalies SET resolvedAt = openedAt + 1, evidence = '[0,5]' WHERE orderId = 'a-1'"
            )
        }
        let missed = try anomalies.next(after: gone.id, key: gone.place)
        #expect(missed == Look(notice: nil, scanned: gone.id, key: gone.place), "looked for once more")
        let next = try anomalies.next(after: gone.id, key: gone.place)
        #expect(next.notice?.order == "a-5" && next.scanned == last.id && next.key == last.place)
        let then = try anomalies.next(after: rows[4].id, key: next.notice?.key ?? "")
        #expect(then.notice?.order == "a-6")
    }

    @Test func `a view that is being made anew is waited for, not told from its beginning`() throws {
        let bench = try Bench()
        bench.record(Bench.missed("a-1"), Bench.missed("a-2"), Bench.missed("a-3"))
        try bench.makeAnomalies()
        let rows = try ViewReader("anomalies", in: bench.views).anomalies(openedAfter: 0, limit: 9)
        for file in try FileManager.default.contentsOfDirectory(atPath: bench.views) {
            try FileManager.default.removeItem(atPath: "\(bench.views)/\(file)")
        }
        // It has come to a-2 and the log to a-5; a-3 was told last.
        let other = try Bench()
        other.record(Bench.missed("a-1"), Bench.missed("a-2"))
        try other.makeAnomalies()
        var end: UInt64 = 5
        let anomalies = AnomalyNotices(
            try Bench.webhook(.anomalyOpened), views: other.views, end: { end })
        for _ in 1...3 {
            let look = try anomalies.next(after: rows[2].id, key: rows[2].place)
            #expect(look == Look(notice: nil, scanned: rows[2].id, key: rows[2].place))
        }
        end = 6
        other.record(Bench.missed("a-3"), Bench.missed("a-4"), Bench.missed("a-5"))
        try other.makeAnomalies()
        #expect(try anomalies.next(after: rows[2].id, key: rows[2].place).notice?.order == "a-4")
    }

    @Test func `a webhook that is new is told of what is opened from now on`() throws {
        let bench = try Bench()
        bench.record(Bench.missed("a-1"))
        try bench.makeAnomalies()
        let anomalies = bench.anomalies(of: try Bench.webhook(.anomalyOpened))
        #expect(try anomalies.beginning(at: 2) == nil, "the view has not come so far")
        let place = try #require(try anomalies.beginning(at: 1))
        bench.record(Bench.missed("a-2"))
        try bench.makeAnomalies()
        #expect(try anomalies.next(after: place.scanned, key: place.key).notice?.order == "a-2")
    }
}
