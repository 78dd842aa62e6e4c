import EventLog
import Testing

struct FailureTests {
    @Test func `a full disk refuses, keeps what was taken and goes on when there is room`() throws {
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .inline())
        log.commit("one")
        disk.setRoom(30)
        #expect(log.refusal == nil)
        log.commit("two")
        #expect(log.refusal == .diskFull(file: "/log"))
        #expect(log.durable == 1)
        #expect(try disk.texts() == ["one"])
        log.commit("three")
        #expect(log.durable == 1)
        disk.setRoom(.max)
        log.commitIfIdle()
        #expect(log.refusal == nil)
        #expect(log.durable == 3)
        log.close()
        #expect(try disk.texts() == ["one", "two", "three"])
    }

    @Test func `a full disk while a segment begins is overcome as well`() throws {
        for room in stride(from: 0, to: 400, by: 8) {
            let disk = FaultyDisk()
            let log = try EventLog.open(disk, options: .inline(segmentBytes: 300))
            log.commit(String(repeating: "a", count: 120))
            disk.setRoom(room)
            log.commit(String(repeating: "b", count: 120))
            #expect(try disk.texts().count == Int(log.durable))
            disk.setRoom(.max)
            log.commitIfIdle()
            #expect(log.durable == 2)
            log.close()
            #expect(try LogVerifier(disk).verify().isWhole)
            #expect(disk.openingError() == nil)
        }
    }

    @Test func `the commit thread waits for room by itself`() throws {
        let disk = FaultyDisk()
        let log = try EventLog.open(disk, options: .threaded(preparedBytes: 0))
        disk.setRoom(10)
        log.commit("one")
        while log.refusal == nil {}
        #expect(log.durable == 0)
        disk.setRoom(.max)
        #expect(log.waitForRecords(beyond: 0, atMost: .seconds(60)))
        #expect(log.refusal == nil)
        log.close()
        #expect(try disk.texts() == ["one"])
    }

    @Test func `no room ahead refuses before a frame is in trouble`() throws {
        let disk = FaultyDisk()
        disk.setRoom(1_000)
        let log = try EventLog.open(disk, options: .threaded())
        while log.refusal == nil {}
        #expect(log.refusal == .diskFull(file: "/log"))
        disk.setRoom(.max)
        while log.refusal != nil {}
        log.close()
    }

    @Test func `closing on a full disk loses only what was never acknowledged`() throws {
        for options in [LogOptions.inline(), .threaded(preparedBytes: 0)] {
            let disk = FaultyDisk()
            let log = try EventLog.open(disk, options: options)
            log.commit("one")
            #expect(log.waitForRecords(beyond: 0, atMost: .seconds(60)))
            disk.setRoom(20)
            log.commit("two")
            log.close()
            #expect(log.failure == .diskFull(file: "/log"))
            disk.setRoom(.max)
            #expect(disk.openingError() == nil)
            #expect(try disk.texts() == ["one"])
        }
    }

    @Test func `a failed sync stops the log for good and is never tried again`() throws {
        for options in [LogOptions.inline(), .threaded(preparedBytes: 0)] {
            let disk = FaultyDisk()
            let log = try EventLog.open(disk, options: options)
            log.commit("one")
            #expect(log.waitForRecords(beyond: 0, atMost: .seconds(60)))
            disk.failSyncs()
            log.commit("two")
            #expect(!log.waitForRecords(beyond: 1, atMost: .seconds(60)))
            #expect(log.failure == .syncFailed(file: FaultyDisk.first, errno: 5))
            #expect(log.refusal == log.failure)
            let written = disk.files
            log.commit("three")
            log.close()
            #expect(disk.files == written)
            #expect(log.durable == 1)
        }
    }

    /// What a failed sync lost the system still shows, and never writes again by itself: a process that starts again
    /// would build on it, and the next power failure would tear a hole under what was acknowledged since.
    @Test(arguments: 0..<4) func `what a failed sync lost is written again before anything is built on it`(
        syncs: Int
    ) throws {
        var dice = Dice(seed: UInt64(syncs))
        let disk = FaultyDisk()
        let options = LogOptions.inline(segmentBytes: 300)
        let first = try EventLog.open(disk, options: options)
        first.commit("one", String(repeating: "1", count: 120))
        disk.loseSync(after: syncs)
        first.commit("two", String(repeating: "2", count: 120))
        first.commit("three")
        first.close()
        let second = try EventLog.open(disk, options: options)
        let known = try disk.texts()
        second.commit("four")
        let after = withExtendedLifetime(second) { disk.afterCrash(using: &dice) }
        #expect(after.openingError() == nil)
        #expect(try after.texts() == known + ["four"])
    }

    @Test func `a log that had no room ahead of its tail goes on once nothing is wanted there`() throws {
        let disk = FaultyDisk()
        var options = LogOptions()
        options.worksInSteps = true
        options.segmentBytes = 400
        options.preparedBytes = 1000
        let log = try EventLog.open(disk, options: options)
        _ = log.recordedTime(now: 0)
        let record = [UInt8](repeating: 1, count: 200)
        unsafe record.withUnsafeBytes { _ = unsafe log.append($0) }
        disk.setRoom(0)
        #expect(log.step(.prepare))
        #expect(log.refusal != nil)
        disk.setRoom(.max)
        // What waited for room fills the segment: no zeros are wanted in it any more.
        log.commitIfIdle()
        #expect(log.step(.commit))
        #expect(log.durable == 1)
        while log.step(.prepare) {}
        #expect(log.refusal == nil)
        log.close()
    }
}
