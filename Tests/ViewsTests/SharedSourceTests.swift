import Dispatch
import Foundation
import Testing
import Vocabulary

@testable import Views

struct SharedSourceTests {
    /// So many records of as many orders.
    private func records(_ count: Int) -> [Recorded] {
        (0..<count).map { number in
            Recorded(
                position: Position(UInt64(number)), recordedAt: Story.minute(Int64(number)), origin: .fact,
                event: Event(
                    time: Story.minute(Int64(number)),
                    payload: .lost(Lost(orderID: OrderID(Token("order-\(number)") ?? Token())))))
        }
    }

    /// Reads on until `end`, and gives the positions in the order in which they came.
    private func read(
        _ source: any RecordSource, from start: UInt64 = 0, to end: UInt64, _ pause: (Int) -> Void = { _ in }
    ) throws -> [UInt64] {
        var batch = RecordBatch()
        var next = Position(start)
        var seen: [UInt64] = []
        while next.rawValue < end {
            _ = try source.read(from: next, atMost: 64, into: &batch)
            if batch.isEmpty { continue }
            seen += batch.records[batch.index(of: next)...].map(\.position.rawValue)
            next = batch.next
            pause(seen.count)
        }
        return seen
    }

    @Test func `what one view needed is decoded for all of them`() throws {
        let shared = SharedSource(ListSource(records(1000)), batches: 4, batchEvents: 100)
        let shares = (0..<3).map { _ in shared.share() }
        for part in 0..<5 {
            let start = UInt64(part) * 200
            for share in shares {
                #expect(try read(share, from: start, to: start + 200) == Array(start..<start + 200))
            }
        }
        #expect(shared.decoded.shared == 10)
        #expect(shared.decoded.alone == 0)
    }

    @Test func `who stands still holds the others up once, reads by himself after, and finds them again`()
        throws
    {
        let list = ListSource(records(3000), length: 2000)
        let shared = SharedSource(list, batches: 4, batchEvents: 100, patience: .milliseconds(5))
        let (swift, slow) = (shared.share(), shared.share())
        #expect(try read(slow, to: 100).count == 100)
        #expect(try read(swift, to: 2000) == Array(0..<2000))
        #expect(shared.decoded.alone == 0)

        #expect(try read(slow, from: 100, to: 2000) == Array(100..<2000))
        let alone = shared.decoded.alone
        #expect(alone == 15, "up to the four batches that are kept")
        list.grow(to: 3000)
        for start in stride(from: UInt64(2000), to: 3000, by: 100) {
            for share in [swift, slow] { _ = try read(share, from: start, to: start + 100) }
        }
        #expect(shared.decoded.alone == alone)
        #expect(shared.decoded.shared == 30)
    }

    @Test func `a view that is rebuilt from the beginning does not drag the others along`() throws {
        let shared = SharedSource(ListSource(records(2000)), batches: 4, batchEvents: 100)
        let (rebuilt, front) = (shared.share(), shared.share())
        #expect(try read(rebuilt, to: 100).count == 100)
        #expect(try read(front, from: 1500, to: 1600) == Array(1500..<1600))
        #expect(try read(rebuilt, from: 100, to: 1900) == Array(100..<1900))
        #expect(try read(front, from: 1600, to: 2000) == Array(1600..<2000))
    }

    @Test(arguments: [(1, 1), (2, 7), (4, 64)])
    func `five readers of any pace see every record once and in order`(batches: Int, batchEvents: Int) {
        let list = ListSource(records(4000))
        let shared = SharedSource(
            list, batches: batches, batchEvents: batchEvents, patience: .microseconds(200))
        DispatchQueue.concurrentPerform(iterations: 5) { reader in
            let seen = try? read(shared.share(), to: 4000) { count in
                if count % (37 * (reader + 1)) == 0 { usleep(UInt32(reader) * 300) }
            }
            #expect(seen == Array(0..<4000), "reader \(reader)")
        }
    }

    @Test func `views that share a decoding hold what each holds alone`() throws {
        var story = Story()
        for number in 0..<40 {
            let order = OrderID(Token("819000000000\(1000 + number)") ?? Token())
            story.declare(-120 + Int64(number), order)
            story.handOver(Int64(number), order)
            if number % 3 != 0 { story.deliver(600 + Int64(number), order) }
        }
        let (together, apart) = (try Workbench(), try Workbench())
        let shared = SharedSource(ListSource(story.records), batches: 2, batchEvents: 7)
        let projectors = [
            Projector(
                Compliance.self, in: together.directory, from: shared.share(), under: Workbench.rules),
            Projector(Score.self, in: together.directory, from: shared.share(), under: Workbench.rules),
        ]
        let end = Position(UInt64(story.records.count))
        for projector in projectors { projector.start() }
        for projector in projectors { #expect(projector.wait(until: end, atMost: .seconds(60))) }
        for projector in projectors { projector.stop() }
        try apart.run(Compliance.self, ListSource(story.records))
        try apart.run(Score.self, ListSource(story.records))
        for view in ["compliance", "score"] { #expect(try together.dump(view) == apart.dump(view)) }
    }

    @Test func `a view is shown only what it asks for, and goes on past the rest`() throws {
        var story = Story()
        story.declare(0)
        // Names neither an order nor a number: nothing can be done with it.
        story.scan(10, "GTMS_ACCEPT", of: nil)
        let bench = try Workbench()
        let list = ListSource(story.records)
        #expect(try bench.run(Compliance.self, list).parked == 1)
        let fees = try bench.run(Fees.self, list)
        #expect(fees.parked == 0)
        #expect(fees.next == Position(2))
        #expect(fees.eventTime == Story.minute(10))
    }
}
