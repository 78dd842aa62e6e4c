import EventLog
import Testing

private let records = (0..<40).map { "record number \($0)" }

struct VerifierTests {
    let files: [String: [UInt8]]

    init() throws { files = try FaultyDisk.closed(records.map { [$0] }, segmentBytes: 1_000) }

    @Test func `a whole log is counted`() throws {
        let report = try LogVerifier(FaultyDisk(files)).verify()
        #expect(report.isWhole)
        #expect(report.segments == files.count)
        #expect(report.frames == 40)
        #expect(report.records == 40)
        #expect(report.end == 40)
        #expect(report.bytes == files.values.map(\.count).reduce(0, +))
        #expect(report.unfinished == nil)
    }

    @Test func `progress ends at all bytes`() throws {
        var last: LogVerifier.Progress?
        _ = try LogVerifier(FaultyDisk(files)).verify { progress in
            #expect(progress.doneBytes >= last?.doneBytes ?? 0)
            last = progress
        }
        #expect(last?.doneBytes == files.values.map(\.count).reduce(0, +))
        #expect(last?.totalBytes == last?.doneBytes)
    }

    @Test func `damage in two segments is told with both exact places`() throws {
        let names = files.keys.sorted()
        var damaged = files
        // In the first segment the second frame's only record, in the last one the first frame's header.
        let record = 80 + 56 + 24 + 56
        damaged[names[0]]?[record + 8] ^= 1
        damaged[names[2]]?[80 + 20] ^= 1
        let report = try LogVerifier(FaultyDisk(damaged)).verify()
        let first = LogPlace(file: "/log/\(names[0])", offset: record, position: 1)
        let start = try #require(UInt64(names[2].prefix(20)))
        let second = LogPlace(file: "/log/\(names[2])", offset: 80, position: start)
        #expect(report.damages == [.damaged(first, .record), .damaged(second, .frameHeader)])
    }

    @Test func `looking at the ends only finds what opening would refuse`() throws {
        for (name, offset) in files.keys.sorted().flatMap({ name in [20, 90, 400].map { (name, $0) } }) {
            var damaged = files
            damaged[name]?[offset] ^= 1
            let disk = FaultyDisk(damaged)
            let found = try LogVerifier(disk).verify(onlyEnds: true).damages
            #expect(found.first == disk.openingError(), "\(name) \(offset)")
        }
        for name in files.keys {
            let disk = FaultyDisk(files.filter { $0.key != name })
            let missing = try #require(disk.openingError())
            #expect(try LogVerifier(disk).verify(onlyEnds: true).damages.contains(missing))
        }
        #expect(try LogVerifier(FaultyDisk(files)).verify(onlyEnds: true).isWhole)
    }

    @Test func `an unfinished write is told and is no damage`() throws {
        let newest = try #require(files.keys.max())
        var torn = files
        torn[newest]? += [1, 2, 3]
        let report = try LogVerifier(FaultyDisk(torn)).verify()
        #expect(report.isWhole)
        #expect(report.unfinished?.byteCount == 3)
        #expect(report.unfinished?.place.offset == files[newest]?.count)
    }

    @Test func `statistics agree with the verifier`() throws {
        let report = try LogVerifier(FaultyDisk(files)).verify()
        let statistics = try LogStatistics(FaultyDisk(files))
        #expect(statistics.records == report.records)
        #expect(statistics.frames == report.frames)
        #expect(statistics.usedBytes == report.bytes)
        #expect(statistics.end == 40)
        #expect(statistics.firstRecordedAt == 0)
        #expect(statistics.lastRecordedAt == 39)
        #expect(statistics.segments.dropLast().allSatisfy { $0.isSealed })
        #expect(statistics.segments.last?.isSealed == false)
    }
}
