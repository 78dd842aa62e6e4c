import GRDB
import Rulebook
import Testing
import Vocabulary

@testable import Views

private let day: Int64 = 1440

/// RATE_ALARM: a provider's, lane's or store's failure rate leaving its control limits.
struct RateAlarmTests {
    /// Sixty uploads each day, of which some are intercepted; two stores in turn.
    private static func story(days: Int, intercepted: (Int) -> Int) -> Story {
        var story = Story()
        for today in 0..<days {
            for number in 0..<60 {
                let order = OrderID(stringLiteral: "o-\(today)-\(number)")
                let tracking = TrackingNumber(stringLiteral: "LP\(today)X\(number)")
                let minute = Int64(today) * day + Int64(number)
                story.declare(minute, order, seller: number % 2 == 0 ? "store-1" : "store-2")
                story.upload(minute, order, number: tracking)
                if number < intercepted(today) {
                    story.stand(
                        minute, .intercepted, .intercepted, of: order, judged: tracking,
                        open: [Finding(.phoneFormat)])
                } else {
                    story.stand(
                        minute, .compliant, .pass, of: order, judged: tracking, accepted: tracking,
                        first: minute)
                }
            }
        }
        return story
    }

    /// The alarms, as `subject day`, with whether they stand open.
    private func alarms(_ story: Story) throws -> [String: Bool] {
        let table = try view(Anomalies.self, of: story)
        var found: [String: Bool] = [:]
        for row in table.rows.indices where table[row, "kind"] == .text("RATE_ALARM") {
            #expect(table[row, "orderId"] == .null)
            let subject = table[row, "subject"]?.text ?? ""
            let words = (table[row, "detail"]?.text ?? "").split(separator: " ").prefix(2)
            found["\(subject) \(words.joined(separator: " "))"] = table[row, "resolvedAt"] == .null
        }
        return found
    }

    @Test func `a planted rise opens alarms about provider, lane and stores, with rate, number and limits`()
        throws
    {
        let story = Self.story(days: 32) { $0 == 29 || $0 == 30 ? 20 : 1 }
        let table = try view(Anomalies.self, of: story)
        let rows = table.rows.indices.filter { table[$0, "kind"] == .text("RATE_ALARM") }
        #expect(
            rows.map { table[$0, "subject"]?.text ?? "" } == [
                "lane/cainiao/ES", "provider/cainiao", "store/store-1", "store/store-2",
            ])
        let row = try #require(rows.dropFirst().first)
        let detail = table[row, "detail"]?.text ?? ""
        // 2024-05-06 and 29 days.
        #expect(detail.hasPrefix("intercepted 2024-06-04: 20 of 60, 33.33 %; usual 1.7"), "\(detail)")
        #expect(detail.contains("limit ") && detail.contains("28 days, 1680 parcels; p-chart"), "\(detail)")
        #expect(table[row, "openedAt"] == .time(Story.minute(30 * day - 10 * 60)), "when the day ended")
        #expect(table[row, "resolvedAt"] == .null, "the last whole day is out too")
        #expect(table[rows[2], "sellerId"] == .text("store-1"))
        #expect(table[row, "sellerId"] == .null)
    }

    @Test func `an alarm ends when a later day is within its limits again`() throws {
        let story = Self.story(days: 34) { $0 == 29 || $0 == 30 ? 20 : 1 }
        let found = try alarms(story)
        #expect(found["provider/cainiao intercepted 2024-06-04:"] == false, "\(found)")
        #expect(found.values.allSatisfy { !$0 }, "\(found)")
    }

    @Test func `a stable stream opens none, nor does a day that is not over`() throws {
        #expect(try alarms(Self.story(days: 32) { $0 % 3 }).isEmpty)
        #expect(try alarms(Self.story(days: 30) { $0 == 29 ? 20 : 1 }).isEmpty, "the last day goes on")
    }

    @Test func `the rates count each parcel once: verdict, clock and end`() throws {
        var story = Story()
        for number in 0..<4 {
            let order = OrderID(stringLiteral: "o-\(number)")
            let tracking = TrackingNumber(stringLiteral: "LP\(number)")
            story.declare(-60, order)
            story.handOver(0, order)
            if number == 0 { story.miss(121, order, handedOver: 0) }
            let minute: Int64 = number == 0 ? 130 : 30
            story.upload(minute, order, number: tracking)
            story.stand(
                minute, .intercepted, .intercepted, of: order, judged: tracking, open: [Finding(.taxID)])
            story.accept(minute + 1, order, number: tracking)
            if number == 0 { story.miss(132, order, handedOver: 0, accepted: 131) }
            if number == 1 { story.lose(400, order) } else { story.scan(400, "GTMS_SIGNED", of: order) }
            story.deliver(500, order)
        }
        let bench = try Workbench()
        try bench.run(Anomalies.self, ListSource(story.records))
        let counted = try bench.reader("anomalies").read { db in
            try Row.fetchAll(
                db,
                sql: "SELECT rate, parcels, failures FROM rate_days WHERE subject = 'provider' ORDER BY rate"
            ).map { "\($0[0] as String) \($0[2] as Int)/\($0[1] as Int)" }
        }
        #expect(counted == ["abnormal 1/4", "intercepted 4/4", "lost 1/4"])
    }

    @Test func `the outcome depends neither on batches nor on restarts`() throws {
        let records = Self.story(days: 34) { $0 == 29 || $0 == 30 ? 20 : 1 }.records
        let one = try Workbench()
        try one.run(Anomalies.self, ListSource(records))
        let other = try Workbench()
        var options = ProjectorOptions()
        options.chunkEvents = 100
        options.flushEvents = 100
        options.cacheRows = 16
        for cut in stride(from: 0, through: records.count, by: 997) {
            try other.run(Anomalies.self, ListSource(records, length: cut), options: options)
        }
        try other.run(Anomalies.self, ListSource(records), options: options)
        #expect(try one.dump("anomalies") == other.dump("anomalies"))
    }

    @Test func `the day is that of the rulebook's zone`() throws {
        let records = Self.story(days: 2) { _ in 1 }.records
        func days(_ offset: Interval) throws -> [Int] {
            var rules = Workbench.rules
            rules.rateAlarms.dayOffset = offset
            let bench = try Workbench()
            try bench.run(Anomalies.self, ListSource(records), rules: rules)
            return try bench.reader("anomalies").read { db in
                try Int.fetchAll(db, sql: "SELECT DISTINCT day FROM rate_days ORDER BY day")
            }
        }
        // 02:00Z on the 6th of May 2024 is day 19 849; thirteen hours earlier it was the day before.
        #expect(try days(.hours(8)) == [19_849, 19_850])
        #expect(try days(.hours(-3)) == [19_848, 19_849])
    }
}
