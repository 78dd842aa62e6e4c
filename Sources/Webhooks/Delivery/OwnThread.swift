import Foundation

/// A thread on which one actor runs and nobody else: what it waits for, a disk or a lock of SQLite, is waited for there
/// and not on the few threads that all tasks share. It ends with the last reference.
final class OwnThread: SerialExecutor {
    private let queue = JobQueue()

    init(name: String) {
        let executor = unsafe asUnownedSerialExecutor()
        Thread { [queue] in
            // Linux forgets a name that is given before the start.
            Thread.current.name = name
            while let job = queue.take() { unsafe job.runSynchronously(on: executor) }
        }.start()
    }

    deinit { queue.close() }

    func enqueue(_ job: consuming ExecutorJob) { queue.put(UnownedJob(job)) }
}

/// Jobs on their way to their thread, in order.
private final class JobQueue: @unchecked Sendable {
    // All under the condition's lock.
    private let condition = NSCondition()
    private var jobs: [UnownedJob] = []
    private var isClosed = false

    func put(_ job: UnownedJob) {
        condition.withLock { jobs.append(job) }
        condition.signal()
    }

    func close() {
        condition.withLock { isClosed = true }
        condition.signal()
    }

    /// Waits for one. Nil when there will be none.
    func take() -> UnownedJob? {
        condition.withLock {
            while jobs.isEmpty, !isClosed { condition.wait() }
            return jobs.isEmpty ? nil : jobs.removeFirst()
        }
    }
}
