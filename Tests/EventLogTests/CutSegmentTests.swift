import EventLog
import Testing

struct CutSegmentTests {
    /// A frame whose header is whole and whose records are not, before another segment: found by `make fuzz`, when
    /// reading never came to an end.
    @Test(.timeLimit(.minutes(2)))
    func `a segment that was cut anywhere and has a successor is refused, and reading ends`() throws {
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline(segmentBytes: 1_000))
        for frame in 0..<30 {
            log.commit((0..<3).map { Array("\(frame * 3 + $0)".utf8) }, at: Int64(frame * 10))
        }
        log.close()
        let whole = try LogReader(disk).entries()
        let names = disk.files.keys.filter { $0.hasSuffix(".segment") }.sorted()
        let first = try #require(names.first)
        let bytes = try #require(disk.files[first])
        for count in 0..<bytes.count {
            var files = disk.files
            files[first] = Array(bytes.prefix(count))
            var seen: [Entry] = []
            #expect(throws: LogError.self, "cut to \(count) bytes") {
                let reader = try LogReader(FaultyDisk(files))
                _ = try unsafe reader.read(from: 0) { position, time, bytes in
                    seen.append(Entry(position: position, recordedAt: time, bytes: unsafe Array(bytes)))
                }
            }
            #expect(seen == Array(whole.prefix(seen.count)), "cut to \(count) bytes")
        }
    }
}
