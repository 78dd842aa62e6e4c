import ArgumentParser
import Dispatch
import EventLog
import Foundation

/// `firstmile-bench log`
struct LogBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "The log alone: appended and synced, read again, packed and verified.")

    @Option(help: "Records to append.")
    var records = 5_000_000
    @Option(help: "Bytes of one record.")
    var bytes = 300
    @Option(help: "Records the writer lets wait for the disk, in bytes.")
    var ahead = 8 << 20
    @Option(help: "Simulated facts for the log that is packed and verified; 0 leaves that out.")
    var facts = 1_000_000
    @Flag(inversion: .prefixedNo, help: "Pack sealed segments while appending, as the daemon does.")
    var packing = true
    @Option(help: "How often to measure.")
    var runs = 3
    @OptionGroup var place: Place

    func run() throws {
        var (appended, read): ([Double], [Double]) = ([], [])
        for _ in 0..<runs {
            let directory = try place.fresh()
            defer { place.remove(directory) }
            show("  \(try SyncCost(in: directory, rounds: 200))")
            appended.append(Double(records) / (try append(to: directory)))
            read.append(Double(records) / (try readAll(of: directory)))
        }
        report("appended and synced, \(bytes) B each", appended, "records/s")
        report("read and checked, \(bytes) B each", read, "records/s")
        if facts > 0 { try SealedLogBench(facts: facts, runs: runs, place: place).run() }
    }

    private func append(to directory: String) throws -> Double {
        var options = LogOptions()
        options.packsSealed = packing
        let log = try EventLog.open(directory: directory, options: options)
        let synced = DispatchSemaphore(value: 0)
        log.onDurable { synced.signal() }
        let record = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let start = ContinuousClock.now
        unsafe record.withUnsafeBytes { record in
            for index in 0..<records {
                unsafe log.append(record)
                // As often as the intake: after a handful of batches.
                guard index % 512 == 511 else { continue }
                log.commitIfIdle()
                while log.fillingBytes > ahead {
                    synced.wait()
                    log.commitIfIdle()
                }
            }
        }
        while log.durable < log.next {
            if let failure = log.failure { throw failure }
            log.commitIfIdle()
            _ = synced.wait(timeout: .now() + .milliseconds(1))
        }
        let seconds = start.duration(to: .now) / .seconds(1)
        log.close()
        return seconds
    }

    private func readAll(of directory: String) throws -> Double {
        let start = ContinuousClock.now
        var sum = 0
        let end = try unsafe LogReader(directory: directory).read(from: 0) { _, _, record in
            sum &+= record.count
        }
        guard end == UInt64(records), sum == records * bytes else { throw BenchError("read \(end) records") }
        return start.duration(to: .now) / .seconds(1)
    }
}
