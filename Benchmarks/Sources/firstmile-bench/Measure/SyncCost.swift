import Glibc

/// What fdatasync of one overwritten block costs on this disk: the least that a round trip can take.
struct SyncCost {
    /// Milliseconds.
    let median: Double
    let p99: Double
    let worst: Double

    init(in directory: String, rounds: Int = 1000) throws {
        let path = "\(directory)/sync-cost"
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchError("\(path) cannot be written") }
        defer {
            close(file)
            unsafe unlink(path)
        }
        let block = [UInt8](repeating: 0x46, count: 4096)
        var times: [Double] = []
        for round in 0...rounds {
            let start = ContinuousClock.now
            guard unsafe pwrite(file, block, block.count, 0) == block.count, fdatasync(file) == 0 else {
                throw BenchError("\(path) cannot be synced")
            }
            // The first one makes the file.
            if round > 0 { times.append(start.duration(to: .now) / .milliseconds(1)) }
        }
        times.sort()
        (median, p99, worst) = (times[rounds / 2], times[rounds * 99 / 100], times[rounds - 1])
    }
}

extension SyncCost: CustomStringConvertible {
    var description: String {
        "fdatasync of an overwritten 4 KiB block: p50 \(number(median, 2)) ms, p99 \(number(p99, 2)) ms, "
            + "max \(number(worst, 2)) ms"
    }
}
