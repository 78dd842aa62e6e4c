import EventLog
import Testing

struct CrashTests {
    /// Crash after crash on the same disk: what was acknowledged stays, in order, and nothing else appears.
    @Test(arguments: Dice.seeds)
    func `nothing acknowledged is lost and nothing is invented`(seed: UInt64) throws {
        var dice = Dice(seed: seed)
        var disk = FaultyDisk()
        var appended: [[UInt8]] = []
        var acknowledged = 0
        for _ in 0..<Int.random(in: 1...6, using: &dice) {
            let options = LogOptions.inline(segmentBytes: Int.random(in: 300...4_000, using: &dice))
            let log = try EventLog.open(disk, options: options)
            let recovered = try LogReader(disk).entries().map(\.bytes)
            try #require(recovered.count >= acknowledged, "SEED=\(seed)")
            try #require(recovered == Array(appended.prefix(recovered.count)), "SEED=\(seed)")
            try #require(log.next == UInt64(recovered.count), "SEED=\(seed)")
            appended = recovered
            try run(log, on: disk, &appended, using: &dice)
            acknowledged = Int(log.durable)
            disk = withExtendedLifetime(log) { disk.afterCrash(using: &dice) }
        }
        #expect(disk.openingError() == nil, "SEED=\(seed)")
        #expect(try LogVerifier(disk).verify().damages == [], "SEED=\(seed)")
    }

    /// Some commits; sometimes a full disk in between, sometimes an orderly end, mostly none.
    private func run(
        _ log: EventLog, on disk: FaultyDisk, _ appended: inout [[UInt8]], using dice: inout Dice
    ) throws {
        for _ in 0..<Int.random(in: 0...12, using: &dice) {
            switch Int.random(in: 0...9, using: &dice) {
            case 0: disk.setRoom(Int.random(in: 0...300, using: &dice))
            case 1: disk.setRoom(.max)
            default: break
            }
            for _ in 0..<Int.random(in: 1...4, using: &dice) {
                let length = Int.random(in: 0...200, using: &dice)
                let record = (0..<length).map { _ in UInt8.random(in: 0...255, using: &dice) }
                unsafe record.withUnsafeBytes { _ = unsafe log.append($0) }
                appended.append(record)
            }
            log.commitIfIdle()
            guard Int.random(in: 0...3, using: &dice) == 0, log.failure == nil else { continue }
            do throws(LogError) {
                _ = try log.packSealed()
            } catch { #expect(error == .diskFull(file: "packing.tmp")) }
        }
        // A last frame whose sync never returned.
        if Bool.random(using: &dice) {
            disk.failSyncs()
            log.commitIfIdle()
        }
        if Int.random(in: 0...4, using: &dice) == 0 { log.close() }
    }
}
