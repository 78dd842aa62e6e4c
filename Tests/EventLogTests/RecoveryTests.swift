import EventLog
import Testing

private let frames = [["one", "two"], ["three"], ["a rather longer fourth record now", "five", "six"]]
private let whole = ["one", "two", "three"]
private let everything = frames.flatMap { $0 }

struct RecoveryTests {
    /// The log's only file, and where its last frame begins.
    private func image() throws -> (bytes: [UInt8], lastFrame: Int) {
        let all = try FaultyDisk.abandoned(frames)[FaultyDisk.first] ?? []
        let before = try FaultyDisk.abandoned(Array(frames.dropLast()))[FaultyDisk.first] ?? []
        return (all, before.count)
    }

    @Test func `a crash at any byte of the last frame leaves the whole frames before it`() throws {
        let (bytes, lastFrame) = try image()
        for crash in lastFrame..<bytes.count {
            for prepared in [0, 200] {
                let torn = bytes[..<crash] + Array(repeating: 0, count: prepared)
                let disk = FaultyDisk([FaultyDisk.first: Array(torn)])
                let log = try EventLog.open(disk, options: .inline())
                #expect(log.next == 3, "crash at \(crash)")
                #expect((log.cutTail != nil) == (crash > lastFrame))
                log.commit("after")
                log.close()
                #expect(try disk.texts() == whole + ["after"])
                #expect(try LogVerifier(disk).verify().isWhole)
                // Nothing of the torn frame is left behind the new one.
                #expect(try EventLog.open(disk, options: .inline()).cutTail == nil)
            }
        }
    }

    @Test func `a flipped bit is refused with its frame, and nothing is changed`() throws {
        let disk = FaultyDisk(try FaultyDisk.closed(frames))
        let bytes = try #require(disk.files[FaultyDisk.first])
        let mark = bytes.count - 56
        for offset in 0..<mark {
            for mask in [UInt8(1), 128] {
                var flipped = bytes
                flipped[offset] ^= mask
                let damaged = FaultyDisk([FaultyDisk.first: flipped])
                guard case .damaged(let place, _) = damaged.openingError() else {
                    Issue.record("a flip at \(offset) went unseen")
                    continue
                }
                #expect(place.file == "/log/\(FaultyDisk.first)")
                #expect(place.offset <= offset && offset < place.offset + 120)
                #expect(damaged.files[FaultyDisk.first] == flipped)
            }
        }
    }

    @Test func `a flipped bit in the mark behind the last frame loses nothing`() throws {
        let bytes = try #require(try FaultyDisk.closed(frames)[FaultyDisk.first])
        for offset in bytes.count - 56..<bytes.count {
            var flipped = bytes
            flipped[offset] ^= 4
            let disk = FaultyDisk([FaultyDisk.first: flipped])
            #expect(disk.openingError() == nil)
            #expect(try disk.texts() == everything)
        }
    }

    @Test func `sectors of the last frame that arrived out of order are cut, header or not`() throws {
        let (bytes, lastFrame) = try image()
        let sectors = (lastFrame / 8..<(bytes.count + 7) / 8)
        for missing in sectors where missing * 8 < bytes.count {
            var holed = bytes
            for offset in missing * 8..<min(bytes.count, missing * 8 + 8) { holed[offset] = 0 }
            guard holed != bytes else { continue }
            let disk = FaultyDisk([FaultyDisk.first: holed])
            let log = try EventLog.open(disk, options: .inline())
            #expect(log.next == 3)
            #expect(log.cutTail?.place.offset == lastFrame)
            log.close()
            #expect(try disk.texts() == whole)
        }
    }

    @Test func `a long torn frame leaves nothing behind the short one that follows`() throws {
        let disk = FaultyDisk(try FaultyDisk.abandoned([["one"], [String(repeating: "x", count: 5_000)]]))
        var torn = try #require(disk.files[FaultyDisk.first])
        for offset in 1_000..<1_100 { torn[offset] = 0 }
        let again = FaultyDisk([FaultyDisk.first: torn])
        for round in 0..<2 {
            let log = try EventLog.open(again, options: .inline())
            #expect((log.cutTail != nil) == (round == 0))
            log.commit("short")
            log.close()
        }
        #expect(try again.texts() == ["one", "short", "short"])
    }

    @Test func `a hole before the last frame is refused`() throws {
        let (bytes, lastFrame) = try image()
        for start in stride(from: 80, to: lastFrame, by: 8) {
            var holed = bytes
            for offset in start..<start + 8 { holed[offset] = 0 }
            guard holed != bytes else { continue }
            let error = FaultyDisk([FaultyDisk.first: holed]).openingError()
            guard case .damaged = error else {
                Issue.record("a hole at \(start) gave \(String(describing: error))")
                continue
            }
        }
    }

    @Test func `a frame that was moved or comes from another log is refused`() throws {
        let mine = try #require(try FaultyDisk.closed(frames)[FaultyDisk.first])
        let other = try #require(try FaultyDisk.closed(frames)[FaultyDisk.first])
        let foreign = mine[..<80] + other[80...]
        let place = LogPlace(file: "/log/\(FaultyDisk.first)", offset: 80, position: 0)
        #expect(
            FaultyDisk([FaultyDisk.first: Array(foreign)]).openingError() == .damaged(place, .foreignFrame))
        let second = 80 + 56 + 24  // "one", "two" and their headers, filled up to 8.
        let moved = mine[..<80] + mine[second...]
        #expect(
            FaultyDisk([FaultyDisk.first: Array(moved)]).openingError()
                == .damaged(place, .misplaced(says: 2)))
    }

    @Test func `a frame from another past of the same segment breaks the chain`() throws {
        let short = try FaultyDisk.abandoned([["one"]])
        let histories = try ["aaa", "bbb"].map { text in
            let disk = FaultyDisk(short)
            let log = try EventLog.open(disk, options: .inline())
            log.commit(text)
            log.commit("last")
            log.close()
            return try #require(disk.files[FaultyDisk.first])
        }
        // One frame of one record of three bytes is 56 + 16 bytes; the mark of opening lies before it.
        let second = try #require(short[FaultyDisk.first]).count + 56
        let mixed =
            histories[0][..<second] + histories[1][second..<second + 72] + histories[0][(second + 72)...]
        let place = LogPlace(file: "/log/\(FaultyDisk.first)", offset: second + 72, position: 2)
        #expect(FaultyDisk([FaultyDisk.first: Array(mixed)]).openingError() == .damaged(place, .brokenChain))
    }

    @Test func `a log inside a torn record proves nothing`() throws {
        let inner = try #require(try FaultyDisk.closed(frames)[FaultyDisk.first])
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline())
        log.commit("one")
        let start = try #require(disk.files[FaultyDisk.first]).count
        log.commit([inner])
        var torn = try withExtendedLifetime(log) { try #require(disk.files[FaultyDisk.first]) }
        for offset in start..<start + 56 { torn[offset] = 0 }
        let damaged = FaultyDisk([FaultyDisk.first: torn])
        #expect(damaged.openingError() == nil)
        #expect(try damaged.texts() == ["one"])
    }

    @Test func `the error says where it is and what to do`() {
        let place = LogPlace(file: "/log/x", offset: 96, position: 12)
        let text = "\(LogError.damaged(place, .record))"
        #expect(text.contains("/log/x, offset 96, position 12"))
        #expect(text.contains("log verify"))
        #expect(text.contains("log repair --from BACKUP"))
    }

    /// A write that went astray: its length would reach over all that proves the frame to have been whole.
    @Test func `a longer frame's header in the wrong place does not hide what follows`() throws {
        let long = String(repeating: "long ", count: 40)
        var files = try FaultyDisk.abandoned([[long], ["a"], ["b"], ["c"]])
        var bytes = try #require(files[FaultyDisk.first])
        let (first, third) = (80, 80 + 264 + 72)
        bytes.replaceSubrange(third..<(third + 72), with: Array(bytes[first..<(first + 72)]))
        files[FaultyDisk.first] = bytes
        let disk = FaultyDisk(files)
        guard case .damaged(let place, _)? = disk.openingError() else {
            Issue.record("it was opened")
            return
        }
        #expect(place.offset == third)
        #expect(disk.files == files)
        #expect(try LogVerifier(disk).verify().damages.count == 1)
    }
}
