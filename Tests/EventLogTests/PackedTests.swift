import EventLog
import Testing

/// Frames with records that repeat themselves, as real ones do, and some that do not.
private func frames(_ count: Int) -> [[String]] {
    (0..<count).map { frame in
        (0..<3).map { "order-declared \(frame * 3 + $0) \(String(repeating: "CN", count: 20))" }
    }
}

private let segmentBytes = 3_000

struct PackedTests {
    let plain: [String: [UInt8]]
    let disk: FaultyDisk

    init() throws {
        plain = try FaultyDisk.closed(frames(100), segmentBytes: segmentBytes)
        disk = FaultyDisk(plain)
        try disk.pack(segmentBytes: segmentBytes)
    }

    private var packedNames: [String] { disk.files.keys.filter { $0.hasSuffix(".packed") }.sorted() }

    @Test func `all but the newest segment is packed and smaller`() throws {
        let segments = plain.keys.sorted()
        #expect(packedNames == segments.dropLast().map { $0.prefix(20) + ".packed" })
        #expect(disk.files.keys.filter { $0.hasSuffix(".segment") } == [segments.last ?? ""])
        for name in packedNames {
            #expect(disk.files[name]?.count ?? .max < plain["\(name.prefix(20)).segment"]?.count ?? 0)
        }
    }

    @Test func `readers notice nothing`() throws {
        let before = try LogReader(FaultyDisk(plain))
        let after = try LogReader(disk)
        #expect(try after.entries() == before.entries())
        for position in UInt64(0)..<300 {
            #expect(try after.record(at: position) == before.record(at: position))
        }
        for time in Int64(-1)...101 {
            #expect(try after.position(atTime: time) == before.position(atTime: time), "\(time)")
        }
        #expect(try after.end() == 300)
    }

    @Test func `verifier and statistics find the same as before`() throws {
        let (before, after) = (try LogVerifier(FaultyDisk(plain)).verify(), try LogVerifier(disk).verify())
        #expect(after.isWhole)
        #expect(after.records == before.records)
        #expect(after.frames == before.frames)
        #expect(after.bytes == before.bytes)
        let (was, now) = (try LogStatistics(FaultyDisk(plain)), try LogStatistics(disk))
        #expect(now.records == was.records)
        #expect(now.frames == was.frames)
        #expect(now.usedBytes == was.usedBytes)
        #expect(now.longestFrameBytes == was.longestFrameBytes)
        #expect(now.firstRecordedAt == was.firstRecordedAt)
        #expect(now.lastRecordedAt == was.lastRecordedAt)
        #expect(now.fileBytes < was.fileBytes)
        #expect(now.segments.dropLast().allSatisfy { $0.isPacked && $0.isSealed })
    }

    @Test func `a flipped bit anywhere in a packed segment is refused`() throws {
        let name = packedNames[1]
        let bytes = try #require(disk.files[name])
        for offset in bytes.indices {
            var flipped = disk.files
            flipped[name]?[offset] ^= 1
            let damaged = FaultyDisk(flipped)
            let damages = try LogVerifier(damaged).verify().damages
            guard case .damaged(let place, _) = damages.first else {
                Issue.record("a flip at \(offset) went unseen")
                continue
            }
            #expect(place.file == "/log/\(name)")
            #expect(place.offset <= offset)
            #expect(throws: LogError.self) { try damaged.texts() }
        }
    }

    @Test func `a packed segment cut short is refused`() throws {
        let name = packedNames[1]
        let bytes = try #require(disk.files[name])
        for kept in stride(from: 0, to: bytes.count, by: 5) {
            var cut = disk.files
            cut[name] = Array(bytes[..<kept])
            guard case .damaged(let place, _) = FaultyDisk(cut).openingError() else {
                Issue.record("\(kept) bytes were taken for a segment")
                continue
            }
            #expect(place.file == "/log/\(name)")
        }
    }

    @Test func `a packed segment of another log in its place is refused`() throws {
        let other = FaultyDisk(try FaultyDisk.closed(frames(100), segmentBytes: segmentBytes))
        try other.pack(segmentBytes: segmentBytes)
        var mixed = disk.files
        mixed[packedNames[1]] = other.files[packedNames[1]]
        guard case .damaged = FaultyDisk(mixed).openingError() else {
            Issue.record("a foreign segment went unseen")
            return
        }
    }

    @Test func `a missing packed segment is refused by name`() throws {
        var files = disk.files
        files[packedNames[2]] = nil
        let missing = "\(packedNames[2].prefix(20)).segment"
        let position = try #require(UInt64(packedNames[2].prefix(20)))
        #expect(
            FaultyDisk(files).openingError() == .missingSegment(file: "/log/\(missing)", position: position))
    }

    @Test func `a new segment is written into the file of a packed one`() throws {
        let spares = disk.files.keys.filter { $0.hasPrefix("spare") }
        #expect(spares.count == 2)
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        for frame in frames(20) { log.commit(frame.map { Array($0.utf8) }, at: 1_000) }
        log.close()
        #expect(disk.files.keys.filter { $0.hasPrefix("spare") }.count < 2)
        #expect(try disk.texts() == (frames(100) + frames(20)).flatMap { $0 })
        #expect(try LogVerifier(disk).verify().isWhole)
        let again = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        #expect(again.cutTail == nil)
        #expect(again.next == 360)
        again.close()
    }

    @Test func `both files after a crash between their names are one segment`() throws {
        var files = disk.files
        let name = "\(packedNames[0].prefix(20)).segment"
        files[name] = plain[name]
        let halfway = FaultyDisk(files)
        #expect(try halfway.texts() == frames(100).flatMap { $0 })
        try halfway.pack(segmentBytes: segmentBytes)
        #expect(halfway.files[name] == nil)
        #expect(try LogVerifier(halfway).verify().isWhole)
    }

    @Test func `damage found while packing stops, and the original stays`() throws {
        var files = plain
        files[plain.keys.sorted()[1]]?[200] ^= 1
        let damaged = FaultyDisk(files)
        let log = try EventLog.open(damaged, options: .inline(segmentBytes: segmentBytes))
        #expect(try log.packSealed())
        #expect(throws: LogError.self) { try log.packSealed() }
        log.close()
        #expect(damaged.files[plain.keys.sorted()[1]] == files[plain.keys.sorted()[1]])
    }

    @Test func `damage found in the background ends the log with its place`() throws {
        var files = plain
        let name = plain.keys.sorted()[1]
        files[name]?[150] ^= 1
        let log = try EventLog.open(FaultyDisk(files), options: .threaded(segmentBytes: segmentBytes))
        while log.failure == nil {}
        guard case .damaged(let place, .record) = log.failure else {
            Issue.record("\(String(describing: log.failure))")
            return
        }
        #expect(place.file == "/log/\(name)")
        #expect(log.refusal == log.failure)
        log.close()
    }

    @Test func `a full disk leaves the segment as it was`() throws {
        let full = FaultyDisk(plain)
        let log = try EventLog.open(full, options: .inline(segmentBytes: segmentBytes))
        full.setRoom(100)
        #expect(throws: LogError.diskFull(file: "packing.tmp")) { try log.packSealed() }
        full.setRoom(.max)
        while try log.packSealed() {}
        log.close()
        #expect(try full.texts() == frames(100).flatMap { $0 })
    }

    @Test func `the log packs by itself in the background`() throws {
        let threaded = FaultyDisk()
        let log = try EventLog.open(
            threaded, options: .threaded(segmentBytes: segmentBytes, preparedBytes: 0))
        for frame in frames(60) {
            log.commit(frame.map { Array($0.utf8) })
            let end = log.next
            #expect(log.waitForRecords(beyond: end - 1, atMost: .seconds(60)))
        }
        while threaded.files.keys.filter({ $0.hasSuffix(".segment") }).count > 1 {
            #expect(log.failure == nil)
        }
        log.close()
        #expect(try threaded.texts() == frames(60).flatMap { $0 })
    }
}
