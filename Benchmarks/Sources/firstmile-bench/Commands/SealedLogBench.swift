import EventLog
import Foundation

/// A log of simulated events as the intake writes it: packed, and verified before and after.
struct SealedLogBench {
    let facts: Int
    let runs: Int
    let place: Place

    func run() throws {
        let made = try MadeLog(facts: facts, days: 30, in: place)
        defer { place.remove(made.directory) }
        var (packing, packed, plainVerify, packedVerify): ([Double], [Double], [Double], [Double]) = (
            [], [], [], []
        )
        for _ in 0..<runs {
            let directory = try place.fresh()
            defer { place.remove(directory) }
            try copy(made.log, to: directory)
            plainVerify.append(try verify(directory))
            packing.append(try pack(directory))
            packedVerify.append(try verify(directory))
            let sealed = try LogStatistics(directory: directory).segments.filter(\.isPacked)
            let records = sealed.reduce(0) { $0 + $1.records }
            let bytes = Double(sealed.reduce(0) { $0 + $1.fileBytes })
            // A simulated event brings its decisions with it.
            packed.append(bytes / (Double(records) * Double(facts) / Double(made.records)))
        }
        report("verified, not packed", plainVerify, "MB/s")
        report("verified, packed, as before packing", packedVerify, "MB/s")
        report("packed, one thread", packing, "MB/s")
        report("packed segments, for each simulated event with its decisions", packed, "B")
    }

    /// Into segments of 32 MiB, so that most of it is sealed.
    private func copy(_ log: String, to directory: String) throws {
        var options = LogOptions()
        options.segmentBytes = 32 << 20
        options.packsSealed = false
        let target = try EventLog.open(directory: directory, options: options)
        let reader = try LogReader(directory: log)
        var position: UInt64 = 0
        let end = try reader.end()
        while position < end {
            position = try unsafe reader.read(from: position, maxBytes: 256 << 10) { _, time, record in
                _ = target.recordedTime(now: time)
                unsafe target.append(record)
            }
            target.commitIfIdle()
            _ = target.waitForRecords(beyond: position - 1, atMost: .seconds(60))
        }
        target.close()
    }

    private func verify(_ directory: String) throws -> Double {
        let start = ContinuousClock.now
        let report = try LogVerifier(directory: directory).verify()
        let seconds = start.duration(to: .now) / .seconds(1)
        guard report.isWhole else { throw BenchError("the log is damaged: \(report.damages)") }
        return Double(report.bytes) / seconds / 1e6
    }

    /// In this thread, so that the clock sees nothing else.
    private func pack(_ directory: String) throws -> Double {
        var options = LogOptions()
        options.segmentBytes = 32 << 20
        options.commitsInline = true
        let log = try EventLog.open(directory: directory, options: options)
        defer { log.close() }
        let start = ContinuousClock.now
        while try log.packSealed() {}
        let seconds = start.duration(to: .now) / .seconds(1)
        return Double(try LogStatistics(directory: directory).usedBytes) / seconds / 1e6
    }
}
