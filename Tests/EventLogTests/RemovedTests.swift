import EventLog
import Foundation
import Synchronization
import Testing

/// What becomes of a file that is removed while it is read.
struct RemovedTests {
    private let directory: TemporaryDirectory
    private static let records = 40

    init() throws { directory = try TemporaryDirectory() }

    /// One segment of 40 MiB, large enough to be given back in several steps.
    private func write() throws -> Disk {
        let disk = try Disk(directory.path, creating: true)
        let log = try EventLog.open(disk, options: .inline(segmentBytes: 64 << 20))
        for number in 0..<Self.records { log.commit([[UInt8](repeating: UInt8(number), count: 1 << 20)]) }
        log.close()
        return disk
    }

    @Test func `whoever has it open reads it to its end`() throws {
        let disk = try write()
        let reader = try LogReader(disk)
        let begun = try reader.entries(maxBytes: 1)
        try disk.remove(FaultyDisk.first)
        #expect(try disk.list().allSatisfy { !$0.hasSuffix(".segment") })
        let rest = try reader.entries(from: 1, limit: UInt64(Self.records))
        #expect((begun + rest).map(\.bytes.first) == (0..<Self.records).map { UInt8($0) })
    }

    @Test func `nobody finds it while it shrinks`() throws {
        let disk = try write()
        let whole = try disk.open(FaultyDisk.first, for: .read).size()
        let isOpenable = DispatchSemaphore(value: 0)
        let sizes = Mutex<Set<Int>>([])
        let ended = DispatchSemaphore(value: 0)
        Thread {
            // Until its name is gone.
            while let size = try? disk.open(FaultyDisk.first, for: .read).size() {
                sizes.withLock { _ = $0.insert(size) }
                isOpenable.signal()
            }
            ended.signal()
        }.start()
        isOpenable.wait()
        try disk.remove(FaultyDisk.first)
        ended.wait()
        #expect(sizes.withLock { $0 } == [whole])
        #expect(throws: LogError.self) { try disk.remove(FaultyDisk.first) }
    }
}
