import EventLog
import Testing

private let segmentBytes = 3_000
private func frame(_ number: Int) -> [String] {
    (0..<3).map { "\(number * 3 + $0) lorem ipsum dolor sit amet" }
}
private func texts(_ frames: Int) -> [String] { (0..<frames).flatMap(frame) }

/// A log whose newest segment lies in a file that held another one.
struct RecycledTests {
    let files: [String: [UInt8]]
    let newest: String
    let frames: Int

    init() throws {
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        for number in 0..<60 {
            log.commit(frame(number).map { Array($0.utf8) })
            while try log.packSealed() {}
        }
        files = withExtendedLifetime(log) { disk.files }
        newest = try #require(files.keys.filter { $0.hasSuffix(".segment") }.max())
        frames = 60
    }

    /// Bytes of the newest segment from its first one to the end of its last frame.
    private func used() throws -> Int {
        try #require(LogStatistics(FaultyDisk(files)).segments.last).usedBytes
    }

    @Test func `what is left of the earlier life is not seen`() throws {
        let used = try used()
        let bytes = try #require(files[newest])
        #expect(bytes.count > used && bytes[used...].contains { $0 != 0 })
        let disk = FaultyDisk(files)
        #expect(try disk.texts() == texts(60))
        #expect(try LogReader(disk).end() == 180)
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        #expect(log.next == 180)
        #expect(log.cutTail == nil)
        log.close()
        #expect(try LogVerifier(disk).verify().isWhole)
    }

    @Test func `a crash at any byte of the last frame leaves the whole frames before it`() throws {
        // Opened once more, the log has a mark behind its last frame; the one that tears comes after it.
        let before = FaultyDisk(files)
        let log = try EventLog.open(before, options: .inline(segmentBytes: segmentBytes))
        let bytes = try #require(before.files[newest])
        let end = try #require(LogStatistics(before).segments.last).usedBytes
        log.commit("the last one", "never acknowledged")
        let written = try #require(withExtendedLifetime(log) { before.files[newest] })
        let last = try #require(LogStatistics(before).segments.last).usedBytes
        for crash in end..<last {
            for isBackwards in [false, true] {
                // The sectors of the frame arrive from its beginning or from its end.
                var torn = files
                let border = isBackwards ? end + last - crash : crash
                let (low, high) = isBackwards ? (bytes, written) : (written, bytes)
                torn[newest] = Array(low[..<border]) + Array(high[border...])
                let stale = FaultyDisk(torn)
                let again = try EventLog.open(stale, options: .inline(segmentBytes: segmentBytes))
                #expect(again.next == 180, "crash at \(crash)")
                again.commit("after")
                again.close()
                #expect(try stale.texts() == texts(60) + ["after"])
                #expect(try LogVerifier(stale).verify().isWhole)
            }
        }
        log.close()
    }

    @Test func `a flipped bit before the last frame's end is refused`() throws {
        let disk = FaultyDisk(files)
        #expect(disk.openingError() == nil)  // And marks the end.
        let closed = try #require(disk.files[newest])
        for offset in 0..<(try used()) {
            var flipped = disk.files
            flipped[newest] = closed
            flipped[newest]?[offset] ^= 16
            guard case .damaged(let place, _) = FaultyDisk(flipped).openingError() else {
                Issue.record("a flip at \(offset) went unseen")
                continue
            }
            #expect(place.offset <= offset)
        }
    }

    @Test func `a reader whose segment was packed and written over goes on`() throws {
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        let early = try LogReader(disk)
        let readers = [try LogReader(disk), try LogReader(disk), try LogReader(disk)]
        var seen: [[Entry]] = [[], [], []]
        for number in 0..<120 {
            log.commit(frame(number).map { Array($0.utf8) }, at: Int64(number))
            // Each is further behind than the one before: half a segment, one, and all that there are spares for.
            for (index, behind) in [5, 12, 40].enumerated() where number >= behind {
                seen[index] += try readers[index].entries(
                    from: UInt64(seen[index].count), limit: index == 1 ? nil : log.durable, maxBytes: 110)
            }
            _ = try log.packSealed()
            #expect(try early.record(at: UInt64(number)) != nil)
            #expect(try early.position(atTime: Int64(number / 2)) == UInt64(number / 2 * 3))
        }
        for index in readers.indices {
            seen[index] += try readers[index].entries(from: UInt64(seen[index].count))
            #expect(seen[index].map { String(decoding: $0.bytes, as: UTF8.self) } == texts(120))
        }
        log.close()
    }

    @Test func `a time is found without reading all frames before it`() throws {
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline(segmentBytes: 64 << 20))
        let record = Array(repeating: UInt8(7), count: 2_000)
        for number in 0..<8_000 { log.commit([record], at: Int64(number)) }
        for time in [Int64(0), 1, 4_000, 7_999] {
            let before = disk.readBytes
            #expect(try LogReader(disk).position(atTime: time) == UInt64(time))
            #expect(try LogReader(disk).record(at: UInt64(time)) == record)
            #expect(disk.readBytes - before < 10 << 20, "of 16 MB in all")
        }
        log.close()
    }
}
