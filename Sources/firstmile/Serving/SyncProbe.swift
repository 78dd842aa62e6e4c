import Foundation
import Glibc

/// What a sync costs on this disk: a few small writes, each followed by fdatasync, as an idle daemon does them.
struct SyncProbe {
    let medianMilliseconds: Double
    let worstMilliseconds: Double

    /// Nil when the directory cannot be written.
    init?(in directory: String) {
        let path = "\(directory)/.firstmile-probe-\(getpid())"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        defer {
            close(descriptor)
            unsafe unlink(path)
        }
        let block = [UInt8](repeating: 0x46, count: 4096)
        var times: [Double] = []
        for round in 0..<41 {
            let start = ContinuousClock.now
            guard unsafe pwrite(descriptor, block, block.count, 0) == block.count, fdatasync(descriptor) == 0
            else {
                return nil
            }
            // The first one makes the file.
            if round > 0 { times.append(start.duration(to: .now) / .milliseconds(1)) }
        }
        times.sort()
        medianMilliseconds = times[times.count / 2]
        worstMilliseconds = times[times.count - 1]
    }
}
