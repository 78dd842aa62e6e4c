import EventLog
import Testing

struct ReaderTests {
    let disk = FaultyDisk()

    /// A hundred frames of three records over several segments, one frame every ten nanoseconds.
    init() throws {
        let log = try EventLog.open(disk, options: .inline(segmentBytes: 3_000))
        for frame in 0..<100 {
            log.commit((0..<3).map { Array("\(frame * 3 + $0)".utf8) }, at: Int64(frame * 10))
        }
        log.close()
    }

    @Test(arguments: [UInt64(0), 1, 2, 3, 149, 150, 298, 299])
    func `reading begins at any position`(position: UInt64) throws {
        let reader = try LogReader(disk)
        let expected = (position..<300).map { "\($0)" }
        #expect(
            try reader.entries(from: position).map { String(decoding: $0.bytes, as: UTF8.self) } == expected)
        #expect(try reader.record(at: position) == Array("\(position)".utf8))
    }

    @Test func `single records are found without looking through the room ahead of the end`() throws {
        var files = try FaultyDisk.abandoned((0..<500).map { ["\($0)"] })
        for name in files.keys where name.hasSuffix(".segment") {
            files[name]?.append(contentsOf: [UInt8](repeating: 0, count: 8 << 20))
        }
        let disk = FaultyDisk(files)
        let reader = try LogReader(disk)
        for step in 0..<50 {
            let position = UInt64(step * 37 % 500)
            var found: [UInt8] = []
            _ = try unsafe reader.read(from: position, limit: position + 1) { _, _, record in
                found = unsafe Array(record)
            }
            #expect(found == Array("\(position)".utf8))
        }
        #expect(disk.readBytes < 16 << 20, "\(disk.readBytes) bytes for fifty records of a few bytes")
    }

    @Test func `there is nothing at and behind the end`() throws {
        let reader = try LogReader(disk)
        #expect(try reader.end() == 300)
        #expect(try reader.entries(from: 300) == [])
        #expect(try reader.record(at: 300) == nil)
        #expect(try reader.record(at: 1_000_000) == nil)
    }

    @Test(arguments: [1, 2, 5, 100])
    func `small bites give the same records as one gulp`(maxBytes: Int) throws {
        let reader = try LogReader(disk)
        var entries: [Entry] = []
        while entries.count < 300 {
            let bite = try reader.entries(from: UInt64(entries.count), maxBytes: maxBytes)
            try #require(!bite.isEmpty)
            entries += bite
        }
        #expect(try entries == LogReader(disk).entries())
    }

    @Test func `nothing is read past the limit`() throws {
        let reader = try LogReader(disk)
        for limit in UInt64(0)...300 {
            #expect(try reader.entries(from: 0, limit: limit).count == Int(limit))
        }
        #expect(try reader.entries(from: 7, limit: 7) == [])
    }

    @Test func `a body that throws gets the same record again`() throws {
        struct Stop: Error {}
        let reader = try LogReader(disk)
        var seen: [UInt64] = []
        #expect(throws: Stop.self) {
            try unsafe reader.read(from: 10) { position, _, _ in
                if position == 12 { throw Stop() }
                seen.append(position)
            }
        }
        #expect(seen == [10, 11])
        #expect(try reader.entries(from: 12).first?.position == 12)
    }

    @Test func `the first record at or after a time is found`() throws {
        let reader = try LogReader(disk)
        #expect(try reader.position(atTime: -5) == 0)
        for time in 0...990 {
            #expect(try reader.position(atTime: Int64(time)) == UInt64((time + 9) / 10 * 3), "\(time)")
        }
        #expect(try reader.position(atTime: 991) == 300)
    }

    @Test func `a reader of an empty directory waits for the first record`() throws {
        let empty = FaultyDisk()
        let reader = try LogReader(empty)
        #expect(try reader.entries() == [])
        #expect(try reader.end() == 0)
        let log = try EventLog.open(empty, options: .inline())
        log.commit("one")
        #expect(try reader.texts() == ["one"])
        log.close()
    }
}
