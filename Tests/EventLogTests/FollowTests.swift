import EventLog
import Foundation
import Testing

@Suite(.timeLimit(.minutes(10)))
struct FollowTests {
    @Test func `a follower in the process wakes when its record is durable`() async throws {
        let log = try EventLog.open(FaultyDisk(), options: .threaded())
        let follower = Task.detached { log.waitForRecords(beyond: 1, atMost: .seconds(60)) }
        log.commit("one")
        log.commit("two")
        while log.fillingBytes > 0 { log.commitIfIdle() }
        #expect(await follower.value)
        #expect(log.durable == 2)
        log.close()
    }

    @Test func `what was read ahead while it was being written is read again once it is durable`() throws {
        let writing = FaultyDisk()
        let log = try EventLog.open(writing, options: .inline())
        log.commit("one")
        log.commit("two")
        let (name, whole) = try #require(writing.files.first)
        // A read beside the write finds the header of the second frame there and its record not yet.
        var torn = whole
        let record = try #require(whole.firstRange(of: Array("two".utf8)))
        torn.replaceSubrange(record, with: repeatElement(0, count: record.count))

        let disk = FaultyDisk([name: torn])
        let reader = try LogReader(disk)
        var texts: [String] = []
        let next = try unsafe reader.read(from: 0, limit: 1) { _, _, bytes in
            texts.append(unsafe String(decoding: bytes, as: UTF8.self))
        }
        let file = try disk.open(name, for: .write)
        try unsafe whole.withUnsafeBytes { try unsafe file.write($0, at: 0) }
        _ = try unsafe reader.read(from: next, limit: 2) { _, _, bytes in
            texts.append(unsafe String(decoding: bytes, as: UTF8.self))
        }
        #expect(texts == ["one", "two"])
    }

    @Test func `a follower stops waiting when its time is over or the log is closed`() async throws {
        let log = try EventLog.open(FaultyDisk(), options: .threaded())
        #expect(!log.waitForRecords(beyond: 0, atMost: .milliseconds(1)))
        let follower = Task.detached { log.waitForRecords(beyond: 0, atMost: .seconds(100_000)) }
        log.close()
        #expect(await !follower.value)
    }

    @Test func `a follower beside the process sees what is written`() async throws {
        let directory = try TemporaryDirectory()
        let log = try EventLog.open(directory: directory.path, options: .threaded())
        let path = directory.path
        let follower = Task.detached {
            let reader = try LogReader(directory: path)
            guard try reader.waitForRecords(beyond: 0, atMost: .seconds(60)) else { return [String]() }
            return try reader.texts()
        }
        log.commit("one")
        #expect(try await follower.value == ["one"])
        log.close()
        #expect(try !LogReader(directory: path).waitForRecords(beyond: 1, atMost: .milliseconds(3)))
    }

    @Test func `a reader beside a busy writer gets every record once and no false alarm`() async throws {
        let directory = try TemporaryDirectory()
        let log = try EventLog.open(
            directory: directory.path, options: .threaded(segmentBytes: 30_000, preparedBytes: 10_000))
        let path = directory.path
        let total = 4_000
        let follower = Task.detached {
            let reader = try LogReader(directory: path)
            var positions: [UInt64] = []
            while positions.count < total {
                _ = try reader.waitForRecords(beyond: UInt64(positions.count), atMost: .seconds(1))
                positions += try reader.entries(from: UInt64(positions.count), maxBytes: 2_000).map(
                    \.position)
                guard try LogVerifier(directory: path).verify().isWhole else { return positions }
            }
            return positions
        }
        for number in 0..<total {
            let record = [UInt8](repeating: UInt8(number % 251), count: number % 97)
            unsafe record.withUnsafeBytes { _ = unsafe log.append($0) }
            log.commitIfIdle()
            if number % 7 == 0 { await Task.yield() }
        }
        log.close()
        #expect(try await follower.value == Array(0..<UInt64(total)))
    }

    @Test func `durability is told on the commit thread after each sync`() throws {
        let log = try EventLog.open(FaultyDisk(), options: .threaded())
        let told = DispatchSemaphore(value: 0)
        log.onDurable { told.signal() }
        log.commit("one")
        #expect(told.wait(timeout: .now() + 60) == .success)
        #expect(log.durable == 1)
        log.close()
    }
}
