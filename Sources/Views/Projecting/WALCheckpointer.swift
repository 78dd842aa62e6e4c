import EventLog
import Foundation
import GRDB

/// Moves pages from a view's WAL into its file, on a thread and a connection of its own: a flush never does it.
final class WALCheckpointer: @unchecked Sendable {
    /// Above this many bytes in the WAL the writer waits, between two flushes, until the WAL starts over.
    private static let limit = 256 << 20
    /// Between two checkpoints, in seconds: pages written twice in it are moved once.
    private static let pause: TimeInterval = 0.5

    // Everything below is touched only with the condition locked.
    private let condition = NSCondition()
    private var isWanted = false
    private var isUrgent = false
    private var isOpen = true
    private var hasEnded = false

    private let queue: DatabaseQueue
    private let wal: String

    init(_ file: ViewFile, path: String) throws {
        wal = path + "-wal"
        queue = try file.connect(path)
        Thread { [self] in
            Thread.current.name = "wal-\(file.name)"
            ThreadPriority.behindAnswers.apply()
            run()
        }.start()
    }

    /// There is something new in the WAL. Blocks only when the WAL has grown past its limit.
    func afterCommit() {
        let attributes = try? FileManager.default.attributesOfItem(atPath: wal)
        let size = attributes?[.size] as? Int ?? 0
        condition.lock()
        defer { condition.unlock() }
        isWanted = true
        guard size > Self.limit else { return condition.signal() }
        isUrgent = true
        condition.broadcast()
        while isUrgent, isOpen { condition.wait() }
    }

    /// Returns when the thread has gone and its connection is closed.
    func close() {
        condition.lock()
        isOpen = false
        condition.broadcast()
        while !hasEnded { condition.wait() }
        condition.unlock()
        try? queue.close()
    }

    private func run() {
        condition.lock()
        while isOpen {
            guard isWanted else {
                condition.wait()
                continue
            }
            isWanted = false
            let mode = isUrgent ? Database.CheckpointMode.truncate : .passive
            condition.unlock()
            // A reader in the way is no error: the pages stay in the WAL until the next time.
            try? queue.writeWithoutTransaction { db in _ = try db.checkpoint(mode) }
            condition.lock()
            isUrgent = false
            condition.broadcast()
            let end = Date(timeIntervalSinceNow: Self.pause)
            while isOpen, !isUrgent, condition.wait(until: end) {}
        }
        hasEnded = true
        condition.broadcast()
        condition.unlock()
    }
}
