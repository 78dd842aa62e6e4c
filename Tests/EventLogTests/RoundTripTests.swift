import EventLog
import Foundation
import Measures
import Testing

struct RoundTripTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `what was appended is read back with its position and time`() throws {
        let log = try EventLog.open(directory: directory.path, options: .threaded())
        log.commit("one", "two", at: 7)
        #expect(log.waitForRecords(beyond: 1, atMost: .seconds(60)))
        log.commit("three", at: 9)
        log.close()
        let entries = try LogReader(directory: directory.path).entries()
        #expect(
            entries == [
                Entry(position: 0, recordedAt: 7, bytes: Array("one".utf8)),
                Entry(position: 1, recordedAt: 7, bytes: Array("two".utf8)),
                Entry(position: 2, recordedAt: 9, bytes: Array("three".utf8)),
            ])
    }

    @Test func `what was written is counted, commit by commit`() throws {
        let log = try EventLog.open(directory: directory.path, options: .threaded())
        #expect(log.figures.records == 0)
        log.commit("one", "two", at: 7)
        #expect(log.waitForRecords(beyond: 1, atMost: .seconds(60)))
        log.commit("three", at: 9)
        log.close()
        let figures = log.figures
        #expect(figures.records == 3 && figures.frameRecords.count == 2 && figures.frameRecords.sum == 3)
        #expect(figures.commitTimes.count == 2 && figures.syncTimes.count >= 2)
        #expect(figures.commitTimes.sum >= figures.syncTimes.sum / 2 && figures.bytes >= 11)
    }

    @Test func `positions go on after opening again`() throws {
        for round in 0..<3 {
            let log = try EventLog.open(directory: directory.path, options: .threaded())
            #expect(log.next == UInt64(round))
            #expect(log.durable == UInt64(round))
            #expect(log.cutTail == nil)
            log.commit("round \(round)")
            log.close()
        }
        #expect(try LogReader(directory: directory.path).texts() == ["round 0", "round 1", "round 2"])
    }

    @Test func `many records run through many segments with threads as in the daemon`() throws {
        let log = try EventLog.open(
            directory: directory.path, options: .threaded(segmentBytes: 20_000, preparedBytes: 8_192))
        let reader = try LogReader(directory: directory.path)
        var read: [Entry] = []
        for number in 0..<5_000 {
            let record = Array("record \(number)".utf8)
            unsafe record.withUnsafeBytes { _ = unsafe log.append($0) }
            log.commitIfIdle()
            if number % 64 == 0 { read += try reader.entries(from: UInt64(read.count), limit: log.durable) }
        }
        log.close()
        #expect(log.failure == nil)
        #expect(log.durable == 5_000)
        read += try reader.entries(from: UInt64(read.count))
        #expect(read.map(\.position) == Array(0..<5_000))
        #expect(read.map { String(decoding: $0.bytes, as: UTF8.self) } == (0..<5_000).map { "record \($0)" })
        #expect(try LogVerifier(directory: directory.path).verify().isWhole)
    }

    @Test func `empty and very long records are records`() throws {
        let long = Array(repeating: UInt8(7), count: 3 << 20)
        let log = try EventLog.open(directory: directory.path, options: .threaded())
        log.commit([[], long, []])
        log.close()
        #expect(try LogReader(directory: directory.path).entries().map(\.bytes) == [[], long, []])
        #expect(try EventLog.open(directory: directory.path).next == 3)
    }

    @Test func `recorded time never goes back, even when the clock does`() throws {
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline())
        log.commit("a", at: 100)
        log.commit("b", at: 50)
        log.close()
        let again = try EventLog.open(disk, options: .inline())
        #expect(again.recordedTime(now: 20) == 100)
        #expect(again.recordedTime(now: 120) == 120)
        again.close()
        #expect(try LogReader(disk).entries().map(\.recordedAt) == [100, 100])
    }

    @Test func `a second writer is refused and told who holds the log`() throws {
        let log = try EventLog.open(directory: directory.path, options: .threaded())
        let expected = LogError.locked(file: "\(directory.path)/writer.lock", pid: getpid())
        #expect(throws: expected) { try EventLog.open(directory: directory.path) }
        log.close()
        try EventLog.open(directory: directory.path, options: .threaded()).close()
    }

    @Test func `a log that does not exist cannot be read`() {
        #expect(throws: LogError.self) { try LogReader(directory: directory.path + "/none") }
    }
}
