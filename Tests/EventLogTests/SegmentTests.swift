import EventLog
import Testing

/// Five records of 100 bytes, two to a segment.
private let frames = (0..<5).map { [String(repeating: "\($0)", count: 100)] }
private let segmentBytes = 500

private func name(_ first: Int) -> String {
    let digits = String(first)
    return String(repeating: "0", count: 20 - digits.count) + digits + ".segment"
}

struct SegmentTests {
    let files: [String: [UInt8]]

    init() throws { files = try FaultyDisk.closed(frames, segmentBytes: segmentBytes) }

    @Test func `a full segment is followed by one named after its first position`() throws {
        #expect(files.keys.sorted() == [name(0), name(2), name(4)])
        #expect(try FaultyDisk(files).texts() == frames.flatMap { $0 })
    }

    @Test(arguments: [0, 2, 4])
    func `a missing segment is refused by name`(first: Int) throws {
        let disk = FaultyDisk(files.filter { $0.key != name(first) })
        let expected = LogError.missingSegment(file: "/log/\(name(first))", position: UInt64(first))
        #expect(disk.openingError() == expected)
        #expect(throws: expected) { try disk.texts() }
        #expect(try LogVerifier(disk).verify().damages.contains(expected))
    }

    @Test func `a renamed segment is refused`() throws {
        var renamed = files
        renamed[name(2)] = files[name(4)]
        let place = LogPlace(file: "/log/\(name(2))", offset: 0, position: 2)
        #expect(FaultyDisk(renamed).openingError() == .damaged(place, .segmentName(says: 4)))
    }

    @Test func `a segment of another log in its place is refused`() throws {
        var mixed = files
        mixed[name(2)] = try FaultyDisk.closed(frames, segmentBytes: segmentBytes)[name(2)]
        guard case .damaged = FaultyDisk(mixed).openingError() else {
            Issue.record("a foreign segment went unseen")
            return
        }
    }

    @Test func `a sealed segment that lost its end is refused`() throws {
        let bytes = try #require(files[name(2)])
        for kept in stride(from: 80, to: bytes.count, by: 7) {
            var cut = files
            cut[name(2)] = Array(bytes[..<kept])
            guard case .damaged(let place, _) = FaultyDisk(cut).openingError() else {
                Issue.record("\(kept) bytes were taken for a segment")
                continue
            }
            #expect(place.file == "/log/\(name(2))")
        }
    }

    @Test func `a flipped bit in a sealed segment is refused when it is read`() throws {
        let bytes = try #require(files[name(2)])
        for offset in 0..<bytes.count - 56 {
            var flipped = files
            flipped[name(2)]?[offset] ^= 2
            let disk = FaultyDisk(flipped)
            #expect(throws: LogError.self, "offset \(offset)") { try disk.texts() }
            #expect(try !LogVerifier(disk).verify().isWhole)
        }
    }

    @Test func `a crash between making a segment and leading to it leaves no trace`() throws {
        // Two records: the first segment is full. Everything of the roll happened but the seal.
        let full = try FaultyDisk.abandoned(Array(frames[..<2]), segmentBytes: segmentBytes)
        var halfway = try FaultyDisk.abandoned(Array(frames[..<3]), segmentBytes: segmentBytes)
        let unsealed = try #require(full[name(0)])
        let sealed = try #require(halfway[name(0)])
        halfway[name(0)] = Array(sealed[..<unsealed.count])
        halfway[name(2)] = Array(try #require(halfway[name(2)])[..<80])
        let disk = FaultyDisk(halfway)
        #expect(try LogVerifier(disk).verify().isWhole)
        #expect(try disk.texts() == frames[..<2].flatMap { $0 })
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        #expect(log.next == 2)
        log.commit("after")
        log.close()
        #expect(try disk.texts() == frames[..<2].flatMap { $0 } + ["after"])
        #expect(try LogVerifier(disk).verify().isWhole)
    }

    @Test func `a segment that was written to proves that its predecessor was sealed`() throws {
        var unsealed = files
        let sealed = try #require(files[name(2)])
        unsealed[name(2)] = Array(sealed.dropLast(56))
        let place = LogPlace(file: "/log/\(name(2))", offset: sealed.count - 56, position: 4)
        #expect(FaultyDisk(unsealed).openingError() == .damaged(place, .sealMissing))
    }
}
