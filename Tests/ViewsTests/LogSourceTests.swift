import EventLog
import Testing
import Vocabulary
import Wire

@testable import Views

struct LogSourceTests {
    /// Writes events as publishers send them, each in a commit of its own.
    private func write(_ events: [String], into directory: String) throws -> EventLog {
        let log = try EventLog.open(directory: directory)
        let decoder = EventDecoder()
        for (index, event) in events.enumerated() {
            var batch = DecodedBatch()
            unsafe Array(event.utf8).withUnsafeBytes { bytes in
                unsafe decoder.decode(bytes, as: .json, into: &batch)
            }
            guard case .event(let decoded) = batch.items.first else {
                Issue.record("not an event: \(event)")
                continue
            }
            _ = log.recordedTime(now: Story.minute(Int64(index)).nanoseconds)
            unsafe batch.bytes[decoded.record].withUnsafeBytes { _ = unsafe log.append($0) }
            log.commitIfIdle()
            _ = log.waitForRecords(beyond: UInt64(index), atMost: .seconds(10))
        }
        return log
    }

    private static let events = (0..<3).map { number in
        """
        {"specversion":"1.0","id":"\(number)","source":"wms/demo","type":"firstmile.handed-over.v1",\
        "time":"2024-05-06T02:0\(number):00.000Z","datacontenttype":"application/json",\
        "data":{"orderId":"order-\(number)","sellerId":"store-1","provider":"cainiao"}}
        """
    }

    @Test func `a view is folded from the real log, in its process and beside it`() throws {
        let bench = try Workbench()
        let directory = bench.directory + "/log"
        let log = try write(Self.events, into: directory)
        let source = LogSource(log, directory: directory, under: Workbench.rules)
        try bench.run(Compliance.self, source)
        let rows = try bench.reader("compliance").rows()
        #expect(rows.rows.map(\.[0]) == ["order-0", "order-1", "order-2"].map { .text($0) })
        #expect(rows[2, "handedOverAt"] == .time(Story.minute(2)))
        #expect(try bench.reader("compliance").checkpoint().recordedAt == Story.minute(2))

        let beside = LogSource(directory: directory, under: Workbench.rules)
        #expect(try beside.end() == Position(3))
        #expect(beside.wait(for: Position(2), atMost: .zero))
        #expect(!beside.wait(for: Position(3), atMost: .milliseconds(20)))
        try bench.run(Anomalies.self, beside)
        #expect(try bench.reader("anomalies").checkpoint().next == Position(3))
        log.close()
    }

    @Test func `bytes that are no event are said, with their place`() throws {
        let bench = try Workbench()
        let directory = bench.directory + "/log"
        let log = try write([Self.events[0]], into: directory)
        _ = log.recordedTime(now: Story.minute(5).nanoseconds)
        unsafe [0xFF, 0xFF, 0xFF].withUnsafeBytes { _ = unsafe log.append($0) }
        log.close()
        let checkpoint = try bench.run(
            Compliance.self, LogSource(directory: directory, under: Workbench.rules))
        #expect(checkpoint.next == Position(2))
        #expect(checkpoint.parked == 1)
        #expect(try bench.reader("compliance").parked()[0, "position"] == .integer(1))
    }
}
