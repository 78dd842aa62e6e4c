import Foundation

/// A thread on which one actor runs and nobody else: what it waits for, a disk or a lock of SQLite, is waited for there
/// and not on the few threads that all tasks share. It ends with the last reference.
final class OwnThread: SerialExecutor {
    private let queue = JobQueue()

    init(name: String) {
        let executor = unsafe asUnownedSerialExecutor()
        Thread { [queue] in
            var next = queue.take()
            // On Linux a name is forgotten that comes before `start` has returned, as it has when there is a job.
            Thread.current.name = name
            while let job = next {
                unsafe job.runSynchronously(on: executor)
                next = queue.take()
            }
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
