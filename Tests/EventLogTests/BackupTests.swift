import EventLog
import Testing

private let segmentBytes = 3_000
private func frame(_ number: Int) -> [String] {
    (0..<3).map { "\(number * 3 + $0) lorem ipsum dolor sit amet" }
}
private func texts(_ frames: Int) -> [String] { (0..<frames).flatMap(frame) }

extension EventLog {
    fileprivate func commit(frames: Range<Int>) {
        for number in frames { commit(frame(number).map { Array($0.utf8) }, at: Int64(number)) }
    }
}

/// A log in which some is packed, some sealed, and which goes on.
private func made(_ frames: Int, packing: Bool = true) throws -> FaultyDisk {
    let disk = FaultyDisk()
    let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
    log.commit(frames: 0..<frames)
    while packing, try log.packSealed() {}
    log.close()
    return disk
}

struct BackupTests {
    @Test(arguments: [true, false])
    func `a backup is a whole log with the same records`(packed: Bool) throws {
        let (disk, backup) = (try made(100, packing: packed), FaultyDisk())
        let report = try LogBackup(from: disk, to: backup).run()
        #expect(report.end == 300)
        #expect(try backup.texts() == texts(100))
        #expect(try LogVerifier(backup).verify().isWhole)
        #expect(try LogStatistics(backup).segments.dropLast().allSatisfy { $0.isPacked })
    }

    @Test func `the next backup copies only what is new`() throws {
        let (disk, backup) = (FaultyDisk(), FaultyDisk())
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        var done = 0
        for round in 1...30 {
            log.commit(frames: done..<done + 7)
            done += 7
            if round % 3 == 0 { _ = try log.packSealed() }
            let report = try LogBackup(from: disk, to: backup).run()
            // The last commit is not proven to be synced until the next one is there.
            #expect(report.end == UInt64((done - 1) * 3))
            #expect(report.copiedBytes < 3 * segmentBytes, "round \(round)")
            #expect(try backup.texts() == texts(done - 1))
        }
        log.close()
        _ = try LogBackup(from: disk, to: backup).run()
        #expect(try LogBackup(from: disk, to: backup).run().copiedBytes == 0)
        #expect(try backup.texts() == texts(done))
        #expect(try LogVerifier(backup).verify().isWhole)
    }

    @Test func `a backup whose end the log lost is copied again`() throws {
        let disk = try made(20)
        let backup = FaultyDisk()
        _ = try LogBackup(from: disk, to: backup).run()
        // After a crash the log went another way from frame 15 on.
        let newest = try #require(disk.files.keys.filter { $0.hasSuffix(".segment") }.max())
        var files = disk.files
        let used = try #require(LogStatistics(disk).segments.last).usedBytes
        for offset in used - 200..<used { files[newest]?[offset] = 0 }
        let other = FaultyDisk(files)
        let log = try EventLog.open(other, options: .inline(segmentBytes: segmentBytes))
        log.commit("another way")
        log.close()
        _ = try LogBackup(from: other, to: backup).run()
        #expect(try backup.texts() == other.texts())
    }

    @Test func `the backup of another log is left alone`() throws {
        let backup = try made(10)
        let before = backup.files
        #expect(throws: LogError.self) { try LogBackup(from: made(50), to: backup).run() }
        #expect(backup.files == before)
    }

    @Test func `a damaged log is not backed up`() throws {
        let disk = try made(50, packing: false)
        var files = disk.files
        files[FaultyDisk.first]?[300] ^= 1
        #expect(throws: LogError.self) { try LogBackup(from: FaultyDisk(files), to: FaultyDisk()).run() }
    }

    @Test func `a restored log goes on where the backup ended`() throws {
        let (disk, backup, restored) = (try made(50), FaultyDisk(), FaultyDisk())
        _ = try LogBackup(from: disk, to: backup).run()
        #expect(try LogRestore(from: backup, to: restored).run().isWhole)
        let log = try EventLog.open(restored, options: .inline(segmentBytes: segmentBytes))
        #expect(log.next == 150)
        log.commit(frames: 50..<80)
        log.close()
        #expect(try restored.texts() == texts(80))
        #expect(throws: LogError.notEmpty(file: "/log")) { try LogRestore(from: backup, to: restored).run() }
        // And the backup goes on from the restored log.
        _ = try LogBackup(from: restored, to: backup).run()
        #expect(try backup.texts() == texts(80))
    }

    @Test(arguments: Dice.seeds.prefix(100))
    func `a backup survives crashes of its disk`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        var backup = FaultyDisk()
        var done = 0
        var held = 0
        for _ in 0..<8 {
            let more = Int.random(in: 0...15, using: &dice)
            log.commit(frames: done..<done + more)
            done += more
            if Bool.random(using: &dice) { _ = try log.packSealed() }
            if Bool.random(using: &dice) { backup.setRoom(Int.random(in: 0...4_000, using: &dice)) }
            do throws(LogError) {
                held = Int(try LogBackup(from: disk, to: backup).run().end)
            } catch {
                guard case .diskFull = error else { throw error }
            }
            backup = backup.afterCrash(using: &dice)
            guard try !LogStatistics(backup).segments.isEmpty else { continue }
            // Also a backup that was interrupted can be restored.
            let restored = FaultyDisk()
            #expect(try LogRestore(from: backup, to: restored).run().isWhole, "SEED=\(seed)")
            let found = try restored.texts()
            #expect(found.count >= held && found == Array(texts(done).prefix(found.count)), "SEED=\(seed)")
        }
        _ = try LogBackup(from: disk, to: backup).run()
        #expect(try LogVerifier(backup).verify().isWhole, "SEED=\(seed)")
        log.close()
    }
}

struct RepairTests {
    let disk: FaultyDisk
    let backup = FaultyDisk()

    init() throws {
        disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline(segmentBytes: segmentBytes))
        log.commit(frames: 0..<40)
        while try log.packSealed() {}
        log.commit(frames: 40..<44)
        _ = try LogBackup(from: disk, to: backup).run()
        log.commit(frames: 44..<49)
        log.close()
    }

    private var newest: String { disk.files.keys.filter { $0.hasSuffix(".segment") }.max() ?? "" }

    @Test func `a damaged segment is put right from the backup and kept aside`() throws {
        for name in disk.files.keys.filter({ $0.hasSuffix(".packed") }) {
            var files = disk.files
            files[name]?[200] ^= 8
            let damaged = FaultyDisk(files)
            let report = try LogRepair(damaged, from: backup).run()
            #expect(report.verified.isWhole)
            #expect(report.left.isEmpty)
            #expect(report.mended.map(\.keptAs) == ["damaged-1-\(name)"])
            #expect(damaged.files["damaged-1-\(name)"] == files[name])
            #expect(try damaged.texts() == texts(49))
        }
    }

    @Test func `a missing segment is brought back`() throws {
        let name = try #require(disk.files.keys.filter { $0.hasSuffix(".packed") }.sorted().dropFirst().first)
        let report = try LogRepair(FaultyDisk(disk.files.filter { $0.key != name }), from: backup).run()
        #expect(report.verified.isWhole)
        #expect(report.mended.count == 1)
    }

    @Test func `two damaged segments side by side are both put right`() throws {
        let names = disk.files.keys.filter { $0.hasSuffix(".packed") }.sorted()
        var files = disk.files
        for name in names.prefix(2) { files[name]?[200] ^= 8 }
        #expect(try LogRepair(FaultyDisk(files), from: backup).run().verified.isWhole)
    }

    @Test func `damage in the newest segment is mended without losing what came after the backup`() throws {
        let held = try #require(LogStatistics(backup).segments.last).usedBytes
        for offset in stride(from: 0, to: held, by: 7) {
            var files = disk.files
            files[newest]?[offset] ^= 8
            let damaged = FaultyDisk(files)
            let report = try LogRepair(damaged, from: backup).run()
            #expect(report.verified.isWhole, "\(offset): \(report.left)")
            #expect(try damaged.texts() == texts(49))
        }
    }

    @Test func `damage that the backup does not cover is left, and said`() throws {
        let held = try #require(LogStatistics(backup).segments.last).usedBytes
        var files = disk.files
        files[newest]?[held + 100] ^= 8
        let damaged = FaultyDisk(files)
        let report = try LogRepair(damaged, from: backup).run()
        #expect(report.mended.isEmpty)
        #expect(report.left.count == 1)
        #expect(damaged.files[newest] == files[newest])
    }

    @Test func `a backup of another log mends nothing`() throws {
        let other = FaultyDisk()
        _ = try LogBackup(from: made(60), to: other).run()
        for name in disk.files.keys.filter({ !$0.hasPrefix("spare") && $0 != "unborn.tmp" }) {
            var files = disk.files
            files[name]?[150] ^= 8
            let damaged = FaultyDisk(files)
            let report = try LogRepair(damaged, from: other).run()
            #expect(report.mended.isEmpty, "\(name)")
            #expect(damaged.files[name] == files[name])
        }
    }
}
